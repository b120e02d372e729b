// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** Which logical types get columns of their own type: {@code logical.types}. */
public enum LogicalTypes {
    /** Each that BigQuery has a type for. */
    ALL,
    /**
     * Those that KCBQ knows, so that a table it made goes on: the others get the column of the Connect type below, as if
     * they had no name (github.com/Aiven-Open/bigquery-connector-for-apache-kafka, LogicalConverterRegistry, 2026-08).
     */
    KCBQ
}
