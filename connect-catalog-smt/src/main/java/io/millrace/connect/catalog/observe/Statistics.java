// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

/** How closely records are looked at. */
public enum Statistics {
    /** Rows, bytes, freshness per partition, and the nulls of every column. */
    COLUMNS,
    /** Rows, bytes and freshness per partition. */
    ROWS,
    /** Nothing is counted. */
    NONE
}
