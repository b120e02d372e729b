// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/** What became of a batch: exactly one for each batch that was handed to a {@link RowWriter}. */
public sealed interface WriteResult {
    /** The batch this is about. */
    Batch batch();

    /** Calls the receiver's method for this case. */
    void tell(Receiver receiver);

    /** One method for each case. */
    interface Receiver {
        void written(Written written);

        void staged(Staged staged);

        void refused(RowsRefused refused);

        void tooLarge(TooLarge tooLarge);

        void behind(TableBehind behind);

        void withdrawn(Withdrawn withdrawn);

        void failed(Failed failed);
    }

    /**
     * Every row is in the table.
     *
     * @param latency from the first request to the answer
     * @param schemaChanged whether BigQuery announced that the table has changed; news, not a failure
     */
    record Written(Batch batch, Duration latency, boolean schemaChanged) implements WriteResult {
        @Override
        public void tell(Receiver receiver) {
            receiver.written(this);
        }
    }

    /**
     * Every row is in Cloud Storage, and needed nowhere else any more; in its table it is when {@link LoadNews} says so.
     *
     * @param object which holds it, maybe with rows of other batches
     */
    record Staged(Batch batch, StagedObject object) implements WriteResult {
        @Override
        public void tell(Receiver receiver) {
            receiver.staged(this);
        }
    }

    /**
     * These rows were refused.
     *
     * @param reasons by position in the batch; the reasons hold no value of the rows
     * @param columns by position in the batch the columns that BigQuery names, in lower case, nested ones with dots
     * @param othersWritten whether all others are in the table; otherwise nothing was written, and they may be sent again
     */
    record RowsRefused(
            Batch batch, Map<Integer, String> reasons, Map<Integer, Set<String>> columns, boolean othersWritten)
            implements WriteResult {
        public RowsRefused {
            reasons = Map.copyOf(reasons);
            columns = Map.copyOf(columns);
        }

        /** Without names of columns. */
        public RowsRefused(Batch batch, Map<Integer, String> reasons, boolean othersWritten) {
            this(batch, reasons, Map.of(), othersWritten);
        }

        /** Nothing was written, because of these rows. */
        public RowsRefused(Batch batch, Map<Integer, String> reasons) {
            this(batch, reasons, false);
        }

        /** The columns that are named for a row; empty if none is. */
        public Set<String> named(int position) {
            return columns.getOrDefault(position, Set.of());
        }

        /** The same of some of the rows, beside which nothing is left to be written. */
        @SuppressWarnings("IdentityHashMapUsage") // rows are pieces of work
        public RowsRefused of(Batch part) {
            Map<Row, Integer> positions = new IdentityHashMap<>();
            for (int i = 0; i < batch.rows().size(); i++) {
                positions.put(batch.rows().get(i), i);
            }
            Map<Integer, String> reasonsOfPart = new HashMap<>();
            Map<Integer, Set<String>> columnsOfPart = new HashMap<>();
            for (int i = 0; i < part.rows().size(); i++) {
                Integer position = positions.get(part.rows().get(i));
                String reason = position == null ? null : reasons.get(position);
                if (position != null && reason != null) {
                    reasonsOfPart.put(i, reason);
                    columnsOfPart.put(i, named(position));
                }
            }
            return new RowsRefused(part, reasonsOfPart, columnsOfPart, false);
        }

        @Override
        public void tell(Receiver receiver) {
            receiver.refused(this);
        }
    }

    /** Nothing was written, because the request is larger than BigQuery accepts. */
    record TooLarge(Batch batch) implements WriteResult {
        @Override
        public void tell(Receiver receiver) {
            receiver.tooLarge(this);
        }
    }

    /** Nothing was written, because the table is not, or not yet, what the batch needs. */
    record TableBehind(Batch batch, Lack lack) implements WriteResult {
        /** What BigQuery missed. */
        public enum Lack {
            /** The table: not created, not visible yet, or dropped. */
            TABLE,
            /** Columns: not added, not visible yet, or dropped. */
            COLUMNS,
            /** Columns of the types that the rows were encoded for: altered, or dropped and made anew. */
            TYPES,
            /** The permission, which BigQuery also says of tables that do not exist. */
            PERMISSION
        }

        @Override
        public void tell(Receiver receiver) {
            receiver.behind(this);
        }
    }

    /** Was taken back before it was sent, or before it was repeated; only in the latter case it may be in the table. */
    record Withdrawn(Batch batch) implements WriteResult {
        @Override
        public void tell(Receiver receiver) {
            receiver.withdrawn(this);
        }
    }

    /** Will never be written until somebody changes something; the error says what. */
    record Failed(Batch batch, ConnectException error) implements WriteResult {
        @Override
        public void tell(Receiver receiver) {
            receiver.failed(this);
        }
    }
}
