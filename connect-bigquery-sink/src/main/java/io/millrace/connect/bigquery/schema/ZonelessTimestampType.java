// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** The column type of a database's timestamp without time zone: {@code zoneless.timestamp.type}. */
public enum ZonelessTimestampType {
    DATETIME,
    /** The clock reading is taken as UTC. */
    TIMESTAMP
}
