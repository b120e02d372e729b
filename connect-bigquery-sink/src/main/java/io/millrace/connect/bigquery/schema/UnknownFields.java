// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** What happens to a record's field that the table lacks and may not get: {@code schema.unknown.fields}. */
public enum UnknownFields {
    /** The record is refused. */
    FAIL,
    /** The field is left out. */
    IGNORE
}
