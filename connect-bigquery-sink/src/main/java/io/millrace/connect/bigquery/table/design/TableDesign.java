// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import com.google.api.services.bigquery.model.Clustering;
import com.google.api.services.bigquery.model.EncryptionConfiguration;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a missing table is made: its layout applied to the columns that records need. A layout is for many tables, and some
 * of them lack its columns, as Debezium's heartbeats do: such a table is made without, rather than not at all.
 */
public final class TableDesign {
    private static final Set<ColumnType> PARTITIONING =
            EnumSet.of(ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP);
    private static final Set<ColumnType> NOT_CLUSTERING = EnumSet.of(
            ColumnType.FLOAT64,
            ColumnType.JSON,
            ColumnType.BYTES,
            ColumnType.INTERVAL,
            ColumnType.TIME,
            ColumnType.RECORD);

    /** Columns that a table is clustered by at most. */
    private static final int MOST_CLUSTERING = 4;

    /** Columns that a message names at most. */
    private static final int NAMED = 10;

    private final Destination table;
    private final TableLayout layout;
    private final List<String> omitted = new ArrayList<>();

    /** The design of one table. */
    public TableDesign(Destination table, TableLayout layout) {
        this.table = table;
        this.layout = layout;
    }

    /**
     * The table to create; what of its layout the columns do not allow is left out.
     *
     * @param key the columns that identify a row; they matter where there is one row for each key
     */
    public Table of(TableShape shape, List<String> key, Instant now) {
        TableLayout.Options options = layout.options();
        Table design = new Table()
                .setTableReference(reference(table))
                .setSchema(new GoogleSchema(options.policyTags()).of(shape));
        partition(design, shape);
        cluster(design, shape, layout.clustering());
        if (layout.keyed()) {
            design.setTableConstraints(new DeclaredKey(key).constraints());
            if (layout.clustering().isEmpty()) {
                cluster(design, shape, clusteringBy(key, shape)); // where a change looks for the row of its key
            }
        }
        exact(design, key);
        if (!options.labels().isEmpty()) {
            design.setLabels(options.labels());
        }
        if (options.expiration() != null) {
            design.setExpirationTime(now.plus(options.expiration()).toEpochMilli());
        }
        if (options.kmsKey() != null) {
            design.setEncryptionConfiguration(new EncryptionConfiguration().setKmsKeyName(options.kmsKey()));
        }
        if (options.maxStaleness() != null) {
            design.setMaxStaleness(Intervals.written(options.maxStaleness()));
        }
        return design;
    }

    /** What was left out and why, for people: names property, column and types. */
    public List<String> omitted() {
        return List.copyOf(omitted);
    }

    /** As the admin API names a table. */
    public static TableReference reference(Destination table) {
        return new TableReference()
                .setProjectId(table.project())
                .setDatasetId(table.dataset())
                .setTableId(table.table());
    }

    private void partition(Table design, TableShape shape) {
        Partitioning partitioning = layout.partitioning();
        if (partitioning.unit() == Partitioning.Unit.NONE) {
            return;
        }
        TimePartitioning time =
                new TimePartitioning().setType(partitioning.unit().name());
        if (partitioning.field() != null) {
            String given = "table.partition.field=" + partitioning.field();
            Column column = find(shape, partitioning.field());
            String unfit = column == null ? missing(shape) : unfitToPartition(column, partitioning.unit());
            if (column == null || unfit != null) {
                omitted.add("partitions: " + given + ", " + unfit);
                return;
            }
            time.setField(column.name());
        }
        if (partitioning.expiration() != null) {
            time.setExpirationMs(partitioning.expiration().toMillis());
        }
        design.setTimePartitioning(time);
        if (partitioning.filterRequired()) {
            design.setRequirePartitionFilter(true);
        }
    }

    private static @Nullable String unfitToPartition(Column column, Partitioning.Unit unit) {
        if (column.mode() == ColumnMode.REPEATED || !PARTITIONING.contains(column.type())) {
            return "a column of type " + type(column) + "; BigQuery partitions by DATE, DATETIME or TIMESTAMP";
        }
        return unit == Partitioning.Unit.HOUR && column.type() == ColumnType.DATE
                ? "a column of type DATE, which has no hours; set table.partition.type=day"
                : null;
    }

    private static List<String> clusteringBy(List<String> key, TableShape shape) {
        return key.stream()
                .filter(name -> {
                    Column column = find(shape, name);
                    return column != null && clusters(column);
                })
                .limit(MOST_CLUSTERING)
                .toList();
    }

    private void cluster(Table design, TableShape shape, List<String> by) {
        List<String> fields = new ArrayList<>();
        for (String field : by) {
            Column column = find(shape, field);
            if (column != null && clusters(column)) {
                fields.add(column.name());
            } else {
                omitted.add("clustering by " + field + ": table.clustering.fields names it, "
                        + (column == null
                                ? missing(shape)
                                : "a column of type " + type(column) + ", which BigQuery does not cluster by"));
            }
        }
        if (!fields.isEmpty()) {
            design.setClustering(new Clustering().setFields(fields));
        }
    }

    /**
     * A dataset may have texts of new tables compared regardless of case. Keys that differ in case are different rows, and
     * BigQuery clusters by no column that is compared so (…/reference/standard-sql/collation-concepts, 2026-11).
     */
    private static void exact(Table design, List<String> key) {
        List<String> exact = new ArrayList<>(key);
        if (design.getClustering() != null) {
            exact.addAll(design.getClustering().getFields());
        }
        design.getSchema().getFields().stream()
                .filter(field ->
                        "STRING".equals(field.getType()) && exact.stream().anyMatch(field.getName()::equalsIgnoreCase))
                .forEach(field -> field.setCollation(""));
    }

    private static boolean clusters(Column column) {
        return column.mode() != ColumnMode.REPEATED && !NOT_CLUSTERING.contains(column.type());
    }

    private static @Nullable Column find(TableShape shape, String field) {
        return shape.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(field))
                .findFirst()
                .orElse(null);
    }

    private static String missing(TableShape shape) {
        List<String> names = shape.columns().stream().map(Column::name).toList();
        return names.size() <= NAMED
                ? "the records have " + names
                : "the records have " + names.size() + " other columns, such as " + names.subList(0, NAMED);
    }

    private static String type(Column column) {
        return column.mode() == ColumnMode.REPEATED
                ? "REPEATED " + column.type()
                : column.type().name();
    }
}
