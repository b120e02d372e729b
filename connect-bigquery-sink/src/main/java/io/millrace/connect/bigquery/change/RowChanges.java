// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Says which rows are made of a record: none, one, or two where its key has changed. One per write plan; task thread. */
public final class RowChanges {
    private static final List<RowChange> NONE = List.of();
    private static final List<RowChange> APPEND = List.of(RowChange.APPEND);
    private static final List<RowChange> UPSERT = List.of(RowChange.UPSERT);
    private static final List<RowChange> DELETE = List.of(RowChange.DELETE);
    private static final List<RowChange> TRUNCATE = List.of(RowChange.TRUNCATE);
    /** The new row first: if it is a bad one, the old one stays. */
    private static final List<RowChange> MOVE = List.of(RowChange.UPSERT, RowChange.DELETE_OLD_KEY);

    private final Changes changes;
    private final RowKeys keys;
    private final ChangeMode mode;
    private final Truncates truncates;
    private final boolean nullsAreBad;
    private final @Nullable InternalRecords skipped;

    /** @param changes reads the records */
    public RowChanges(Changes changes, ChangeSettings settings) {
        this.changes = changes;
        this.keys = changes.keys();
        this.mode = settings.mode();
        this.truncates = settings.truncates();
        this.nullsAreBad = settings.nullValues() == NullValues.FAIL;
        this.skipped = settings.skipsInternal() ? new InternalRecords() : null;
    }

    /**
     * The rows, in the order in which they are to be written.
     *
     * @throws DataException if none can be made of such a record
     */
    public List<RowChange> of(SinkRecord record) {
        if (record.value() == null) {
            return tombstone(record);
        }
        if ((skipped != null && skipped.has(record)) || changes.isMessage(record)) {
            return NONE;
        }
        return mode == ChangeMode.APPEND ? APPEND : keyed(record);
    }

    private List<RowChange> tombstone(SinkRecord record) {
        if (nullsAreBad) {
            throw new DataException("the record has no value and null.values=fail; auto "
                    + (mode == ChangeMode.UPSERT_DELETE ? "deletes the row of its key" : "skips such records"));
        }
        if (mode != ChangeMode.UPSERT_DELETE) {
            return NONE;
        }
        if (record.key() == null) {
            throw new DataException("the record has neither a key nor a value, so it says of no row that it is gone");
        }
        return DELETE;
    }

    private List<RowChange> keyed(SinkRecord record) {
        if (!(changes.read(record) instanceof ChangeReading change)) {
            return UPSERT;
        }
        if ("t".equals(change.op(record))) {
            return truncated();
        }
        if (change.deleted(record)) {
            return mode == ChangeMode.UPSERT_DELETE ? DELETE : NONE;
        }
        if (change.image(record) == null) {
            throw new DataException(
                    "the change says that there is a row and has no image of it: after is missing; let the"
                            + " source send whole rows (MongoDB: capture.mode=change_streams_update_full)");
        }
        return mode == ChangeMode.UPSERT_DELETE && keys.hasMoved(record, change) ? MOVE : UPSERT;
    }

    private List<RowChange> truncated() {
        return switch (truncates) {
            case FAIL ->
                throw new DataException(
                        "the source's table was truncated and truncate=fail: empty the BigQuery table by"
                                + " hand, then go on with truncate=ignore; or set truncate=apply, which change.mode=upsert-delete"
                                + " with upsert.strategy=merge can do");
            case IGNORE -> NONE;
            case APPLY -> TRUNCATE;
        };
    }
}
