// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The view that shows a changelog's current state: for each key the last change by source position and offset, without
 * what was deleted or truncated away, and without the columns that only say how it changed.
 */
public final class CurrentStateView {
    /** What our views begin with; a view of that name that does not is somebody else's and is left alone. */
    static final String MARK = "-- Current state, kept by Millrace";

    private static final List<String> CHANGE_COLUMNS = List.of("__op", "__deleted", "__source_ts", "__sequence");

    private CurrentStateView() {}

    /**
     * Whether every query of the view would be refused: it reads all partitions to find the latest row of each key, and this
     * table requires queries to say which. BigQuery has the requirement in two places, a newer and an older one.
     */
    public static boolean isRefusedOver(Table live) {
        TimePartitioning partitioning = live.getTimePartitioning();
        return Boolean.TRUE.equals(live.getRequirePartitionFilter())
                || (partitioning != null && Boolean.TRUE.equals(partitioning.getRequirePartitionFilter()));
    }

    /** The view's query; empty if the table is no changelog or no key is known, so that there is no current state. */
    static Optional<String> query(Destination table, TableShape shape, List<String> key) {
        TreeMap<String, Column> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        shape.columns().forEach(column -> columns.put(column.name(), column));
        if (key.isEmpty()
                || !columns.keySet().containsAll(key)
                || !columns.keySet().containsAll(CHANGE_COLUMNS)) {
            return Optional.empty();
        }
        String source = "`" + table.project() + "`.`" + table.dataset() + "`.`" + table.table() + "`";
        String keys =
                key.stream().map(columns::get).map(CurrentStateView::grouped).collect(Collectors.joining(", "));
        return Optional.of(String.join(
                "\n",
                MARK,
                "SELECT * EXCEPT (`__op`, `__deleted`, `__source_ts`, `__sequence`)",
                "FROM " + source,
                "WHERE IFNULL(`__op`, '') != 't'",
                "  AND `__sequence` > IFNULL((SELECT MAX(`__sequence`) FROM " + source + " WHERE `__op` = 't'), '')",
                "QUALIFY ROW_NUMBER() OVER (PARTITION BY " + keys + " ORDER BY `__sequence` DESC) = 1",
                "  AND NOT IFNULL(`__deleted`, FALSE)"));
    }

    /** A key column as GoogleSQL lets rows be partitioned by it, which excludes some types; their JSON text stands in. */
    private static String grouped(Column column) {
        String name = "`" + column.name() + "`";
        boolean groupable = column.mode() != ColumnMode.REPEATED
                && switch (column.type()) {
                    case FLOAT64, JSON, GEOGRAPHY, RECORD -> false;
                    case INT64, NUMERIC, BIGNUMERIC, BOOL, STRING, BYTES, DATE, TIME, DATETIME, TIMESTAMP, INTERVAL ->
                        true;
                };
        return groupable ? name : "TO_JSON_STRING(" + name + ")";
    }
}
