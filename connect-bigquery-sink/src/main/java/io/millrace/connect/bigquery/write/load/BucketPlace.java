// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.model.Destination;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Tells refusals that the bucket's place is the reason of, of which BigQuery says no more than {@code invalid}, from others. It is
 * asked for when a job is refused; who may not ask is told nothing. Writer's thread.
 */
final class BucketPlace {
    private final LoadDesk desk;

    /** What is found. */
    @FunctionalInterface
    interface Told {
        /** Takes why nothing can be loaded from the bucket; null if that is not known to be so. */
        void take(@Nullable ConnectException elsewhere);
    }

    BucketPlace(LoadDesk desk) {
        this.desk = desk;
    }

    /** @param dataset the location of the table's dataset; null if it is not known */
    void ask(Destination table, @Nullable String dataset, Told told) {
        if (dataset == null) {
            told.take(null);
            return;
        }
        desk.call(
                desk.store::location,
                bucket -> told.take(
                        bucket.isEmpty() || Locations.reaches(dataset, bucket)
                                ? null
                                : new ConnectException(elsewhere(table, dataset, bucket))),
                unknown -> told.take(null));
    }

    private String elsewhere(Destination table, String dataset, String bucket) {
        return "table " + table + ": bucket " + desk.store.bucket() + " is in " + bucket + ", and dataset "
                + table.project() + "." + table.dataset() + " in " + dataset
                + ": BigQuery does not load from there; set gcs.bucket to one in the dataset's location. Nothing is"
                + " lost: the records are read again when the task is started";
    }
}
