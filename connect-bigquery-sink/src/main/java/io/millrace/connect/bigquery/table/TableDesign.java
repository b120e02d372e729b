// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Clustering;
import com.google.api.services.bigquery.model.EncryptionConfiguration;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/** How a missing table is made: its layout applied to the columns that records need. */
final class TableDesign {
    private static final Set<ColumnType> PARTITIONING =
            EnumSet.of(ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP);
    private static final Set<ColumnType> NOT_CLUSTERING = EnumSet.of(
            ColumnType.FLOAT64,
            ColumnType.JSON,
            ColumnType.BYTES,
            ColumnType.INTERVAL,
            ColumnType.TIME,
            ColumnType.RECORD);

    private final Destination table;
    private final TableLayout layout;

    TableDesign(Destination table, TableLayout layout) {
        this.table = table;
        this.layout = layout;
    }

    /**
     * The table to create.
     *
     * @throws ConnectException if the columns do not go with the layout: names property, column and types
     */
    Table of(TableShape shape, Instant now) {
        TableLayout.Options options = layout.options();
        Table design = new Table()
                .setTableReference(reference(table))
                .setSchema(new GoogleSchema(options.policyTags()).of(shape));
        partition(design, shape);
        if (!layout.clustering().isEmpty()) {
            layout.clustering().forEach(field -> checkClustering(shape, field));
            design.setClustering(new Clustering().setFields(layout.clustering()));
        }
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
            design.setMaxStaleness(interval(options.maxStaleness()));
        }
        return design;
    }

    static TableReference reference(Destination table) {
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
            Column column = column(shape, "table.partition.field", partitioning.field());
            if (!PARTITIONING.contains(column.type())) {
                throw new ConnectException(
                        "table " + table + ": table.partition.field=" + partitioning.field() + " is a column of type "
                                + column.type() + "; BigQuery partitions by DATE, DATETIME or TIMESTAMP");
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

    private void checkClustering(TableShape shape, String field) {
        Column column = column(shape, "table.clustering.fields", field);
        if (NOT_CLUSTERING.contains(column.type())) {
            throw new ConnectException("table " + table + ": table.clustering.fields has " + field
                    + ", a column of type " + column.type() + ", which BigQuery does not cluster by");
        }
    }

    private Column column(TableShape shape, String property, String field) {
        return shape.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(field))
                .findFirst()
                .orElseThrow(() -> new ConnectException(
                        "table " + table + ": " + property + " names " + field + ", the records have " + names(shape)));
    }

    private static List<String> names(TableShape shape) {
        return shape.columns().stream().map(Column::name).toList();
    }

    /** BigQuery's interval literal, {@code Y-M D H:M:S}. */
    static String interval(Duration duration) {
        return "0-0 0 " + duration.toHours() + ":" + duration.toMinutesPart() + ":" + duration.toSecondsPart();
    }
}
