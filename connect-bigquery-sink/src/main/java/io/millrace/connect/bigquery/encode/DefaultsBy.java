// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

/**
 * By what BigQuery is told whether a column that a row lacks is NULL or has its default
 * (cloud.google.com/bigquery/docs/default-values, 2026-08).
 */
public enum DefaultsBy {
    /** By the request, for all rows in it: the Storage Write API. */
    REQUEST,
    /** By each row: a null of its own is NULL, what is absent has its default: insertAll. */
    ROW,
    /** By the file, whose schema lacks the columns that have their default in all of its rows: load jobs. */
    FILE
}
