// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.write.StagedObject;
import org.jspecify.annotations.Nullable;

/**
 * An object that waits for its load job.
 *
 * @param name in the bucket
 * @param number higher than that of any older object
 * @param sinceMs when its first row came
 */
record StagedFile(
        StagedObject object,
        String name,
        FileKind kind,
        @Nullable String location,
        long number,
        long sinceMs) {}
