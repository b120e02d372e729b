// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.NameRule;

/**
 * How columns are named and marked.
 *
 * @param alwaysNullable {@code schema.nullable=always}: no column is REQUIRED, whatever the record's schema says
 * @param names {@code name.sanitize.fields}: what is done to a field's name; a record whose field then has a name that
 *     BigQuery refuses is refused
 */
public record ColumnSettings(boolean alwaysNullable, NameRule names) {
    /** What a connector without any of these properties does. */
    public static final ColumnSettings DEFAULT = new ColumnSettings(false, NameRule.MINIMAL);
}
