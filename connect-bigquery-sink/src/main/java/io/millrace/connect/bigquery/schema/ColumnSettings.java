// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/**
 * How columns are named and marked.
 *
 * @param alwaysNullable {@code schema.nullable=always}: no column is REQUIRED, whatever the record's schema says
 * @param sanitizeNames {@code name.sanitize}: characters that BigQuery refuses become underscores; otherwise such a
 *     field's record is refused
 */
public record ColumnSettings(boolean alwaysNullable, boolean sanitizeNames) {
    /** What a connector without any of these properties does. */
    public static final ColumnSettings DEFAULT = new ColumnSettings(false, true);
}
