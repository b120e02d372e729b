// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

/** How many records of a task are unfinished in the present terms of its partitions, which nobody has to add up. Task thread. */
final class OpenRecords {
    private long count;

    long count() {
        return count;
    }

    /** So many more, or less if negative. */
    void change(long records) {
        count += records;
    }
}
