// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Metadata by name: in memory for readers, and in the same database so that it is there after a restart. */
final class Catalog {
    private final Map<String, Dataset> datasets = new ConcurrentSkipListMap<>();
    private final Map<String, StoredTable> tables = new ConcurrentSkipListMap<>();
    private final AtomicLong counter = new AtomicLong();

    /**
     * Reads what the database holds: an earlier run's, or this one's before a write that failed. Readers go on meanwhile, so
     * what is there stays visible throughout.
     */
    void load(DuckDBConnection connection) throws SQLException {
        Map<String, Dataset> datasetsThere = new HashMap<>();
        Map<String, StoredTable> tablesThere = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS _millrace");
            statement.execute("CREATE TABLE IF NOT EXISTS _millrace.datasets (name VARCHAR, json VARCHAR)");
            statement.execute("CREATE TABLE IF NOT EXISTS _millrace.tables"
                    + " (name VARCHAR, json VARCHAR, generation BIGINT, schema_version BIGINT)");
            statement.execute("CREATE TABLE IF NOT EXISTS _millrace.counter (value BIGINT)");
            try (ResultSet rows = statement.executeQuery("SELECT name, json FROM _millrace.datasets")) {
                while (rows.next()) {
                    datasetsThere.put(rows.getString(1), Model.parse(rows.getString(2), Dataset.class));
                }
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT name, json, generation, schema_version FROM _millrace.tables")) {
                while (rows.next()) {
                    Table table = Model.parse(rows.getString(2), Table.class);
                    tablesThere.put(
                            rows.getString(1),
                            new StoredTable(
                                    TableName.of(table.getTableReference()), table, rows.getLong(3), rows.getLong(4)));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT max(value) FROM _millrace.counter")) {
                rows.next();
                counter.set(rows.getLong(1));
            }
        }
        datasets.putAll(datasetsThere);
        datasets.keySet().retainAll(datasetsThere.keySet());
        tables.putAll(tablesThere);
        tables.keySet().retainAll(tablesThere.keySet());
    }

    /** A number that was never given before. */
    long next(DuckDBConnection connection) throws SQLException {
        long value = counter.incrementAndGet();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM _millrace.counter");
            statement.execute("INSERT INTO _millrace.counter VALUES (" + value + ")");
        }
        return value;
    }

    static String etag(long number) {
        return Base64.getEncoder().encodeToString(("v" + number).getBytes(StandardCharsets.UTF_8));
    }

    Map<String, Dataset> datasets() {
        return datasets;
    }

    /** All tables, in the order of their names. */
    Map<String, StoredTable> tables() {
        return tables;
    }

    @Nullable
    Dataset dataset(DatasetName name) {
        return datasets.get(name.toString());
    }

    @Nullable
    StoredTable table(TableName name) {
        return tables.get(name.toString());
    }

    /** All tables of a dataset by id. */
    Map<String, StoredTable> tables(DatasetName dataset) {
        Map<String, StoredTable> found = new TreeMap<>();
        for (StoredTable table : tables.values()) {
            if (table.name().inDataset().equals(dataset)) {
                found.put(table.name().table(), table);
            }
        }
        return found;
    }

    void put(DuckDBConnection connection, DatasetName name, Dataset dataset) throws SQLException {
        remove(connection, "datasets", name.toString());
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO _millrace.datasets VALUES (?, ?)")) {
            insert.setString(1, name.toString());
            insert.setString(2, Model.text(dataset));
            insert.execute();
        }
        datasets.put(name.toString(), dataset);
    }

    void put(DuckDBConnection connection, StoredTable table) throws SQLException {
        remove(connection, "tables", table.name().toString());
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO _millrace.tables VALUES (?, ?, ?, ?)")) {
            insert.setString(1, table.name().toString());
            insert.setString(2, Model.text(table.metadata()));
            insert.setLong(3, table.generation());
            insert.setLong(4, table.schemaVersion());
            insert.execute();
        }
        tables.put(table.name().toString(), table);
    }

    void remove(DuckDBConnection connection, DatasetName name) throws SQLException {
        remove(connection, "datasets", name.toString());
        datasets.remove(name.toString());
    }

    void remove(DuckDBConnection connection, TableName name) throws SQLException {
        remove(connection, "tables", name.toString());
        tables.remove(name.toString());
    }

    private static void remove(DuckDBConnection connection, String kind, String name) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM _millrace." + kind + " WHERE name = ?")) {
            delete.setString(1, name);
            delete.execute();
        }
    }
}
