// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import org.jspecify.annotations.Nullable;

/** A table as it was last seen. Task thread. */
final class LiveTable {
    private final RowMaker rows;
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
        }
        location = news.location();
    }

    /** It is gone. */
    void forget() {
        shape = null;
        location = null;
    }

    /**
     * Whether it holds what is wanted as it is.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it can never hold it
     */
    @SuppressWarnings("ReferenceEquality") // shapes are one object each while they are in use; a miss only costs time
    boolean fits(TableShape live, TableShape wanted) {
        return wanted == live || rows.grown(live, wanted) == null;
    }
}
