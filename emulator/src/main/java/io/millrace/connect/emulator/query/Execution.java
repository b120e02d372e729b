// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.sql.Statement;
import io.millrace.connect.emulator.sql.TableOptions;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.Streaming;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Carries out one statement. */
final class Execution implements Statement.Visitor<QueryOutcome> {
    /** Google: "can usually be changed 5 hours after the last streaming operation" (ALTER COLUMN SET DATA TYPE, 2026-08). */
    private static final Duration STREAMING_LASTS = Duration.ofHours(5);
    /**
     * For so long statements may not touch what insertAll wrote (cloud.google.com/bigquery/docs/data-manipulation-language,
     * 2026-11). Of tables that take changes Google's pages tell no time; here it is the same.
     */
    private static final Duration BUFFER_LASTS = Duration.ofMinutes(30);

    private final ViewColumns views;
    private final Warehouse warehouse;
    private final QueryContext context;
    private final CatalogRelations relations;
    private final PendingChanges pending;

    /** Tells the columns of a view's query. */
    @FunctionalInterface
    interface ViewColumns {
        TableSchema of(String project, String sql);
    }

    /** @param pending statements of all executions */
    Execution(
            ViewColumns views,
            Warehouse warehouse,
            QueryContext context,
            CatalogRelations relations,
            PendingChanges pending) {
        this.views = views;
        this.warehouse = warehouse;
        this.context = context;
        this.relations = relations;
        this.pending = pending;
    }

    @Override
    public QueryOutcome query(Statement.Query statement) {
        List<TableFieldSchema> fields = warehouse.read(connection -> ResultTypes.describe(connection, statement.sql()));
        return QueryOutcome.rows(warehouse.select(statement.sql(), fields));
    }

    @Override
    public QueryOutcome write(Statement.Write statement) {
        TableName target = statement.target();
        warehouse.permissions().require(target.toString(), "bigquery.tables.updateData", "Table");
        StoredTable table = existing(target);
        if (table.isView()) {
            throw problem("Cannot modify view " + target + " by " + statement.type());
        }
        if (statement.type().equals("INSERT")) {
            return written(statement, table);
        }
        return pending.with(target, () -> {
            refuseStreamed(table);
            return written(statement, table);
        });
    }

    /** Stricter than BigQuery, which looks at the rows: it refuses what would change those that were streamed just now. */
    private void refuseStreamed(StoredTable table) {
        if (warehouse.isStreamed(table, Streaming.INSERT_ALL, BUFFER_LASTS)) {
            throw problem("UPDATE or DELETE statement over table " + table.name()
                    + " would affect rows in the streaming buffer, which is not supported");
        }
        if (warehouse.isStreamed(table, Streaming.CHANGES, BUFFER_LASTS)) {
            throw WarehouseException.invalid(
                    "DELETE/UPDATE/MERGE DMLs are currently not supported over tables that had UPSERT streams.");
        }
    }

    private QueryOutcome written(Statement.Write statement, StoredTable table) {
        return warehouse.write(connection -> {
            QueryOutcome.Changes changes = apply(connection, statement);
            TableRows.tidy(connection, table);
            return QueryOutcome.changed(statement.type(), changes);
        });
    }

    private static QueryOutcome.Changes apply(DuckDBConnection connection, Statement.Write statement)
            throws SQLException {
        try (java.sql.Statement run = connection.createStatement()) {
            if (statement.conflicts() != null) {
                try (ResultSet conflict = run.executeQuery(statement.conflicts())) {
                    if (conflict.next()) {
                        throw problem("UPDATE/MERGE must match at most one source row for each target row");
                    }
                }
            }
            if (statement.type().equals("MERGE")) {
                try (ResultSet actions = run.executeQuery(statement.sql())) {
                    Map<String, Long> counts = counts(actions);
                    return new QueryOutcome.Changes(
                            counts.getOrDefault("INSERT", 0L),
                            counts.getOrDefault("UPDATE", 0L),
                            counts.getOrDefault("DELETE", 0L));
                }
            }
            long rows = run.executeLargeUpdate(statement.sql());
            return switch (statement.type()) {
                case "INSERT" -> new QueryOutcome.Changes(rows, 0, 0);
                case "UPDATE" -> new QueryOutcome.Changes(0, rows, 0);
                default -> new QueryOutcome.Changes(0, 0, rows);
            };
        }
    }

