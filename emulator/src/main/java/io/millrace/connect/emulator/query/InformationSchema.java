// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** INFORMATION_SCHEMA views as DuckDB text, made from the metadata of the moment. */
final class InformationSchema {
    private final Warehouse warehouse;

    InformationSchema(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** A view over one dataset, or over all of a project where {@code dataset} is null. */
    String view(String name, String project, @Nullable DatasetName dataset) {
        if (name.equals("SCHEMATA")) {
            return schemata(project);
        }
        List<StoredTable> tables = new ArrayList<>();
        if (dataset != null) {
            tables.addAll(warehouse.tables(dataset));
        } else {
            for (Dataset each : warehouse.datasets(project)) {
                tables.addAll(warehouse.tables(
                        new DatasetName(project, each.getDatasetReference().getDatasetId())));
            }
        }
        return switch (name) {
            case "TABLES" -> tables(tables);
            case "COLUMNS" -> columns(tables);
            case "COLUMN_FIELD_PATHS" -> fieldPaths(tables);
            case "TABLE_OPTIONS" -> options(tables);
            case "TABLE_CONSTRAINTS" -> constraints(tables);
            case "KEY_COLUMN_USAGE" -> keyColumns(tables);
            case "VIEWS" -> views(tables);
            default -> throw WarehouseException.notImplemented("INFORMATION_SCHEMA." + name);
        };
    }

    private String schemata(String project) {
        ValuesText values = new ValuesText(
                "catalog_name",
                "VARCHAR",
                "schema_name",
                "VARCHAR",
                "schema_owner",
                "VARCHAR",
                "creation_time",
                "TIMESTAMPTZ",
                "last_modified_time",
                "TIMESTAMPTZ",
                "location",
                "VARCHAR");
        for (Dataset dataset : warehouse.datasets(project)) {
            values.row(
                    project,
                    dataset.getDatasetReference().getDatasetId(),
                    null,
                    ValuesText.time(dataset.getCreationTime()),
                    ValuesText.time(dataset.getLastModifiedTime()),
                    dataset.getLocation());
        }
        return values.text();
    }

    private static String tables(List<StoredTable> tables) {
        ValuesText values = named(
                "table_type",
                "VARCHAR",
                "is_insertable_into",
                "VARCHAR",
                "is_typed",
                "VARCHAR",
                "creation_time",
                "TIMESTAMPTZ");
        for (StoredTable table : tables) {
            values.row(prefixed(
                    table,
                    table.isView() ? "VIEW" : "BASE TABLE",
                    table.isView() ? "NO" : "YES",
                    "NO",
                    ValuesText.time(table.metadata().getCreationTime())));
        }
        return values.text();
    }

    private static String columns(List<StoredTable> tables) {
        ValuesText values = named(
                "column_name",
                "VARCHAR",
                "ordinal_position",
                "BIGINT",
                "is_nullable",
                "VARCHAR",
                "data_type",
                "VARCHAR",
                "is_generated",
                "VARCHAR",
                "is_hidden",
                "VARCHAR",
                "is_system_defined",
                "VARCHAR",
                "is_partitioning_column",
                "VARCHAR",
                "clustering_ordinal_position",
                "BIGINT",
                "column_default",
                "VARCHAR");
        for (StoredTable table : tables) {
            int place = 0;
            for (TableFieldSchema field : table.fields()) {
                place++;
                values.row(prefixed(
                        table,
                        field.getName(),
                        BigInteger.valueOf(place),
                        FieldType.isRequired(field) ? "NO" : "YES",
                        SqlTypeText.of(field),
                        "NEVER",
                        "NO",
                        "NO",
                        isPartitioning(table.metadata(), field) ? "YES" : "NO",
                        clusteringPlace(table.metadata(), field),
                        field.getDefaultValueExpression() == null ? "NULL" : field.getDefaultValueExpression()));
            }
        }
        return values.text();
    }

    private static String fieldPaths(List<StoredTable> tables) {
        ValuesText values = named(
                "column_name", "VARCHAR", "field_path", "VARCHAR", "data_type", "VARCHAR", "description", "VARCHAR");
        for (StoredTable table : tables) {
            for (TableFieldSchema field : table.fields()) {
                paths(values, table, field.getName(), "", field);
            }
        }
        return values.text();
    }

    private static void paths(
            ValuesText values, StoredTable table, String column, String prefix, TableFieldSchema field) {
        String path = prefix + field.getName();
        values.row(prefixed(table, column, path, SqlTypeText.of(field), field.getDescription()));
        for (TableFieldSchema child : FieldType.children(field)) {
            paths(values, table, column, path + ".", child);
        }
    }

    private static String options(List<StoredTable> tables) {
        ValuesText values = named("option_name", "VARCHAR", "option_type", "VARCHAR", "option_value", "VARCHAR");
        for (StoredTable table : tables) {
            Table metadata = table.metadata();
            option(values, table, "description", "STRING", quoted(metadata.getDescription()));
            option(values, table, "friendly_name", "STRING", quoted(metadata.getFriendlyName()));
            option(values, table, "labels", "ARRAY<STRUCT<STRING, STRING>>", labels(metadata.getLabels()));
            Boolean filter = metadata.getRequirePartitionFilter();
            option(values, table, "require_partition_filter", "BOOL", filter == null ? null : filter.toString());
            option(values, table, "max_staleness", "INTERVAL", staleness(metadata.getMaxStaleness()));
            if (metadata.getTimePartitioning() != null
                    && metadata.getTimePartitioning().getExpirationMs() != null) {
                double days = metadata.getTimePartitioning().getExpirationMs() / 86_400_000d;
                option(values, table, "partition_expiration_days", "FLOAT64", Double.toString(days));
            }
            if (metadata.getExpirationTime() != null) {
                String time = Instant.ofEpochMilli(metadata.getExpirationTime()).toString();
                option(values, table, "expiration_timestamp", "TIMESTAMP", "TIMESTAMP \"" + time + "\"");
            }
            if (metadata.getEncryptionConfiguration() != null) {
                String key = metadata.getEncryptionConfiguration().getKmsKeyName();
                option(values, table, "kms_key_name", "STRING", quoted(key));
            }
        }
        return values.text();
    }

    private static void option(ValuesText values, StoredTable table, String name, String type, @Nullable String value) {
        if (value != null) {
            values.row(prefixed(table, name, type, value));
        }
    }

    private static @Nullable String quoted(@Nullable String text) {
        return text == null ? null : '"' + text.replace("\"", "\\\"") + '"';
    }

    private static @Nullable String staleness(@Nullable String interval) {
        return interval == null ? null : "INTERVAL \"" + interval + "\" YEAR TO SECOND";
    }

    private static @Nullable String labels(@Nullable Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return null;
        }
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(labels).forEach((key, value) -> pairs.add("STRUCT(\"" + key + "\", \"" + value + "\")"));
        return "[" + String.join(", ", pairs) + "]";
    }

