// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answers which columns a record needs. One per task; answers are kept by schema reference, equality on a miss,
 * bounded.
 */
public final class RecordShapes {
    private final SchemaSettings settings;
    private final Changes changes;

    public RecordShapes(SchemaSettings settings, Changes changes) {
        this.settings = settings;
        this.changes = changes;
    }

    /**
     * The columns this record needs. For records with schemas always the same object for equal schemas, whatever the
     * live table; for a record without schema {@code live} itself when the table has a column for each of its fields,
     * else {@code live} with the missing columns, their types taken from the record's values. So compare by reference
     * with {@code live} and with the last shape that was found to fit, and call {@link SchemaDiff#between} only when
     * both differ.
     *
     * @param live the table as it is, null if it does not exist
     * @throws DataException if no table can hold such a record: names the column or the field and what would help
     */
    public TableShape wantedBy(SinkRecord record, @Nullable TableShape live) {
        throw new UnsupportedOperationException(settings + "" + changes);
    }

    /**
     * The columns that identify a row, by {@code primary.key}, as they are named in the table.
     *
     * @return empty when the record has no key and no fields are configured
     */
    public List<String> keyColumns(SinkRecord record) {
        throw new UnsupportedOperationException();
    }
}