    private static Map<String, Long> counts(ResultSet actions) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        while (actions.next()) {
            @Nullable String action = actions.getString(1);
            counts.merge(action == null ? "" : action, 1L, Long::sum);
        }
        return counts;
    }

    @Override
    public QueryOutcome createTable(Statement.CreateTable statement) {
        TableName name = TableName.of(statement.table().getTableReference());
        warehouse.permissions().require(name.inDataset().toString(), "bigquery.tables.create", "Dataset");
        Optional<StoredTable> before = warehouse.table(name);
        if (before.isPresent() && statement.existing() == Statement.Existing.KEEP) {
            return QueryOutcome.defined(statement.type(), name, "SKIP");
        }
        return warehouse.write(connection -> {
            String query = statement.query();
            List<TableFieldSchema> columns = query == null ? List.of() : ResultTypes.describe(connection, query);
            boolean replaces = before.isPresent() && statement.existing() == Statement.Existing.REPLACE;
            String kept = "_replaced_" + name.table();
            if (query != null && replaces) {
                // The query may read the table that it replaces.
                stage(connection, kept, query);
            }
            if (replaces) {
                warehouse.deleteTable(name);
            }
            Table table = statement.table();
            if (table.getSchema() == null) {
                table.setSchema(new TableSchema().setFields(columns));
            }
            StoredTable created = warehouse.createTable(table);
            if (query != null) {
                String rows = replaces ? "SELECT * FROM temp." + Identifier.quote(kept) : query;
                if (created.fields().size() != columns.size()) {
                    throw problem("Column list and query have different numbers of columns");
                }
                TableRows.insert(connection, name, created.fields(), rows);
                TableRows.tidy(connection, created);
            }
            return QueryOutcome.defined(statement.type(), name, replaces ? "REPLACE" : "CREATE");
        });
    }

    private static void stage(DuckDBConnection connection, String name, String query) throws SQLException {
        try (java.sql.Statement run = connection.createStatement()) {
            run.execute("CREATE OR REPLACE TEMP TABLE " + Identifier.quote(name) + " AS " + query);
        }
    }

    @Override
    public QueryOutcome createView(Statement.CreateView statement) {
        TableName name = TableName.of(statement.table().getTableReference());
        if (!statement.columns().isEmpty()) {
            throw WarehouseException.notImplemented("CREATE VIEW with a column list in SQL");
        }
        warehouse.permissions().require(name.inDataset().toString(), "bigquery.tables.create", "Dataset");
        boolean exists = warehouse.table(name).isPresent();
        if (exists && statement.existing() == Statement.Existing.KEEP) {
            return QueryOutcome.defined(statement.type(), name, "SKIP");
        }
        Table view = statement.table();
        view.setSchema(views.of(name.project(), view.getView().getQuery()));
        return warehouse.write(connection -> {
            boolean replaces = exists && statement.existing() == Statement.Existing.REPLACE;
            if (replaces) {
                warehouse.deleteTable(name);
            }
            warehouse.createTable(view);
            return QueryOutcome.defined(statement.type(), name, replaces ? "REPLACE" : "CREATE");
        });
    }

    @Override
    public QueryOutcome createSchema(Statement.CreateSchema statement) {
        DatasetName name = relations.dataset(statement.path());
        warehouse.permissions().require(context.project(), "bigquery.datasets.create", "Project");
        if (statement.existing() == Statement.Existing.KEEP
                && warehouse.dataset(name).isPresent()) {
            return QueryOutcome.defined(statement.type(), null, "SKIP");
        }
        Dataset dataset = new Dataset().setDatasetReference(name.reference());
        TableOptions.apply(dataset, statement.options());
        warehouse.createDataset(dataset);
        return QueryOutcome.defined(statement.type(), null, "CREATE");
    }

    @Override
    public QueryOutcome alterSchema(Statement.AlterSchema statement) {
        DatasetName name = relations.dataset(statement.path());
        Optional<Dataset> dataset = warehouse.dataset(name);
        if (dataset.isEmpty() && statement.ifExists()) {
            return QueryOutcome.defined(statement.type(), null, "SKIP");
        }
        Dataset wanted = dataset.orElseThrow(() -> notFound("Dataset " + name));
        TableOptions.apply(wanted, statement.options());
        warehouse.updateDataset(name, wanted, wanted.getEtag());
        return QueryOutcome.defined(statement.type(), null, "ALTER");
    }

    @Override
    public QueryOutcome alterTable(Statement.AlterTable statement) {
        TableName name = statement.target();
        if (statement.ifExists() && warehouse.table(name).isEmpty()) {
            return QueryOutcome.defined(statement.type(), name, "SKIP");
        }
        warehouse.permissions().require(name.toString(), "bigquery.tables.update", "Table");
        return warehouse.write(connection -> {
            StoredTable table = existing(name);
            TableAlteration alteration = new TableAlteration(table, isStreamed(table));
            statement.changes().forEach(alteration::add);
            warehouse.alterTable(name, alteration.metadata(), alteration.statements());
            return QueryOutcome.defined(statement.type(), name, "ALTER");
        });
    }

    private boolean isStreamed(StoredTable table) {
        return Arrays.stream(Streaming.values()).anyMatch(how -> warehouse.isStreamed(table, how, STREAMING_LASTS));
    }

    @Override
    public QueryOutcome drop(Statement.Drop statement) {
        if (statement.kind().equals("SCHEMA")) {
            DatasetName name = relations.dataset(statement.path());
            if (warehouse.dataset(name).isEmpty() && statement.ifExists()) {
                return QueryOutcome.defined(statement.type(), null, "SKIP");
            }
            warehouse.deleteDataset(name, statement.cascade());
            return QueryOutcome.defined(statement.type(), null, "DROP");
        }
        TableName name = relations.table(statement.path());
        Optional<StoredTable> table = warehouse.table(name);
        if (table.isEmpty() && statement.ifExists()) {
            return QueryOutcome.defined(statement.type(), name, "SKIP");
        }
        warehouse.permissions().require(name.toString(), "bigquery.tables.delete", "Table");
        if (existing(name).isView() != statement.kind().equals("VIEW")) {
            throw problem("Cannot drop " + name + " by DROP " + statement.kind() + ": it is "
                    + (existing(name).isView() ? "a view" : "a table"));
        }
        warehouse.deleteTable(name);
        return QueryOutcome.defined(statement.type(), name, "DROP");
    }

    private StoredTable existing(TableName name) {
        return warehouse.table(name).orElseThrow(() -> notFound("Table " + name));
    }

    private static WarehouseException notFound(String what) {
        return new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: " + what + " was not found");
    }

    private static WarehouseException problem(String message) {
        return new WarehouseException(WarehouseException.Reason.INVALID_QUERY, message);
    }
}
