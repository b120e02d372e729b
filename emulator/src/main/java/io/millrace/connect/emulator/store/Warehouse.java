// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The store as the fronts see it.
 *
 * <p>Values of a row, by column name: INT64 {@link Long}, FLOAT64 {@link Double}, NUMERIC and BIGNUMERIC
 * {@link java.math.BigDecimal}, STRING, JSON and GEOGRAPHY {@link String}, BYTES {@code byte[]}, BOOL {@link Boolean},
 * DATE {@link java.time.LocalDate}, TIME {@link java.time.LocalTime}, DATETIME {@link java.time.LocalDateTime},
 * TIMESTAMP {@link java.time.Instant}, INTERVAL {@link Interval}, RECORD {@link Map}, REPEATED {@link List}.
 *
 * <p>Everything throws {@link WarehouseException} for what BigQuery would refuse. Thread-safe: writers take one lock
 * in turn, each write is one transaction; readers never wait. Metadata handed out are copies.
 */
public final class Warehouse implements AutoCloseable {
    private final Database database;
    private final Catalog catalog = new Catalog();
    private final Definitions definitions;
    private final Permissions permissions = new Permissions();
    private final Map<Streamed, Instant> streamed = new ConcurrentHashMap<>();
    private final Clock clock;

    private record Streamed(long generation, Streaming how) {}

    private Warehouse(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.definitions = new Definitions(catalog, clock);
        SqlWork<String> load = connection -> {
            catalog.load(connection);
            return "";
        };
        database.write(load);
        database.afterRollback(load);
    }

    public static Warehouse inMemory(Clock clock) {
        return new Warehouse(Database.open(null), clock);
    }

    /** Keeps everything in {@code directory}, which must exist. */
    public static Warehouse at(Path directory, Clock clock) {
        return new Warehouse(Database.open(directory.resolve("millrace.duckdb")), clock);
    }

    /** How a column's default, GoogleSQL in the metadata, becomes DuckDB's; asked when tables are made or changed. */
    public void translateDefaultsWith(UnaryOperator<String> translator) {
        definitions.translateDefaultsWith(translator);
    }

    public Clock clock() {
        return clock;
    }

    public Permissions permissions() {
        return permissions;
    }

    /** Projects that hold a dataset. */
    public List<String> projects() {
        TreeSet<String> projects = new TreeSet<>();
        for (Dataset dataset : catalog.datasets().values()) {
            projects.add(dataset.getDatasetReference().getProjectId());
        }
        return List.copyOf(projects);
    }

    public Dataset createDataset(Dataset dataset) {
        return Model.copy(database.write(connection -> definitions.createDataset(connection, Model.copy(dataset))));
    }

    public Optional<Dataset> dataset(DatasetName name) {
        return Optional.ofNullable(catalog.dataset(name)).map(Model::copy);
    }

    public List<Dataset> datasets(String project) {
        List<Dataset> found = new ArrayList<>();
        for (Dataset dataset : catalog.datasets().values()) {
            if (dataset.getDatasetReference().getProjectId().equals(project)) {
                found.add(Model.copy(dataset));
            }
        }
        return found;
    }

    /** Replaces the metadata; {@code etag}, where given, must be the current one. */
    public Dataset updateDataset(DatasetName name, Dataset wanted, @Nullable String etag) {
        return Model.copy(
                database.write(connection -> definitions.updateDataset(connection, name, Model.copy(wanted), etag)));
    }

    public void deleteDataset(DatasetName name, boolean deleteContents) {
        run(connection -> definitions.deleteDataset(connection, name, deleteContents));
    }

    /** Creates a table, or a view: that one comes with the schema of its query. */
    public StoredTable createTable(Table table) {
        return copy(database.write(connection -> definitions.createTable(connection, Model.copy(table))));
    }

    /** A table that has expired is gone. */
    public Optional<StoredTable> table(TableName name) {
        StoredTable table = catalog.table(name);
        if (table != null && definitions.isExpired(table)) {
            run(connection -> definitions.deleteTable(connection, name));
            return Optional.empty();
        }
        return Optional.ofNullable(table).map(Warehouse::copy);
    }

    public List<StoredTable> tables(DatasetName dataset) {
        List<StoredTable> found = new ArrayList<>();
        for (StoredTable table : catalog.tables(dataset).values()) {
            table(table.name()).ifPresent(found::add);
        }
        return found;
    }

    /** Replaces the metadata, altering the table where the schema differs; only additions and relaxations pass. */
    public StoredTable updateTable(TableName name, Table wanted, @Nullable String etag) {
        return copy(database.write(connection -> definitions.updateTable(connection, name, Model.copy(wanted), etag)));
    }

    /**
     * Replaces the metadata by rules of the caller's own, as DDL needs it.
     *
     * @param statements what brings the DuckDB table there, {@code %s} standing for its name
     */
    public StoredTable alterTable(TableName name, Table wanted, List<String> statements) {
        return copy(
                database.write(connection -> definitions.alterTable(connection, name, Model.copy(wanted), statements)));
    }

    public void deleteTable(TableName name) {
        run(connection -> definitions.deleteTable(connection, name));
    }

