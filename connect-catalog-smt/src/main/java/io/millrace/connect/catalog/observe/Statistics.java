// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

/** How closely records are looked at. */
public enum Statistics {
    /** Rows, bytes, freshness per partition, and the nulls of every column in every row. */
    EXACT,
    /** The same, with the nulls of one row in sixteen once a thousand rows were looked at. */
    COLUMNS,
    /** Rows, bytes and freshness per partition. */
    ROWS,
    /** Nothing is counted. */
    NONE
}
