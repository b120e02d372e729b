// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** What becomes of a table's rows when the source's table is emptied: {@code truncate}. */
public enum Truncates {
    /** The record is bad: somebody has to decide. */
    FAIL,
    /** The rows stay. */
    IGNORE,
    /** Rows go whose last change comes before it in the order of changes: of tables that are merged into. */
    APPLY
}
