// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** What becomes of a null inside an array, which BigQuery cannot store: {@code null.array.elements}. */
public enum NullElements {
    /** The record is refused. */
    FAIL,
    /** The element is left out. */
    SKIP,
    /** Arrays whose elements may be null become REPEATED RECORD with one NULLABLE field, {@code element}, in new columns. */
    WRAP
}
