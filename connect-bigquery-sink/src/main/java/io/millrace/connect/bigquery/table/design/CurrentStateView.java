// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The view that shows a changelog's current state: for each key the last change in Kafka's order, without what was
 * deleted or truncated away, with the last known value where that change did not say one, and without the columns that
 * only say how it changed. Rows that were in the table before it
 * became a changelog are older than every change.
 */
public final class CurrentStateView {
    /** What our views begin with; a view of that name that does not is somebody else's and is left alone. */
    public static final String MARK = "-- Current state, kept by Millrace";

    private static final List<String> CHANGE_COLUMNS = List.of("__op", "__deleted", "__source_ts", "__sequence");

    /** What Debezium's ExtractNewRecordState may have left in rows without a sequence: the best guess at their order. */
    private static final List<String> EARLIER_ORDER = List.of("__ts_ms", "__source_ts_ms", "__lsn");

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

    /**
     * What keeps a changelog from having a view, in words: a change column of a table made by hand whose type does not
     * say what it has to. Empty if nothing does.
     */
    public static Optional<String> obstacle(TableShape shape) {
        Map<String, Column> columns = byName(shape);
        if (!columns.keySet().containsAll(CHANGE_COLUMNS)) {
            return Optional.empty();
        }
        return Stream.of(
                        unfit(columns.get("__op"), List.of(ColumnType.STRING)),
                        unfit(columns.get("__sequence"), List.of(ColumnType.STRING)),
                        unfit(
                                columns.get("__deleted"),
                                List.of(ColumnType.BOOL, ColumnType.STRING, ColumnType.INT64, ColumnType.JSON)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> unfit(@Nullable Column column, List<ColumnType> types) {
        return column == null || (column.mode() != ColumnMode.REPEATED && types.contains(column.type()))
                ? Optional.empty()
                : Optional.of("column " + column.name() + " is " + column.mode() + " " + column.type()
                        + ", the view can read "
                        + types.stream().map(ColumnType::name).collect(Collectors.joining(", ")));
    }

    /**
     * What rows lack to have a current state, in words: change columns, or a key that the table has. Empty if nothing.
     *
     * @param key the columns that identify a row, by {@code primary.key}
     */
    public static Optional<String> lack(TableShape shape, List<String> key) {
        List<String> changes = absent(CHANGE_COLUMNS, shape);
        if (!changes.isEmpty()) {
            return Optional.of("view.create=true needs a changelog, and the table has no " + String.join(", ", changes)
                    + "; send changes that record.format recognises, or set view.create=false or"
                    + " table.<table>.view.create=false");
        }
        if (key.isEmpty()) {
            return Optional.of("primary.key=record-key needs a record key with fields (a struct or an object), and the"
                    + " record has none; name in primary.key the columns that identify a row");
        }
        List<String> unknown = absent(key, shape);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("primary.key gives " + String.join(", ", key) + ", and the table has no "
                        + String.join(", ", unknown) + "; name columns of the table that identify a row");
    }

    private static List<String> absent(List<String> names, TableShape shape) {
        Map<String, Column> columns = byName(shape);
        return names.stream().filter(name -> !columns.containsKey(name)).toList();
    }

    /**
     * The view's query; empty if rows {@link #lack} something, so that there is no current state.
     *
     * @param shape a table without {@link #obstacle}
     * @param placeholder what rows have for a value that the source did not send, in whose place the view shows the last one
     *     that it did send; null where rows have none
     */
    public static Optional<String> query(
            Destination table, TableShape shape, List<String> key, @Nullable String placeholder) {
        Map<String, Column> columns = byName(shape);
        Column deleted = columns.get("__deleted");
        if (deleted == null || lack(shape, key).isPresent()) {
            return Optional.empty();
        }
        String source = "`" + table.project() + "`.`" + table.dataset() + "`.`" + table.table() + "`";
        String keys =
                key.stream().map(columns::get).map(CurrentStateView::grouped).collect(Collectors.joining(", "));
        String order = Stream.concat(
                        Stream.of("IFNULL(`__sequence`, '')"),
                        EARLIER_ORDER.stream()
                                .map(columns::get)
                                .filter(column -> column != null && isInteger(column))
                                .map(column -> "`" + column.name() + "`"))
                .map(value -> value + " DESC")
                .collect(Collectors.joining(", "));
        String changes = "PARTITION BY " + keys + " ORDER BY " + order;
        String gone = "IFNULL(" + isGone(deleted) + ", FALSE)";
        return Optional.of(String.join(
                "\n",
                MARK,
                "SELECT " + shown(shape, key, placeholder, changes, gone),
                "FROM " + source,
                "WHERE IFNULL(`__op`, '') != 't'",
                "  AND IFNULL(`__sequence`, '')",
                "    >= IFNULL((SELECT MAX(`__sequence`) FROM " + source + " WHERE `__op` = 't'), '')",
                "QUALIFY ROW_NUMBER() OVER (" + changes + ") = 1",
                "  AND NOT " + gone));
    }

    /**
     * The columns, those that may lack what the source did not send each as the latest change of its key has it that says it.
     * A delete says that there is nothing, so that no row gets what another one of its key had, and a row that a snapshot
     * read says everything; a create need not, where a row has moved from another key. The value is in a STRUCT because a
     * NULL that was sent is a value, too. GoogleSQL allows no analytic function in {@code * REPLACE}.
     */
    private static String shown(
            TableShape shape, List<String> key, @Nullable String placeholder, String changes, String gone) {
        Map<String, String> carried = new HashMap<>();
        if (placeholder != null) {
            UnsentColumns unsent = new UnsentColumns(placeholder);
            shape.columns().stream()
                    .filter(column -> Stream.concat(CHANGE_COLUMNS.stream(), key.stream())
                            .noneMatch(column.name()::equalsIgnoreCase))
                    .forEach(column -> unsent.condition(column)
                            .ifPresent(unknown -> carried.put(column.name(), carried(column, unknown, changes, gone))));
        }
        if (carried.isEmpty()) {
            return "* EXCEPT (`__op`, `__deleted`, `__source_ts`, `__sequence`)";
        }
        return shape.columns().stream()
                .map(Column::name)
                .filter(name -> CHANGE_COLUMNS.stream().noneMatch(name::equalsIgnoreCase))
                .map(name -> carried.getOrDefault(name, "`" + name + "`"))
                .collect(Collectors.joining(",\n  "));
    }

    private static String carried(Column column, String unknown, String changes, String gone) {
        String name = "`" + column.name() + "`";
        return "(FIRST_VALUE(IF(NOT " + gone + " AND IFNULL(`__op`, '') != 'r' AND " + unknown
                + ", NULL, STRUCT(IF(" + gone + ", NULL, " + name + ") AS `sent`)) IGNORE NULLS) OVER (" + changes
                + " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)).`sent` AS " + name;
    }

    private static Map<String, Column> byName(TableShape shape) {
        Map<String, Column> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        shape.columns().forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private static boolean isInteger(Column column) {
        return column.type() == ColumnType.INT64 && column.mode() != ColumnMode.REPEATED;
    }

    /** Whether a row is gone, in the type that the table says it in: ExtractNewRecordState writes texts. */
    private static String isGone(Column deleted) {
        return switch (deleted.type()) {
            case STRING -> "LOWER(`__deleted`) = 'true'";
            case JSON -> "JSON_VALUE(`__deleted`) = 'true'";
            case INT64 -> "`__deleted` != 0";
            default -> "`__deleted`";
        };
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
