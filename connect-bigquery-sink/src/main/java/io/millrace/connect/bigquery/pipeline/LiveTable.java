// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ShapeChanges;
import io.millrace.connect.bigquery.table.TableNews;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A table as it was last seen. Task thread. */
final class LiveTable {
    private final RowConverter rows;
    private final TableKey key;
    private final LatelyRequired latelyRequired;
    private final LatelyAdded latelyAdded;
    private @Nullable TableShape shape;
    private @Nullable String location;

    LiveTable(TableMode mode, TableKey key) {
        this.rows = mode.rows();
        this.key = key;
        this.latelyRequired = new LatelyRequired(rows);
        this.latelyAdded = new LatelyAdded(mode);
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

    /** What it has required lately. */
    LatelyRequired latelyRequired() {
        return latelyRequired;
    }

    /** What it may have got lately. */
    LatelyAdded latelyAdded() {
        return latelyAdded;
    }

    /**
     * Takes note of it.
     *
     * @param served the columns of the key for which it was asked for
     * @return whether it is another than it was when it was last seen
     */
    boolean see(TableNews.Ready news, List<String> served, long now) {
        location = news.location();
        key.is(rows.isKeyed() ? served : List.of());
        if (news.shape().equals(shape)) {
            return false;
        }
        latelyAdded.has(news.shape(), shape, now);
        forgetShape(now);
        latelyRequired.has(news.shape());
        shape = news.shape();
        location = news.location();
        return true;
    }

    /** Whether rows that were encoded for this shape of it have to be encoded again. */
    boolean outdates(TableShape earlier) {
        return shape != null && rows.outdated(earlier, shape);
    }

    /** How it has changed so that it takes no rows that were encoded for this shape of it; none where it is not that. */
    List<String> exclusions(TableShape earlier) {
        return shape == null ? List.of() : ShapeChanges.excluding(earlier, shape);
    }

    /** It is gone. */
    void forget(long now) {
        key.is(List.of());
        forgetShape(now);
    }

    private void forgetShape(long now) {
        if (shape != null) {
            latelyRequired.had(shape, now);
        }
        shape = null;
        location = null;
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
    Row encoded(SinkRecord record, RowChange change, Origin origin) {
        TableShape now = shape;
        if (now == null) {
            throw new IllegalStateException("a row is made for a table that was never seen");
        }
        key.ensureIsOf(record, change);
        try {
            return fits(now, rows.wantedBy(record, change, now)) ? rows.encode(record, change, now, origin) : null;
        } catch (DataException unfit) {
            if (fits(now, rows.relaxedFor(record, change, now))) {
                throw unfit;
            }
            return null; // only what the table requires was lacking
        }
    }
}
