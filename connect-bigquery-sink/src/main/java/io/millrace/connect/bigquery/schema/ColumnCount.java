// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.Column;
import java.util.List;

/** How many columns a table has, those inside records and the records themselves counted. */
public final class ColumnCount {
    /** cloud.google.com/bigquery/quotas#standard_tables, 2026-08. */
    static final int MOST = 10_000;

    /** At the top level of a table that takes changes by key (cloud.google.com/bigquery/docs/change-data-capture, 2026-11). */
    public static final int MOST_OF_CHANGES = 2_000;

    private ColumnCount() {}

    public static int of(List<Column> columns) {
        int count = columns.size();
        for (Column column : columns) {
            count += of(column.fields());
        }
        return count;
    }
}
