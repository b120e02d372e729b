// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** How records are understood. */
public record ChangeSettings(RecordFormat format, NullValues nullValues, PrimaryKey primaryKey) {
    /** What a connector without any of these properties does. */
    public static final ChangeSettings DEFAULT =
            new ChangeSettings(RecordFormat.AUTO, NullValues.AUTO, PrimaryKey.RECORD_KEY);
}
