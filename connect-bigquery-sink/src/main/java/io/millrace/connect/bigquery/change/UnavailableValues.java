// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** What becomes of a value that the source did not send, because an update left it alone: {@code unavailable.values}. */
public enum UnavailableValues {
    /** The record is bad: its row would be another than the source's. */
    FAIL,
    /** The column is NULL. */
    NULL,
    /** The source's placeholder is the value. */
    AS_IS,
    /** The row keeps what it has: of tables that are merged into. */
    KEEP
}
