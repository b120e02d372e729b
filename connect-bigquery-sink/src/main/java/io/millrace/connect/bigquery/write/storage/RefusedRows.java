// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

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
final class RefusedRows {
    private final TableShape shape;

    RefusedRows(TableShape shape) {
        this.shape = shape;
    }

    /** The reasons by position. */
    Map<Integer, String> reasons(AppendError error) {
        Map<Integer, String> reasons = new HashMap<>();
        for (RowError row : error.rows()) {
            List<String> named = new ArrayList<>();
            collect(shape.columns(), "", row.getMessage(), named);
            String columns = named.isEmpty() ? "" : "; it names " + String.join(", ", named);
            reasons.put(Math.toIntExact(row.getIndex()), "BigQuery refused the row with " + row.getCode() + columns);
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
