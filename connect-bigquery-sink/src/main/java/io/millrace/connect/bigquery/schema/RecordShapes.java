// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.change.ChangeReading;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.KeyReading;
import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.change.RowKeys;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.kit.memo.Memo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answers which columns a record needs. One per task; answers are kept by what its schemas are read as, which is one
 * object for equal schemas, as long as memory allows.
 */
public final class RecordShapes {
    /** About what is kept of a column by the names of fields, in bytes. */
    private static final long KNOWN = 200;

    /** How columns begin that merges put beside those of a table, for themselves. */
    private static final String OF_MERGES = "__millrace_";

    private final SchemaSettings settings;
    private final Changes changes;
    private final ColumnNames names;
    private final MissingFields missing;
    private final SchemaColumns typed;
    private final MetadataColumns metadata;
    private final KeyColumns keys;
    private final TableContent content;
    private final UntypedColumns untyped;
    private final UntypedColumns untypedOfNewTables;
    private final Memo<Reading, Needed> shapes;
    private final Memo<Reading, Needed> shapesWithoutKey;
    private final Memo<Live, KnownColumns> known = new Memo<>(columns -> KNOWN * ColumnCount.of(columns.all()));
    private final KnownColumns none;
    private final boolean keyMatters;
    private @Nullable TableShape lastLive;
    private @Nullable KnownColumns lastKnown;
    private boolean lastLacksKey;
    private @Nullable Reading lastReading;
    private @Nullable TableShape lastShape;
    private @Nullable TableShape lastSearched;
    private List<Column> lastFilled = List.of();
    /** The table that was seen last to have what the key of a record without schema needs. */
    private List<Column> lastKeyed = List.of();

    /** @param content of the tables */
    public RecordShapes(SchemaSettings settings, Changes changes, TableContent content) {
        this.content = content;
        this.keys = new KeyColumns(settings, changes.keys());
        this.settings = settings;
        this.changes = changes;
        this.names = new ColumnNames(settings.columns());
        this.missing = new MissingFields(names);
        this.none = new KnownColumns(List.of(), names);
        this.typed = new SchemaColumns(settings);
        this.metadata = new MetadataColumns(settings, content, changes.order());
        this.untyped = new UntypedColumns(settings, settings.allows(SchemaEvolution.ADD_FIELDS));
        this.shapes = new Memo<>(Needed::weight);
        this.shapesWithoutKey = new Memo<>(Needed::weight);
        this.keyMatters = settings.kafkaColumns().needKey();
        this.untypedOfNewTables = new UntypedColumns(settings, true);
    }

    /**
     * The columns this record needs. For records with schemas always the same object for equal schemas, whatever the
     * live table; for a record without schema {@code live} itself when the table has a column for each of its fields,
     * else {@code live} with the missing columns, their types taken from the record's values. So compare by reference
     * with {@code live} and with the last shape that was found to fit, and call {@link SchemaComparison#between} only when
     * both differ.
     *
     * @param live the table as it is, null if it does not exist
     * @return without columns if the record says nothing of a table that does not exist: no schema field that could be a
     *     column, or no value
     * @throws DataException if no table can hold such a record: names the column or the field and what would help
     */
    public TableShape wantedBy(SinkRecord record, @Nullable TableShape live) {
        Reading reading = changes.read(record);
        if (reading.imageSchema() == null) {
            return wantedByFields(reading, record, live);
        }
        boolean lacksKey = lacksKey(reading, record);
        if (reading != lastReading || lacksKey != lastLacksKey || lastShape == null) {
            Memo<Reading, Needed> known = lacksKey ? shapesWithoutKey : shapes;
            lastShape =
                    known.get(reading, first -> needed(first, lacksKey, record)).shape();
            lastReading = reading;
            lastLacksKey = lacksKey;
        }
        return relaxedForDeletes(lastShape, live);
    }

    /**
     * And the columns NULLABLE that BigQuery would fill in rows, but not in those that have the key alone. Another object each
     * time, until the table is so.
     */
    @SuppressWarnings("ReferenceEquality") // shapes are one object each while they are in use
    private TableShape relaxedForDeletes(TableShape needed, @Nullable TableShape live) {
        if (live == null || !content.takesKeysAlone()) {
            return needed;
        }
        if (live != lastSearched) {
            lastFilled = live.columns().stream()
                    .filter(column -> column.mode() == ColumnMode.REQUIRED && column.defaulted())
                    .toList();
            lastSearched = live;
        }
        if (lastFilled.isEmpty()) {
            return needed;
        }
        List<Column> columns = new ArrayList<>(needed.columns());
        for (Column filled : lastFilled) {
            if (needed.columns().stream().noneMatch(column -> column.name().equalsIgnoreCase(filled.name()))) {
                columns.add(filled.with(ColumnMode.NULLABLE, filled.fields()));
            }
        }
        return columns.size() == needed.columns().size() ? needed : new TableShape(columns);
    }

