// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

/** BigQuery's column types that the sink writes, by their GoogleSQL names; RECORD is GoogleSQL's STRUCT. */
public enum ColumnType {
    INT64,
    FLOAT64,
    NUMERIC,
    BIGNUMERIC,
    BOOL,
    STRING,
    BYTES,
    DATE,
    TIME,
    DATETIME,
    TIMESTAMP,
    JSON,
    GEOGRAPHY,
    INTERVAL,
    RECORD
}
