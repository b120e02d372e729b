// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

/** Why a batch is sent again. */
public enum RetryReason {
    /** The connection ended before the answer came. */
    CONNECTION,
    /** No answer came within the request's time. */
    TIMEOUT,
    /** BigQuery asked for less: rate or quota. */
    QUOTA,
    /** BigQuery could not just then. */
    UNAVAILABLE,
    /** The table, or its new column, was not there yet. */
    TABLE
}
