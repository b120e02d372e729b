// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.sql.GoogleSql;
import io.millrace.connect.emulator.sql.Relations;
import io.millrace.connect.emulator.sql.Statement;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the tables that one statement names; a view is its query, read anew each time. */
final class CatalogRelations implements Relations {
    private static final int MAX_VIEW_DEPTH = 16;

    private final Warehouse warehouse;
    private final QueryContext context;
    private final String sql;
    private final int depth;

    CatalogRelations(Warehouse warehouse, QueryContext context, String sql) {
        this(warehouse, context, sql, 0);
    }

    private CatalogRelations(Warehouse warehouse, QueryContext context, String sql, int depth) {
        this.warehouse = warehouse;
        this.context = context;
        this.sql = sql;
        this.depth = depth;
    }

    @Override
    public String from(List<String> path) {
        int information = information(path);
        if (information >= 0) {
            return informationSchema(path, information);
        }
        TableName name = table(path);
        if (name.table().endsWith("*")) {
            throw WarehouseException.notImplemented("wildcard tables in SQL (" + name + ")");
        }
        checkLocation(name.inDataset());
        StoredTable table = warehouse.table(name).orElseThrow(() -> notFound(name));
        warehouse.permissions().require(name.toString(), "bigquery.tables.getData", "Table");
        if (table.isView()) {
            return "(" + viewQuery(table) + ")";
        }
        if (table.fields().isEmpty()) {
            throw problem("Table " + name + " does not have a schema.");
        }
        checkPartitionFilter(table);
        return Identifier.table(name);
    }

    private void checkLocation(DatasetName name) {
        String wanted = context.location();
        warehouse.dataset(name).ifPresent(dataset -> {
            if (wanted != null && !wanted.equalsIgnoreCase(dataset.getLocation())) {
                throw new WarehouseException(
                        WarehouseException.Reason.NOT_FOUND,
                        "Not found: Dataset " + name + " was not found in location " + wanted);
            }
        });
    }

    private String viewQuery(StoredTable view) {
        if (depth >= MAX_VIEW_DEPTH) {
            throw problem("View " + view.name() + " is nested more than " + MAX_VIEW_DEPTH + " levels deep");
        }
        String query = view.metadata().getView().getQuery();
        QueryContext inside = QueryContext.of(view.name().project());
        Statement statement = GoogleSql.parse(query, new CatalogRelations(warehouse, inside, query, depth + 1));
        if (statement instanceof Statement.Query read) {
            return read.sql();
        }
        throw problem("View " + view.name() + " is not a query");
    }

    /** Without a planner: the column has to be named somewhere in the statement. */
    private void checkPartitionFilter(StoredTable table) {
        boolean required = Boolean.TRUE.equals(table.metadata().getRequirePartitionFilter());
        @Nullable
        String column = table.metadata().getTimePartitioning() == null
                ? null
                : table.metadata().getTimePartitioning().getField();
        if (required && column != null && !sql.toLowerCase(Locale.ROOT).contains(column.toLowerCase(Locale.ROOT))) {
            throw problem("Cannot query over table '" + table.name().project() + "."
                    + table.name().dataset() + "."
                    + table.name().table() + "' without a filter over column(s) '" + column
                    + "' that can be used for partition elimination");
        }
    }

    private static int information(List<String> path) {
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i).equalsIgnoreCase("INFORMATION_SCHEMA")) {
                return i;
            }
        }
        return -1;
    }

    private String informationSchema(List<String> path, int at) {
        if (path.size() != at + 2) {
            throw problem("INFORMATION_SCHEMA is followed by one view's name");
        }
        String view = path.get(at + 1).toUpperCase(Locale.ROOT);
        String last = at == 0 ? "" : path.get(at - 1);
        boolean region = last.toLowerCase(Locale.ROOT).startsWith("region-");
        String project = at == 2 || (at == 1 && region && path.size() == 4) ? path.get(0) : context.project();
        DatasetName dataset = at == 0 || region ? context.defaultDataset() : new DatasetName(project, last);
        if (region || (at == 0 && view.equals("SCHEMATA"))) {
            dataset = null;
        }
        if (dataset != null && warehouse.dataset(dataset).isEmpty()) {
            throw notFound("Dataset " + dataset);
        }
        return new InformationSchema(warehouse).view(view, project, dataset);
    }

    @Override
    public TableName table(List<String> path) {
        return switch (path.size()) {
            case 1 -> {
                DatasetName dataset = context.defaultDataset();
                if (dataset == null) {
                    throw problem(
                            "Table \"" + path.get(0) + "\" must be qualified with a dataset (e.g. dataset.table).");
                }
                yield dataset.table(path.get(0));
            }
            case 2 -> new TableName(context.project(), path.get(0), path.get(1));
            case 3 -> new TableName(path.get(0), path.get(1), path.get(2));
            default -> throw problem("Invalid table name: " + path.stream().collect(Collectors.joining(".")));
        };
    }

    @Override
    public List<TableFieldSchema> columns(TableName name) {
        return warehouse.table(name).map(StoredTable::fields).orElse(List.of());
    }

    DatasetName dataset(List<String> path) {
        return switch (path.size()) {
            case 1 -> new DatasetName(context.project(), path.get(0));
            case 2 -> new DatasetName(path.get(0), path.get(1));
            default -> throw problem("Invalid dataset name: " + String.join(".", path));
        };
    }

    @Override
    public String parameter(String name) {
        Map<String, String> parameters = context.parameters();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (parameter.getKey().equalsIgnoreCase(name)) {
                return parameter.getValue();
            }
        }
        throw problem("Query parameter '" + name + "' not found");
    }

    private WarehouseException notFound(TableName name) {
        if (warehouse.dataset(name.inDataset()).isEmpty()) {
            return notFound("Dataset " + name.inDataset());
        }
        return notFound("Table " + name);
    }

    private static WarehouseException notFound(String what) {
        return new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: " + what + " was not found");
    }

    private static WarehouseException problem(String message) {
        return new WarehouseException(WarehouseException.Reason.INVALID_QUERY, message);
    }
}
