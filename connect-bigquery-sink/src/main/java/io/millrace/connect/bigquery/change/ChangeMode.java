// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** What records do to their table: {@code change.mode}. */
public enum ChangeMode {
    /** Every record is one more row. */
    APPEND,
    /** A record is the row of its key from now on; nothing takes a row away. */
    UPSERT,
    /** The same, and deletes and tombstones take rows away. */
    UPSERT_DELETE;

    /** Whether a table holds one row for each key. */
    public boolean isKeyed() {
        return this != APPEND;
    }
}