    private static String constraints(List<StoredTable> tables) {
        ValuesText values = named(
                "constraint_catalog",
                "VARCHAR",
                "constraint_schema",
                "VARCHAR",
                "constraint_name",
                "VARCHAR",
                "constraint_type",
                "VARCHAR",
                "is_deferrable",
                "VARCHAR",
                "initially_deferred",
                "VARCHAR",
                "enforced",
                "VARCHAR");
        for (StoredTable table : tables) {
            if (!table.primaryKey().isEmpty()) {
                values.row(prefixed(
                        table,
                        table.name().project(),
                        table.name().dataset(),
                        table.name().table() + ".pk$",
                        "PRIMARY KEY",
                        "NO",
                        "NO",
                        "NO"));
            }
        }
        return values.text();
    }

    private static String keyColumns(List<StoredTable> tables) {
        ValuesText values = named(
                "constraint_catalog",
                "VARCHAR",
                "constraint_schema",
                "VARCHAR",
                "constraint_name",
                "VARCHAR",
                "column_name",
                "VARCHAR",
                "ordinal_position",
                "BIGINT");
        for (StoredTable table : tables) {
            int place = 0;
            for (String column : table.primaryKey()) {
                place++;
                values.row(prefixed(
                        table,
                        table.name().project(),
                        table.name().dataset(),
                        table.name().table() + ".pk$",
                        column,
                        BigInteger.valueOf(place)));
            }
        }
        return values.text();
    }

    private static String views(List<StoredTable> tables) {
        ValuesText values = named("view_definition", "VARCHAR", "use_standard_sql", "VARCHAR");
        for (StoredTable table : tables) {
            if (table.isView()) {
                values.row(prefixed(table, table.metadata().getView().getQuery(), "YES"));
            }
        }
        return values.text();
    }

    private static boolean isPartitioning(Table table, TableFieldSchema field) {
        String time = table.getTimePartitioning() == null
                ? null
                : table.getTimePartitioning().getField();
        String range = table.getRangePartitioning() == null
                ? null
                : table.getRangePartitioning().getField();
        return field.getName().equalsIgnoreCase(time) || field.getName().equalsIgnoreCase(range);
    }

    private static @Nullable BigInteger clusteringPlace(Table table, TableFieldSchema field) {
        int place = table.getClustering() == null || table.getClustering().getFields() == null
                ? -1
                : table.getClustering().getFields().indexOf(field.getName());
        return place < 0 ? null : BigInteger.valueOf(place + 1);
    }

    private static ValuesText named(String... more) {
        String[] columns = new String[6 + more.length];
        String[] first = {"table_catalog", "VARCHAR", "table_schema", "VARCHAR", "table_name", "VARCHAR"};
        System.arraycopy(first, 0, columns, 0, 6);
        System.arraycopy(more, 0, columns, 6, more.length);
        return new ValuesText(columns);
    }

    private static @Nullable Object[] prefixed(StoredTable table, @Nullable Object... values) {
        @Nullable Object[] row = new @Nullable Object[3 + values.length];
        row[0] = table.name().project();
        row[1] = table.name().dataset();
        row[2] = table.name().table();
        System.arraycopy(values, 0, row, 3, values.length);
        return row;
    }
}
