// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** What the rows of a table are, and so which columns it has beyond the records' fields. */
public enum TableContent {
    /** A row for each record; where records are changes, with what happened and in which order. */
    CHANGELOG,
    /** A row for each key, as it is now: BigQuery itself knows the order of changes. */
    CURRENT,
    /** The same of tables that are merged into: a column says how late the change was that made the row. */
    MERGED;

    /** Whether there is one row for each key. */
    public boolean isKeyed() {
        return this != CHANGELOG;
    }

    /** Whether the table is sent rows that have the key alone, to take rows away: no other column can be REQUIRED. */
    public boolean takesKeysAlone() {
        return this == CURRENT;
    }
}
