// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.config.RecordSettings;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.config.WritingSettings;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.schema.ColumnCount;
import io.millrace.connect.bigquery.schema.ColumnNames;
import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.bigquery.table.design.DeclaredKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a table that exists can have one row for each key, where it is to and {@code primary.key} names its columns. */
final class KeyCheck {
    private final RecordSettings records;
    private final WritingSettings writing;

    KeyCheck(SinkConfig config) {
        this.records = config.records();
        this.writing = config.writing();
    }

    List<PlanFinding> check(Destination table, Table found) {
        ChangeSettings change = records.changeOf(table);
        if (!change.mode().isKeyed()) {
            return List.of();
        }
        ColumnNames names = new ColumnNames(records.schema().columns());
        List<String> key = change.primaryKey().fields().stream().map(names::of).toList();
        DeclaredKey declared = DeclaredKey.of(found);
        List<PlanFinding> findings = new ArrayList<>(filter(table, found, key.isEmpty() ? declared.columns() : key));
        findings.addAll(width(table, found));
        if (change.primaryKey().isRecordKey()) {
            return findings;
        }
        if (declared.isThere() && !declared.isOf(key)) {
            findings.add(new PlanFinding(Blamed.PRIMARY_KEY, table.table(), declared.unlike(table, key)));
        }
        List<String> required = required(found, key);
        if (!required.isEmpty() && !records.schema().allows(SchemaEvolution.RELAX_REQUIRED)) {
            findings.add(
                    PlanFinding.of(
                            Blamed.SCHEMA_EVOLUTION,
                            "table " + table + " requires " + String.join(", ", required)
                                    + ", and a row that is deleted has its key alone; add relax-required, or make them NULLABLE"));
        }
        return findings;
    }

    private List<PlanFinding> width(Destination table, Table found) {
        int columns = found.getSchema() == null || found.getSchema().getFields() == null
                ? 0
                : found.getSchema().getFields().size();
        if (columns <= ColumnCount.MOST_OF_CHANGES
                || writing.of(table).merging().isPresent()) {
            return List.of();
        }
        return List.of(new PlanFinding(
                Blamed.STRATEGY,
                table.table(),
                "table " + table + " has " + columns + " columns at its top level, and change data capture takes "
                        + ColumnCount.MOST_OF_CHANGES + " at most; write merge"));
    }

    /** A table whose queries have to name partitions, where merges cannot, or BigQuery itself does not. */
    private List<PlanFinding> filter(Destination table, Table found, List<String> key) {
        if (!isFilterRequired(found)) {
            return List.of();
        }
        String mend = "; or ALTER TABLE `" + table.project() + "." + table.dataset() + "." + table.table()
                + "` SET OPTIONS (require_partition_filter = FALSE)";
        if (writing.of(table).merging().isEmpty()) {
            return found.getMaxStaleness() != null
                    ? List.of()
                    : List.of(new PlanFinding(
                            Blamed.STRATEGY,
                            table.table(),
                            "table " + table + " requires a partition filter, which BigQuery cannot have while queries"
                                    + " apply changes: set the table's max_staleness, or write merge" + mend));
        }
        String column = partitionColumn(found);
        boolean named = column != null && (key.isEmpty() || key.stream().anyMatch(column::equalsIgnoreCase));
        return named
                ? List.of()
                : List.of(new PlanFinding(
                        Blamed.PRIMARY_KEY,
                        table.table(),
                        "table " + table
                                + " requires a partition filter, and a merge can name partitions only where the"
                                + " key holds the partition column: the key is " + key + ", the column "
                                + (column == null ? "_PARTITIONTIME" : column) + "; write columns with it" + mend));
    }

    /** BigQuery has the requirement in two places, a newer and an older one. */
    private static boolean isFilterRequired(Table found) {
        return Boolean.TRUE.equals(found.getRequirePartitionFilter())
                || (found.getTimePartitioning() != null
                        && Boolean.TRUE.equals(found.getTimePartitioning().getRequirePartitionFilter()));
    }

    private static @Nullable String partitionColumn(Table found) {
        if (found.getTimePartitioning() != null) {
            return found.getTimePartitioning().getField();
        }
        return found.getRangePartitioning() == null
                ? null
                : found.getRangePartitioning().getField();
    }

    private static List<String> required(Table found, List<String> key) {
        if (found.getSchema() == null || found.getSchema().getFields() == null) {
            return List.of();
        }
        return found.getSchema().getFields().stream()
                .filter(column -> "REQUIRED".equals(column.getMode()))
                .map(TableFieldSchema::getName)
                .filter(name -> key.stream().noneMatch(name::equalsIgnoreCase))
                .toList();
    }
}
