// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.sql.GoogleSql;
import io.millrace.connect.emulator.sql.Statement;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.sql.ResultSet;
import java.util.List;

/** Runs GoogleSQL against a warehouse. Thread-safe. */
public final class QueryEngine {
    private final Warehouse warehouse;
    private final PendingChanges pending = new PendingChanges();

    /** Teaches the warehouse's database what it lacks of GoogleSQL. */
    public QueryEngine(Warehouse warehouse) {
        this.warehouse = warehouse;
        warehouse.write(connection -> {
            SqlLibrary.install(connection);
            return "";
        });
        warehouse.translateDefaultsWith(expression -> GoogleSql.parseExpression(
                expression, new CatalogRelations(warehouse, QueryContext.of(""), expression)));
    }

    /** A query's rows; for tests and fronts that only read. */
    public QueryResult select(String project, String sql) {
        QueryResult result = run(QueryContext.of(project), sql).result();
        if (result == null) {
            throw new WarehouseException(WarehouseException.Reason.INVALID_QUERY, "not a query");
        }
        return result;
    }

    public QueryOutcome run(QueryContext context, String sql) {
        CatalogRelations relations = new CatalogRelations(warehouse, context, sql);
        return GoogleSql.parse(sql, relations)
                .accept(new Execution(this::viewSchema, warehouse, context, relations, pending));
    }

    /** Reads and checks a statement without running it: what it needs, its type, and of a query the columns. */
    public QueryOutcome dryRun(QueryContext context, String sql) {
        CatalogRelations relations = new CatalogRelations(warehouse, context, sql);
        Statement statement = GoogleSql.parse(sql, relations);
        checkCreation(context, statement);
        if (statement instanceof Statement.Query query) {
            List<TableFieldSchema> fields = describe(query.sql());
            return QueryOutcome.rows(new QueryResult(new TableSchema().setFields(fields), List.of()));
        }
        if (statement instanceof Statement.Write write) {
            checkWrite(write);
        }
        return QueryOutcome.defined(statement.type(), null, "NONE");
    }

    /** A dry run of a definition answers 403 and 404 as its run does (seen in mozilla/bigquery-etl, pull request 1805). */
    private void checkCreation(QueryContext context, Statement statement) {
        if (statement instanceof Statement.CreateSchema) {
            warehouse.permissions().require(context.project(), "bigquery.datasets.create", "Project");
        }
        Table made = statement instanceof Statement.CreateTable table
                ? table.table()
                : statement instanceof Statement.CreateView view ? view.table() : null;
        if (made != null) {
            DatasetName dataset = TableName.of(made.getTableReference()).inDataset();
            warehouse.permissions().require(dataset.toString(), "bigquery.tables.create", "Dataset");
            if (warehouse.dataset(dataset).isEmpty()) {
                throw new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: Dataset " + dataset);
            }
        }
    }

    private void checkWrite(Statement.Write write) {
        warehouse.read(connection -> {
            try (java.sql.Statement explain = connection.createStatement();
                    ResultSet plan = explain.executeQuery("EXPLAIN " + write.sql())) {
                return plan.next();
            }
        });
    }

    /** The columns that a view's query gives. */
    public TableSchema viewSchema(String project, String sql) {
        QueryResult columns = dryRun(QueryContext.of(project), sql).result();
        if (columns == null) {
            throw new WarehouseException(WarehouseException.Reason.INVALID_QUERY, "A view's query must be a SELECT");
        }
        return columns.schema();
    }

    /** A query into a table; the table takes the result's columns where it has to be made. */
    public void selectInto(QueryContext context, String sql, TableName target, List<TableFieldSchema> columns) {
        CatalogRelations relations = new CatalogRelations(warehouse, context, sql);
        if (GoogleSql.parse(sql, relations) instanceof Statement.Query query) {
            warehouse.write(connection -> {
                TableRows.insert(connection, target, columns, query.sql());
                return "";
            });
            return;
        }
        throw new WarehouseException(
                WarehouseException.Reason.INVALID_QUERY, "Only a query can have a destination table");
    }

    private List<TableFieldSchema> describe(String duckSql) {
        return columns(warehouse, duckSql);
    }

    /** The columns of a query in DuckDB's SQL, in BigQuery's types. */
    public static List<TableFieldSchema> columns(Warehouse warehouse, String duckSql) {
        return warehouse.read(connection -> ResultTypes.describe(connection, duckSql));
    }
}
