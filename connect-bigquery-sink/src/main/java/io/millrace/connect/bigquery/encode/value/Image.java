// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import java.util.List;

/** How much of its row a record has: Debezium fills what a database does not log with texts of its own. */
public enum Image {
    /** A create's or a snapshot's: all of it. */
    WHOLE,
    /** An update's, or one that does not say: a large value that was left alone may be a placeholder. */
    UPDATED,
    /** A delete's: columns that are NOT NULL may be empty texts. */
    DELETED;

    /** Whether columns tell one image from another: only documents are read differently. */
    public static boolean matters(List<Column> columns) {
        return columns.stream().anyMatch(column -> column.type() == ColumnType.JSON || matters(column.fields()));
    }
}
