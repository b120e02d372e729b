// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.bigquery.write.load.LoadSettings;
import io.millrace.connect.bigquery.write.merge.MergeSettings;
import java.util.Optional;

/**
 * How a connector's rows get into their tables: {@code write.method}, {@code change.mode}, {@code upsert.strategy}
 * and {@code delivery.guarantee}, folded into one of the combinations that exist, with the settings that only it has. Whoever wires a task asks it by
 * {@link #fold}, which has one method for each combination: a new one is wired, or does not compile.
 */
public sealed interface WritePlan {
    /** When a batch of rows is ready to be written. */
    BatchSettings batch();

    /** How load jobs are made; empty where rows take another way. */
    default Optional<LoadSettings> loadJobs() {
        return Optional.empty();
    }

    /** How changes are merged; empty where they are not. */
    default Optional<MergeSettings> merging() {
        return Optional.empty();
    }

    /** What this combination's case makes of it. */
    <T> T fold(Cases<T> cases);

    /** One method for each combination. */
    interface Cases<T> {
        T storageAppend(StorageAppend plan);

        T changeCapture(ChangeCapture plan);

        T merge(Merge plan);

        T streamingInsert(StreamingInsert plan);

        T gcsLoad(GcsLoad plan);
    }

    /** Each record is one more row, through the Storage Write API's default stream, once or more. */
    record StorageAppend(BatchSettings batch) implements WritePlan {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.storageAppend(this);
        }
    }

    /** Each record is the row of its key, by BigQuery's change data capture through the default stream. */
    record ChangeCapture(BatchSettings batch) implements WritePlan {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.changeCapture(this);
        }
    }

    /** Each record is the row of its key, by staging tables and MERGE statements. */
    record Merge(BatchSettings batch, MergeSettings merges) implements WritePlan {
        @Override
        public Optional<MergeSettings> merging() {
            return Optional.of(merges);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.merge(this);
        }
    }

    /**
     * Each record is one more row, through {@code tabledata.insertAll}, once or more.
     *
     * @param ids whether BigQuery is told by what to know a row that is sent again
     * @param compressed whether requests are gzipped
     */
    record StreamingInsert(BatchSettings batch, boolean ids, boolean compressed) implements WritePlan {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.streamingInsert(this);
        }
    }

    /** Each record is one more row, through objects in Cloud Storage and load jobs, once or more. */
    record GcsLoad(BatchSettings batch, LoadSettings load) implements WritePlan {
        @Override
        public Optional<LoadSettings> loadJobs() {
            return Optional.of(load);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.gcsLoad(this);
        }
    }
}
