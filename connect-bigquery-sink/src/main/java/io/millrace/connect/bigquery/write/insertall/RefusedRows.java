// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says why rows were refused without saying what was in them: BigQuery's reason, and the column that it locates. Its texts
 * quote values.
 */
final class RefusedRows {
    /** BigQuery has no code for it (cloud.google.com/bigquery/docs/streaming-data-into-bigquery, 2026-08). */
    static final String PARTITIONS = "Streaming inserts refuse rows whose partition is more than 10 years back or more"
            + " than 1 year ahead: rows of other times have to be loaded, or the table partitioned by another column";

    private static final Set<ColumnType> PARTITIONING =
            EnumSet.of(ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP);

    private RefusedRows() {}

    /** The refusal of the rows that are at fault, perhaps none; all rows that are not named are written. */
    static WriteResult.RowsRefused of(Batch batch, List<InsertAnswer.RowError> errors) {
        Map<Integer, String> reasons = new HashMap<>();
        Map<Integer, Set<String>> columns = new HashMap<>();
        for (InsertAnswer.RowError error : errors) {
            if (!error.isPassing()) {
                List<Column> column = located(batch.shape(), error.location());
                reasons.putIfAbsent(error.position(), reason(error, column));
                Set<String> named = columns.computeIfAbsent(error.position(), row -> new HashSet<>());
                if (!column.isEmpty()) {
                    named.add(name(column).toLowerCase(Locale.ROOT));
                }
            }
        }
        return new WriteResult.RowsRefused(batch, reasons, columns, /* othersWritten= */ true);
    }

    private static String reason(InsertAnswer.RowError error, List<Column> column) {
        boolean mayPartition = column.isEmpty()
                || PARTITIONING.contains(column.get(column.size() - 1).type());
        return "BigQuery refused the row with "
                + (error.reason().isEmpty() ? "no reason" : error.reason())
                + (column.isEmpty() ? "" : "; it names " + name(column))
                + (mayPartition ? ". " + PARTITIONS : "");
    }

    private static String name(List<Column> path) {
        return path.stream().map(Column::name).collect(Collectors.joining("."));
    }

    /** The column that a location is in, below those that hold it, as far as the table has it: the rest may be a row's. */
    private static List<Column> located(TableShape shape, String location) {
        List<Column> path = new ArrayList<>();
        List<Column> columns = shape.columns();
        for (String segment : location.split("\\.", -1)) {
            String name = segment.replaceFirst("\\[\\d*]$", "");
            Optional<Column> found = columns.stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst();
            if (found.isEmpty()) {
                break;
            }
            path.add(found.get());
            columns = found.get().fields();
        }
        return path;
    }
}