    /**
     * As {@link #wantedBy}, and for a record without schema the columns NULLABLE that it has no value for, where {@code
     * schema.evolution} allows that. Only for records that did not fit: it looks at each field.
     */
    public TableShape relaxedFor(SinkRecord record, @Nullable TableShape live) {
        TableShape wanted = wantedBy(record, live);
        Reading reading = changes.read(record);
        if (live == null || reading.imageSchema() != null || !settings.allows(SchemaEvolution.RELAX_REQUIRED)) {
            return wanted;
        }
        List<Column> fixed = new ArrayList<>();
        addFixed(reading, lacksKey(reading, record), fixed);
        Predicate<String> provided =
                name -> fixed.stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
        Map<?, ?> row = reading.image(record) instanceof Map<?, ?> map ? map : Map.of();
        List<Column> relaxed = missing.relaxed(wanted.columns(), List.of(row), provided);
        return relaxed == wanted.columns() ? wanted : new TableShape(relaxed);
    }

    /** Whether records of such a schema are left out, so that they need no table. */
    public boolean skips(Schema schema) {
        return changes.skips(schema);
    }

    /**
     * The columns that identify a row, by {@code primary.key}, as they are named in the table.
     *
     * @return empty if {@code primary.key} is the record's key and it is missing or has no fields
     */
    public List<String> keyColumns(SinkRecord record) {
        if (content.isKeyed()) {
            return keys.of(changes.read(record), record).stream()
                    .map(KeyColumns.KeyColumn::name)
                    .toList();
        }
        return changes.keys().fields(record).stream()
                .filter(field -> !field.equals(RowKeys.WHOLE_KEY)) // a view is made by columns
                .map(names::of)
                .toList();
    }

    /** Whether there is one row for each key. */
    public boolean isKeyed() {
        return content.isKeyed();
    }

    /**
     * The columns that identify the row of a record: of one reading always the same list.
     *
     * @return empty where rows are not known by keys
     * @throws DataException if the record has no key, or one that BigQuery takes for none
     */
    public List<KeyColumns.KeyColumn> key(SinkRecord record) {
        return content.isKeyed() ? keys.of(changes.read(record), record) : List.of();
    }

    /** Whether the record's key says nothing of the column that keys have: neither a value nor a schema. */
    private boolean lacksKey(Reading reading, SinkRecord record) {
        return keyMatters && reading.keySchema() == null && record.key() == null;
    }

    /** Whether a field has no column of its own, the key having its place. */
    private boolean isTaken(String field, Reading reading) {
        return isHidden(reading, field) || settings.kafkaColumns().isKey(field);
    }

    private Needed needed(Reading reading, boolean lacksKey, SinkRecord record) {
        if (content.isKeyed()) { // whether a record has a key is not said by what it is read as
            return new Needed(ensureTable(new TableShape(columns(reading, lacksKey, record))), null);
        }
        try {
            return new Needed(ensureTable(new TableShape(columns(reading, lacksKey, record))), null);
        } catch (DataException refused) {
            return new Needed(null, refused.getMessage());
        }
    }

    private List<Column> columns(Reading reading, boolean lacksKey, SinkRecord record) {
        boolean partial = !content.isKeyed() && reading instanceof ChangeReading change && change.partial();
        List<Column> columns = new ArrayList<>();
        if (reading.imageSchema() != null) {
            columns.addAll(typed.of(reading.imageSchema(), partial, reading::hides));
        }
        addFixed(reading, lacksKey, columns);
        return content.isKeyed() ? keyed(reading, record, columns) : columns;
    }

    private List<Column> keyed(Reading reading, SinkRecord record, List<Column> columns) {
        List<Column> all = new ArrayList<>(columns);
        addUnclaimed(keys.missing(reading, record, columns), all);
        if (content == TableContent.MERGED) {
            all.forEach(column -> ensureNotOfMerges(column.name()));
        }
        return keys.relaxedOutside(reading, record, all);
    }

    private TableShape wantedByFields(Reading reading, SinkRecord record, @Nullable TableShape live) {
        if (live == null) {
            return reading instanceof KeyReading
                    ? new TableShape(List.of()) // a row of a table that is not there is gone already
                    : ensureTable(new TableShape(byFields(reading, record, none, untypedOfNewTables)));
        }
        if (ignoresUnknownFields() && !content.isKeyed()) {
            return live;
        }
        List<Column> columns = byFields(reading, record, known(live), untyped);
        return columns == live.columns() ? live : new TableShape(columns);
    }

