// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.schema.KeyColumns.KeyColumn;
import io.millrace.connect.bigquery.table.design.DeclaredKey;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a table with one row for each key knows its rows by, and whether records do, too: one with another key would change
 * rows of others. Task thread.
 */
final class TableKey {
    private final Destination table;
    private final RowConverter rows;
    private @Nullable DeclaredKey declared;
    /** Of the record that was compared last; many are the very same. */
    private List<KeyColumn> same = List.of();

    TableKey(Destination table, RowConverter rows) {
        this.table = table;
        this.rows = rows;
    }

    /** The table has this one; empty where that is not known, or rows are not known by keys. */
    void is(List<String> columns) {
        same = List.of();
        declared = columns.isEmpty() ? null : new DeclaredKey(columns);
    }

    /** Its columns; null if they are not known. */
    @Nullable
    List<String> columns() {
        return declared == null ? null : declared.columns();
    }

    /**
     * Refuses a record whose row is known by another key.
     *
     * @throws DataException naming both, and the statements that change the table's
     */
    @SuppressWarnings("ReferenceEquality") // a hit spares the comparison
    void ensureIsOf(SinkRecord record, RowChange change) {
        DeclaredKey key = declared;
        if (key == null || change == RowChange.TRUNCATE) {
            return;
        }
        List<KeyColumn> own = rows.key(record);
        if (own.isEmpty() || own == same || own.equals(same)) {
            return;
        }
        List<String> names = own.stream().map(KeyColumn::name).toList();
        if (!key.isOf(names)) {
            throw new DataException(key.unlike(table, names));
        }
        same = own;
    }
}
