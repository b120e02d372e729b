// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How rows are loaded; tables may have a {@code file} and a {@code cut} of their own.
 *
 * @param place where objects wait for their jobs
 * @param file what an object is
 * @param cut when an object is complete, and when its job is due
 * @param jobSpacing how far apart the jobs of one table begin at least, so that a day's do not exceed BigQuery's quota
 * @param keepFailed how long objects are kept that were set aside; null for ever
 */
public record LoadSettings(
        Place place,
        FileSettings file,
        Cut cut,
        Duration jobSpacing,
        @Nullable Duration keepFailed) {
    /**
     * Where objects wait.
     *
     * @param prefix what all names begin with, without a slash at its end; may be empty
     * @param create whether a missing bucket is made, in the location of the dataset
     */
    public record Place(String bucket, String prefix, boolean create) {}

    /** What an object is. */
    public record FileSettings(FileFormat format, Compression compression) {}

    /**
     * When something is complete.
     *
     * @param interval from a table's first row to its load job
     * @param maxBytes an object has at most so many bytes of encoded rows, and those of one batch more
     * @param maxRows an object has at most so many rows, and those of one batch more
     */
    public record Cut(Duration interval, long maxBytes, long maxRows) {}
}
