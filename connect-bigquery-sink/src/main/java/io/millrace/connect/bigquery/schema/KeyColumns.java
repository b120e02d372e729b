// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.change.RowKeys;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.kit.memo.Memo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The columns that identify the rows of a table with one row for each key. One per task and content; task thread. */
public final class KeyColumns {
    /** cloud.google.com/bigquery/docs/primary-foreign-keys#limitations, 2026-08. */
    private static final int MOST = 16;

    private static final Set<ColumnType> ALLOWED = EnumSet.of(
            ColumnType.BIGNUMERIC,
            ColumnType.BOOL,
            ColumnType.DATE,
            ColumnType.DATETIME,
            ColumnType.INT64,
            ColumnType.NUMERIC,
            ColumnType.STRING,
            ColumnType.TIMESTAMP);

    private final RowKeys keys;
    private final ColumnNames names;
    private final SchemaColumns typed;
    private final UntypedColumns untyped;
    private final String wholeKey;
    private final Memo<Reading, List<KeyColumn>> known = new Memo<>(columns -> 200L * columns.size());

    /**
     * One column of a key.
     *
     * @param field as the record names it
     * @param name as the table does
     * @param inImage the field's schema in the row; null if the row has no such field, or no schema
     * @param inKey its schema in the record's key; null likewise
     */
    public record KeyColumn(
            String field,
            String name,
            @Nullable Schema inImage,
            @Nullable Schema inKey) {}

    /** @param keys says which fields identify a row */
    public KeyColumns(SchemaSettings settings, RowKeys keys) {
        this.keys = keys;
        this.names = new ColumnNames(settings.columns());
        this.typed = new SchemaColumns(settings);
        this.untyped = new UntypedColumns(settings, true);
        KafkaColumns kafka = settings.kafkaColumns();
        this.wholeKey = kafka.key() == null ? kafka.nameOf(KafkaColumn.KEY) : kafka.key();
    }

    /**
     * The columns, in order.
     *
     * @throws DataException if the record has no key, or one that BigQuery takes for none
     */
    public List<KeyColumn> of(Reading reading, SinkRecord record) {
        boolean told = reading.keySchema() != null || !(record.key() instanceof Map);
        return told ? known.get(reading, same -> made(same, record)) : made(reading, record);
    }

    private List<KeyColumn> made(Reading reading, SinkRecord record) {
        List<String> fields = keys.fields(record);
        if (fields.isEmpty()) {
            throw new DataException(
                    "the record has no key, and change.mode needs one for each row; set primary.key to the"
                            + " fields that identify a row");
        }
        if (fields.size() > MOST) {
            throw new DataException("the key has " + fields.size() + " fields, a primary key of BigQuery takes " + MOST
                    + "; set primary.key to those that identify a row");
        }
        List<KeyColumn> columns = new ArrayList<>();
        Map<String, String> claimed = ColumnNames.claims();
        for (String field : fields) {
            String name = field.equals(RowKeys.WHOLE_KEY) ? wholeKey : names.of(field);
            ColumnNames.claim(claimed, name, field);
            columns.add(new KeyColumn(
                    field,
                    name,
                    keys.schemaInRow(reading.imageSchema(), field),
                    keys.schemaInKey(reading.keySchema(), field)));
        }
        return columns;
    }

    /** The columns that a table needs for its key beyond those that it has. */
    List<Column> missing(Reading reading, SinkRecord record, List<Column> columns) {
        List<Column> missing = new ArrayList<>();
        for (KeyColumn key : of(reading, record)) {
            if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(key.name()))) {
                missing.add(column(key, record));
            }
        }
        return missing;
    }

    private Column column(KeyColumn key, SinkRecord record) {
        Column column = null;
        if (key.inKey() != null) {
            column = typed.named(key.name(), key.inKey());
        } else if (keys.valueInKey(record, key.field()) != null) {
            column = untyped.of(
                            Collections.singletonMap(key.name(), keys.valueInKey(record, key.field())),
                            new KnownColumns(List.of(), names),
                            field -> false)
                    .get(0);
        }
        if (column == null) {
            throw new DataException("neither the record nor its key has the field " + key.field()
                    + ", which primary.key names; name fields that every record has");
        }
        return column;
    }

    /**
     * The columns as a table with one row for each key has them: those outside the key NULLABLE, because a row that is
     * deleted has the key alone.
     *
     * @throws DataException if a column of the key has a type that BigQuery takes for none: names it
     */
    List<Column> relaxedOutside(Reading reading, SinkRecord record, List<Column> columns) {
        List<KeyColumn> key = of(reading, record);
        List<Column> relaxed = new ArrayList<>(columns.size());
        for (Column column : columns) {
            boolean identifies = key.stream().anyMatch(one -> one.name().equalsIgnoreCase(column.name()));
            if (identifies) {
                ensureAllowed(column);
            }
            boolean relax = !identifies && column.mode() == ColumnMode.REQUIRED;
            relaxed.add(relax ? column.with(ColumnMode.NULLABLE, column.fields()) : column);
        }
        return relaxed;
    }

    private static void ensureAllowed(Column column) {
        if (column.mode() == ColumnMode.REPEATED || !ALLOWED.contains(column.type())) {
            throw new DataException("column " + column.name() + " is " + ShapeChanges.describe(column)
                    + ", and a primary key of BigQuery takes " + ALLOWED + "; set primary.key to other fields, or"
                    + " column.types to another type");
        }
    }
}
