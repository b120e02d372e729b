// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** What one row that is made of a record does to its table. */
public enum RowChange {
    /** It is one more row. */
    APPEND,
    /** It is the row of its key from now on. */
    UPSERT,
    /** There is no row of its key any more. */
    DELETE,
    /** There is no row of the key that the record's row had before, which has another now. */
    DELETE_OLD_KEY,
    /** There is no row any more whose last change was before it. */
    TRUNCATE;

    /** Whether it only takes rows away: its own row says no more than the key of one, or nothing. */
    public boolean isDelete() {
        return this == DELETE || this == DELETE_OLD_KEY || this == TRUNCATE;
    }
}
