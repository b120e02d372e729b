// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as it was last seen, and which records' shapes are known to fit it. Task thread. */
final class LiveTable {
    private static final int REMEMBERED = 16;

    private final RowMaker rows;
    private final List<TableShape> fitting = new ArrayList<>();
    private @Nullable TableShape shape;
    private @Nullable String location;

    LiveTable(RowMaker rows) {
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

    void see(TableNews.Ready news) {
        if (!news.shape().equals(shape)) {
            shape = news.shape();
            fitting.clear();
        }
        location = news.location();
    }

    /** It is gone. */
    void forget() {
        shape = null;
        location = null;
        fitting.clear();
    }

    /**
     * Whether it holds what is wanted as it is.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it can never hold it
     */
    @SuppressWarnings("ReferenceEquality") // shapes are one object each while they are in use; a miss only costs time
    boolean fits(TableShape live, TableShape wanted) {
        if (wanted == live) {
            return true;
        }
        for (TableShape known : fitting) {
            if (known == wanted) {
                return true;
            }
        }
        if (rows.grown(live, wanted) != null) {
            return false;
        }
        if (fitting.size() == REMEMBERED) {
            fitting.remove(0);
        }
        fitting.add(wanted);
        return true;
    }
}
