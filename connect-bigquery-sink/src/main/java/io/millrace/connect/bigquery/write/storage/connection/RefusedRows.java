// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

import com.google.cloud.bigquery.storage.v1.RowError;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** The refusal of these rows, and so of the batch that they are in. */
    public WriteResult.RowsRefused of(Batch batch, AppendError error) {
        Map<Integer, String> reasons = new HashMap<>();
        Map<Integer, Set<String>> columnsOf = new HashMap<>();
        for (RowError row : error.rows()) {
            List<String> named = new ArrayList<>();
            collect(shape.columns(), "", row.getMessage(), named);
            String columns = named.isEmpty() ? "" : "; it names " + String.join(", ", named);
            String rule = ABOUT_PARTITIONS.matcher(row.getMessage()).find() ? ". " + PARTITIONS : "";
            int position = Math.toIntExact(row.getIndex());
            reasons.put(position, "BigQuery refused the row with " + row.getCode() + columns + rule);
            columnsOf.put(
                    position,
                    named.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()));
        }
        return new WriteResult.RowsRefused(batch, reasons, columnsOf, false);
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