    /**
     * Appends rows in one transaction: all or none. Absent columns take their default, else null (REPEATED: empty).
     * Unknown columns and nulls in REQUIRED columns are refused.
     */
    public void insert(TableName name, List<Map<String, @Nullable Object>> rows) {
        run(connection -> {
            StoredTable table = writable(name);
            List<Map<String, @Nullable Object>> checked = checked(table, rows);
            Defaults.fill(connection, table, checked);
            definitions.writer(table).write(connection, checked);
        });
    }

    /** Tells that rows are streamed into a table. */
    public void noteStreaming(TableName name, Streaming how) {
        StoredTable table = catalog.table(name);
        if (table != null) {
            streamed.put(new Streamed(table.generation(), how), clock.instant());
        }
    }

    /** Whether rows were streamed into this very table lately. */
    public boolean isStreamed(StoredTable table, Streaming how, Duration lately) {
        Instant last = streamed.get(new Streamed(table.generation(), how));
        return last != null && last.isAfter(clock.instant().minus(lately));
    }

    /** What {@link #insert} would refuse in this row, without inserting. */
    public Optional<String> refusal(StoredTable table, Map<String, @Nullable Object> row) {
        try {
            checked(table, List.of(row));
            return Optional.empty();
        } catch (WarehouseException refused) {
            return Optional.of(refused.text());
        }
    }

    /**
     * Applies changes by primary key in one transaction: a change wins over what is there, deletes included, when its
     * sequence number is equal or higher.
     */
    public void applyChanges(TableName name, List<Change> changes) {
        run(connection -> {
            StoredTable table = writable(name);
            if (table.primaryKey().isEmpty()) {
                throw WarehouseException.invalid("Table " + name + " has no primary key: it takes no changes");
            }
            List<TableFieldSchema> fields = Defaults.relaxed(table.fields());
            List<Change> checked = new ArrayList<>();
            List<Map<String, @Nullable Object>> upserts = new ArrayList<>();
            for (Change change : changes) {
                if (change.kind() == Change.Kind.DELETE) {
                    checked.add(change);
                } else {
                    Map<String, @Nullable Object> row = RowCheck.check(fields, change.row(), "");
                    upserts.add(row);
                    checked.add(new Change(change.kind(), row, change.sequence()));
                }
            }
            Defaults.fill(connection, table, upserts);
            new ChangeApplier(table).apply(connection, checked, clock.instant());
        });
    }

    /** Rows in the order of storage. */
    public QueryResult rows(TableName name, long offset, long limit) {
        StoredTable table = readable(name);
        if (table.fields().isEmpty()) {
            return new QueryResult(new TableSchema(), List.of());
        }
        List<String> columns = new ArrayList<>();
        table.fields().forEach(field -> columns.add(Identifier.quote(field.getName())));
        String sql = "SELECT " + String.join(", ", columns) + " FROM " + Identifier.table(name) + " LIMIT " + limit
                + " OFFSET " + offset;
        return database.read(connection -> RowReader.read(connection, sql, table.fields()));
    }

    public long rowCount(TableName name) {
        StoredTable table = readable(name);
        if (table.fields().isEmpty() || table.isView()) {
            return 0;
        }
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(*) FROM " + Identifier.table(name))) {
                result.next();
                return result.getLong(1);
            }
        });
    }

    /** Typed rows of a statement in DuckDB's SQL, whose columns are {@code fields} by position and name. */
    public QueryResult select(String duckSql, List<TableFieldSchema> fields) {
        return database.read(connection -> RowReader.read(connection, duckSql, fields));
    }

    /** Work in DuckDB's SQL on a connection that sees the last commit. */
    public <T> T read(SqlWork<T> work) {
        return database.read(work);
    }

    /** Work in DuckDB's SQL in one transaction; calls of this class in it join that. */
    public <T> T write(SqlWork<T> work) {
        return database.write(work);
    }

    @Override
    public void close() {
        database.close();
    }

    private interface Step {
        void on(DuckDBConnection connection) throws SQLException;
    }

    private void run(Step step) {
        database.write(connection -> {
            step.on(connection);
            return "";
        });
    }

    private static List<Map<String, @Nullable Object>> checked(
            StoredTable table, List<Map<String, @Nullable Object>> rows) {
        List<TableFieldSchema> fields = Defaults.relaxed(table.fields());
        List<Map<String, @Nullable Object>> checked = new ArrayList<>(rows.size());
        for (Map<String, @Nullable Object> row : rows) {
            checked.add(RowCheck.check(fields, row, ""));
        }
        return checked;
    }

    private StoredTable readable(TableName name) {
        return table(name)
                .orElseThrow(
                        () -> new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: Table " + name));
    }

    private StoredTable writable(TableName name) {
        StoredTable table = readable(name);
        if (table.isView()) {
            throw WarehouseException.invalid("Cannot add rows to a view: " + name);
        }
        if (table.fields().isEmpty()) {
            throw WarehouseException.invalid("The destination table has no schema: " + name);
        }
        return table;
    }

    private static StoredTable copy(StoredTable table) {
        return new StoredTable(table.name(), Model.copy(table.metadata()), table.generation(), table.schemaVersion());
    }
}
