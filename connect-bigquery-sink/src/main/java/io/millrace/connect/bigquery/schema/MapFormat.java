// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** How a map becomes a column: {@code map.format}. */
public enum MapFormat {
    /** REPEATED RECORD of key and value. */
    ENTRIES,
    /** One JSON object. */
    JSON
}
