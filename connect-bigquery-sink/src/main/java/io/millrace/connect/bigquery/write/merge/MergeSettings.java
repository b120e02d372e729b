// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How changes are merged.
 *
 * @param staging where they wait
 * @param cut when they are merged
 * @param batchPriority whether merges wait until BigQuery has slots to spare
 * @param quotaPause how long to wait at least where a quota is used up
 * @param deletesKept how long it is remembered which rows were deleted; null where no row is
 * @param truncated whether tables are emptied by changes of theirs; not where no row is deleted
 */
public record MergeSettings(
        Staging staging,
        Cut cut,
        boolean batchPriority,
        Duration quotaPause,
        @Nullable Duration deletesKept,
        boolean truncated) {
    /**
     * Where changes wait.
     *
     * @param suffix what is put behind a table's name, for its staging tables and that of its deletes
     * @param dataset theirs; null for the table's own
     */
    public record Staging(String suffix, @Nullable String dataset) {}

    /**
     * When something is complete.
     *
     * @param interval from a table's first change to their merge
     * @param maxRows so many changes are merged at once, and those of one batch more
     * @param fileBytes so many encoded bytes are uploaded at once, and those of one batch more
     */
    public record Cut(Duration interval, long maxRows, long fileBytes) {}
}
