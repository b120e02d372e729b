// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

import com.google.cloud.bigquery.storage.v1.RowError;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says why rows were refused without saying what was in them. BigQuery's own words may quote a value, so of them only the
 * names of the table's columns are kept.
 */
public final class RefusedRows {
    /** BigQuery has no code for it (cloud.google.com/bigquery/docs/write-api, partitioned tables, 2026-08). */
    public static final String PARTITIONS =
            "The Storage Write API refuses rows whose partition is more than 10 years back or more"
                    + " than 1 year ahead: rows of other times have to be loaded, or the table partitioned by another column";

    /** Says what the text is about, for people; nothing is decided by it. */
    private static final Pattern ABOUT_PARTITIONS = Pattern.compile("(?i)partition|allowed bounds|date range");

    private final TableShape shape;

    /** Of a table whose columns are so. */
    public RefusedRows(TableShape shape) {
        this.shape = shape;
    }

    /** The reasons by position. */
    public Map<Integer, String> reasons(AppendError error) {
        Map<Integer, String> reasons = new HashMap<>();
        for (RowError row : error.rows()) {
            List<String> named = new ArrayList<>();
            collect(shape.columns(), "", row.getMessage(), named);
            String columns = named.isEmpty() ? "" : "; it names " + String.join(", ", named);
            String rule = ABOUT_PARTITIONS.matcher(row.getMessage()).find() ? ". " + PARTITIONS : "";
            reasons.put(
                    Math.toIntExact(row.getIndex()), "BigQuery refused the row with " + row.getCode() + columns + rule);
        }
        return reasons;
    }

    private static void collect(List<Column> columns, String path, String message, List<String> named) {
        for (Column column : columns) {
            Pattern word =
                    Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(column.name()) + "(?![\\p{L}\\p{N}_])");
            if (word.matcher(message).find()) {
                named.add(path + column.name());
            }
            collect(column.fields(), path + column.name() + ".", message, named);
        }
    }
}