    /** The columns of a table and those that it lacks; the table's own list if it lacks none. */
    private List<Column> byFields(Reading reading, SinkRecord record, KnownColumns known, UntypedColumns inferred) {
        boolean lacksKey = lacksKey(reading, record);
        Predicate<String> hidden = lacksKey ? field -> isTaken(field, reading) : field -> isHidden(reading, field);
        List<Column> columns =
                reading.image(record) instanceof Map<?, ?> row ? inferred.of(row, known, hidden) : known.all();
        List<Column> fixed = new ArrayList<>();
        addFixed(reading, lacksKey, fixed);
        List<Column> missing =
                fixed.stream().filter(column -> !known.has(column.name())).toList();
        if (columns == known.all() && missing.isEmpty()) {
            return content.isKeyed() ? keyedAsKnown(reading, record, known.all()) : known.all();
        }
        List<Column> all = new ArrayList<>(columns);
        addUnclaimed(missing, all);
        return content.isKeyed() ? keyed(reading, record, all) : all;
    }

    private static void ensureNotOfMerges(String column) {
        if (column.regionMatches(true, 0, OF_MERGES, 0, OF_MERGES.length())) {
            throw new DataException("column " + column + " has a name that begins with " + OF_MERGES + ", as columns do"
                    + " that merges add to it for themselves; rename the field with a transform, or set"
                    + " upsert.strategy=cdc");
        }
    }

    /** Whether a field is no column; the order of changes is the column of merges, and no field may take its place. */
    private boolean isHidden(Reading reading, String field) {
        if (reading.hides(field)) {
            return true;
        }
        if (content == TableContent.MERGED && field.equalsIgnoreCase(ChangeReading.SEQUENCE)) {
            throw new DataException(
                    "field " + field + " would be column " + ChangeReading.SEQUENCE + ", by which merges"
                            + " know the order of changes; rename it with a transform, or set upsert.strategy=cdc");
        }
        return false;
    }

    private List<Column> keyedAsKnown(Reading reading, SinkRecord record, List<Column> known) {
        if (known == lastKeyed) {
            return known;
        }
        List<Column> all = keyed(reading, record, known);
        if (!all.equals(known)) {
            return all;
        }
        lastKeyed = known;
        return known;
    }

    @SuppressWarnings("ReferenceEquality") // shapes are one object each while they are in use
    private KnownColumns known(TableShape live) {
        if (lastKnown == null || live != lastLive) {
            lastKnown = known.get(new Live(live), first -> new KnownColumns(live.columns(), names));
            lastLive = live;
        }
        return lastKnown;
    }

    /** Refuses what no table can have: a table that grows is checked where it is compared. */
    private static TableShape ensureTable(TableShape shape) {
        int count = ColumnCount.of(shape.columns());
        if (count > ColumnCount.MOST) {
            throw new DataException("the record needs " + count + " columns, a table takes " + ColumnCount.MOST
                    + "; set map.format=json, or column.types to JSON for some of its fields");
        }
        return shape;
    }

    /** Why a table of this shape would not take the rows, though it can be made; null if it would. */
    public @Nullable String excess(TableShape shape) {
        int count = shape.columns().size();
        return content == TableContent.CURRENT && count > ColumnCount.MOST_OF_CHANGES
                ? "the table would have " + count + " columns at its top level, and takes changes by key with "
                        + ColumnCount.MOST_OF_CHANGES
                        + " at most; set upsert.strategy=merge, or column.types to JSON for a"
                        + " record that holds some of its fields"
                : null;
    }

    private boolean ignoresUnknownFields() {
        return settings.unknownFields() == UnknownFields.IGNORE && !settings.allows(SchemaEvolution.ADD_FIELDS);
    }

    private void addFixed(Reading reading, boolean lacksKey, List<Column> columns) {
        List<Column> fixed = new ArrayList<>();
        for (MetadataColumn column : metadata.of(reading)) {
            if (column.column() != null) {
                fixed.add(column.column());
            }
        }
        addUnclaimed(fixed, columns);
        if (lacksKey) {
            columns.removeIf(column -> settings.kafkaColumns().isKey(column.name()));
        }
    }

    private static void addUnclaimed(List<Column> added, List<Column> columns) {
        if (added.isEmpty()) {
            return;
        }
        Map<String, String> claimed = ColumnNames.claims();
        columns.forEach(column -> claimed.put(column.name(), column.name()));
        for (Column column : added) {
            ColumnNames.claim(claimed, column.name(), column.name() + " of kafka.columns or of a change");
            columns.add(column);
        }
    }

    /** A live table: shapes are one object each while they are in use. */
    private record Live(TableShape shape) {
        @Override
        @SuppressWarnings("ReferenceEquality") // comparing columns would cost more than the row
        public boolean equals(@Nullable Object other) {
            return other instanceof Live that && shape == that.shape;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(shape);
        }
    }

    /**
     * What records of one reading need.
     *
     * @param known null if no table can hold them
     * @param refusal why, for people
     */
    private record Needed(
            @Nullable TableShape known, @Nullable String refusal) {
        /** About what a column holds, in bytes. */
        private static final long COLUMN = 100;

        TableShape shape() {
            if (known == null) {
                throw new DataException(refusal);
            }
            return known;
        }

        long weight() {
            return known == null ? COLUMN : COLUMN * ColumnCount.of(known.columns());
        }
    }
}
