// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A table as it was last seen. Task thread. */
final class LiveTable {
    private final RowConverter rows;
    private @Nullable TableShape shape;
    private @Nullable String location;

    LiveTable(RowConverter rows) {
        this.rows = rows;
    }

    /** Its columns, null as long as it was never seen; the same object until it changes. */
    @Nullable
    TableShape shape() {
        return shape;
    }

    @Nullable
    String location() {
        return location;
    }

    /** Takes note of it; whether columns that were required when it was last seen are not any more. */
    boolean see(TableNews.Ready news) {
        TableShape before = shape;
        if (!news.shape().equals(before)) {
            shape = news.shape();
        }
        location = news.location();
        return before != null && relaxed(before.columns(), news.shape().columns());
    }

    /** It is gone. */
    void forget() {
        shape = null;
        location = null;
    }

    private static boolean relaxed(List<Column> before, List<Column> now) {
        Map<String, Column> columns = new HashMap<>();
        now.forEach(column -> columns.put(column.name(), column));
        return before.stream().anyMatch(old -> {
            Column column = columns.get(old.name());
            return column != null
                    && ((old.mode() == ColumnMode.REQUIRED && column.mode() == ColumnMode.NULLABLE)
                            || relaxed(old.fields(), column.fields()));
        });
    }

    /**
     * Whether it holds what is wanted as it is.
     *
     * @throws DataException if it can never hold it
     */
    @SuppressWarnings("ReferenceEquality") // shapes are one object each while they are in use; a miss only costs time
    private boolean fits(TableShape live, TableShape wanted) {
        return wanted == live || rows.grown(live, wanted) == null;
    }

    /**
     * Encodes a record for it; null if it has to grow first.
     *
     * @throws DataException if it can never hold the record
     */
    @Nullable
    Row encoded(SinkRecord record, Origin origin) {
        TableShape now = shape;
        if (now == null) {
            throw new IllegalStateException("a row is made for a table that was never seen");
        }
        try {
            return fits(now, rows.wantedBy(record, now)) ? rows.encode(record, now, origin) : null;
        } catch (DataException unfit) {
            if (fits(now, rows.relaxedFor(record, now))) {
                throw unfit;
            }
            return null; // only what the table requires was lacking
        }
    }
}
