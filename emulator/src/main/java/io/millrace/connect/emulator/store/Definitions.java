// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Creating, changing and deleting datasets and tables, metadata and DuckDB's side in one transaction. */
final class Definitions {
    /** More at once, and the table is made anew. */
    private static final int MANY_COLUMNS = 64;

    private static final Pattern DATASET_ID = Pattern.compile("\\w{1,1024}");

    private final Catalog catalog;
    private final Clock clock;

    private volatile UnaryOperator<String> defaultExpressions = expression -> {
        throw WarehouseException.notImplemented("default values without a translator of expressions");
    };

    Definitions(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    Dataset createDataset(DuckDBConnection connection, Dataset dataset) throws SQLException {
        DatasetName name = new DatasetName(
                dataset.getDatasetReference().getProjectId(),
                dataset.getDatasetReference().getDatasetId());
        if (!DATASET_ID.matcher(name.dataset()).matches()) {
            throw WarehouseException.invalid("Invalid dataset ID \"" + name.dataset()
                    + "\". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters"
                    + " long.");
        }
        if (catalog.dataset(name) != null) {
            throw new WarehouseException(WarehouseException.Reason.DUPLICATE, "Already Exists: Dataset " + name);
        }
        execute(connection, "CREATE SCHEMA IF NOT EXISTS " + Identifier.schema(name));
        dataset.setKind("bigquery#dataset").setId(name.toString()).setType("DEFAULT");
        dataset.setCreationTime(clock.millis());
        if (dataset.getLocation() == null) {
            dataset.setLocation("US");
        }
        return store(connection, name, dataset);
    }

    Dataset updateDataset(DuckDBConnection connection, DatasetName name, Dataset wanted, @Nullable String etag)
            throws SQLException {
        Dataset current = existing(name);
        checkEtag(current.getEtag(), etag);
        wanted.setDatasetReference(name.reference());
        wanted.setKind(current.getKind()).setId(current.getId()).setType(current.getType());
        wanted.setCreationTime(current.getCreationTime()).setSelfLink(current.getSelfLink());
        if (wanted.getLocation() == null) {
            wanted.setLocation(current.getLocation());
        } else if (!wanted.getLocation().equalsIgnoreCase(current.getLocation())) {
            throw WarehouseException.invalid("Cannot change the location of dataset " + name);
        }
        return store(connection, name, wanted);
    }

    private Dataset store(DuckDBConnection connection, DatasetName name, Dataset dataset) throws SQLException {
        dataset.setLastModifiedTime(clock.millis());
        dataset.setEtag(Catalog.etag(catalog.next(connection)));
        catalog.put(connection, name, dataset);
        return dataset;
    }

    void deleteDataset(DuckDBConnection connection, DatasetName name, boolean deleteContents) throws SQLException {
        existing(name);
        Collection<StoredTable> tables = catalog.tables(name).values();
        if (!tables.isEmpty() && !deleteContents) {
            throw new WarehouseException(
                    WarehouseException.Reason.RESOURCE_IN_USE, "Dataset " + name + " is still in use");
        }
        for (StoredTable table : tables) {
            deleteTable(connection, table.name());
        }
        execute(connection, "DROP SCHEMA " + Identifier.schema(name) + " CASCADE");
        catalog.remove(connection, name);
    }

    StoredTable createTable(DuckDBConnection connection, Table table) throws SQLException {
        TableName name = TableName.of(table.getTableReference());
        TableRules.checkTableId(name);
        Dataset dataset = existing(name.inDataset());
        StoredTable before = catalog.table(name);
        if (before != null && isExpired(before)) {
            deleteTable(connection, name);
        } else if (before != null) {
            throw new WarehouseException(WarehouseException.Reason.DUPLICATE, "Already Exists: Table " + name);
        }
        TableRules.normalise(table);
        applyDatasetDefaults(dataset, table);
        Collation.settle(dataset, table);
        table.setKind("bigquery#table").setId(name.toString()).setLocation(dataset.getLocation());
        table.setType(table.getView() == null ? "TABLE" : "VIEW");
        table.setCreationTime(clock.millis());
        long number = catalog.next(connection);
        StoredTable created = new StoredTable(name, table, number, 1);
        createPhysical(connection, created);
        return store(connection, created);
    }

    private void applyDatasetDefaults(Dataset dataset, Table table) {
        if (table.getView() != null) {
            return;
        }
        boolean partitioned = table.getTimePartitioning() != null;
        if (partitioned && dataset.getDefaultPartitionExpirationMs() != null) {
            if (table.getTimePartitioning().getExpirationMs() == null) {
                table.getTimePartitioning().setExpirationMs(dataset.getDefaultPartitionExpirationMs());
            }
        } else if (dataset.getDefaultTableExpirationMs() != null && table.getExpirationTime() == null) {
            table.setExpirationTime(clock.millis() + dataset.getDefaultTableExpirationMs());
        }
    }

    void translateDefaultsWith(UnaryOperator<String> translator) {
        defaultExpressions = translator;
    }

    private String defaultOf(TableFieldSchema field) {
        if (field.getDefaultValueExpression() != null) {
            return " DEFAULT (" + defaultExpressions.apply(field.getDefaultValueExpression()) + ")";
        }
        return FieldType.isRepeated(field) ? " DEFAULT []" : "";
    }

    private void createPhysical(DuckDBConnection connection, StoredTable table) throws SQLException {
        if (!table.isView() && !table.fields().isEmpty()) {
            create(connection, table.name(), table.fields());
        }
    }

    private void create(DuckDBConnection connection, TableName name, List<TableFieldSchema> fields)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        for (TableFieldSchema field : fields) {
            String requiredness = FieldType.isRequired(field) ? " NOT NULL" : "";
            columns.add(Identifier.quote(field.getName()) + " " + FieldType.duckDb(field) + Collation.duckDb(field)
                    + requiredness + defaultOf(field));
        }
        execute(connection, "CREATE TABLE " + Identifier.table(name) + " (" + String.join(", ", columns) + ")");
    }

    StoredTable updateTable(DuckDBConnection connection, TableName name, Table wanted, @Nullable String etag)
            throws SQLException {
        StoredTable current = existing(name);
        checkEtag(current.metadata().getEtag(), etag);
        if (wanted.getSchema() == null && current.metadata().getSchema() != null) {
            wanted.setSchema(current.metadata().getSchema());
        }
        TableRules.normalise(wanted);
        Collation.settle(wanted, current.fields());
        checkPartitioningKept(current.metadata(), wanted);
        List<TableFieldSchema> wantedFields =
                wanted.getSchema() == null || wanted.getSchema().getFields() == null
                        ? List.of()
                        : wanted.getSchema().getFields();
        if (current.isView() || current.fields().isEmpty()) {
            StoredTable result = store(connection, carryOver(current, wanted, wantedFields));
            if (!current.isView()) {
                createPhysical(connection, result);
            }
            return result;
        }
        SchemaChange change = SchemaChange.between(name, current.fields(), wantedFields);
        alter(connection, current, change.statements(), change.fields());
        return store(connection, carryOver(current, wanted, change.fields()));
    }

    StoredTable alterTable(DuckDBConnection connection, TableName name, Table wanted, List<String> statements)
            throws SQLException {
        StoredTable current = existing(name);
        TableRules.normalise(wanted);
        Collation.settle(wanted, current.fields());
        alter(connection, current, statements, wanted.getSchema().getFields());
        return store(connection, carryOver(current, wanted, wanted.getSchema().getFields()));
    }

    /** Columns first, rows last. */
    private void alter(
            DuckDBConnection connection, StoredTable current, List<String> statements, List<TableFieldSchema> fields)
            throws SQLException {
        String table = Identifier.table(current.name());
        List<TableFieldSchema> added = fields.stream()
                .filter(field -> FieldType.find(current.fields(), field.getName()) == null)
                .toList();
        if (added.size() > MANY_COLUMNS) {
            Set<String> ofAdded = added.stream()
                    .flatMap(field -> AddedColumn.statements(field).stream())
                    .collect(Collectors.toSet());
            for (String statement : statements) {
                if (!ofAdded.contains(statement)) {
                    execute(connection, statement.replace("%s", table));
                }
            }
            makeAnew(connection, current, fields);
            return;
        }
        List<String> ofRows = new ArrayList<>();
        for (String statement : statements) {
            if (AddedColumn.touchesRows(statement)) {
                ofRows.add(statement);
            } else {
                execute(connection, statement.replace("%s", table));
            }
        }
        alterDefaults(connection, current, fields);
        for (String statement : ofRows) {
            execute(connection, statement.replace("%s", table));
        }
    }

    /** With its rows. DuckDB keeps every column of a table for each one that is added: thousands would take gigabytes. */
    private void makeAnew(DuckDBConnection connection, StoredTable current, List<TableFieldSchema> fields)
            throws SQLException {
        String table = Identifier.table(current.name());
        String old = "millrace_made_anew";
        String columns = current.fields().stream()
                .map(field -> Identifier.quote(field.getName()))
                .collect(Collectors.joining(", "));
        execute(connection, "CREATE TEMP TABLE " + old + " AS SELECT " + columns + " FROM " + table);
        execute(connection, "DROP TABLE " + table);
        create(connection, current.name(), fields);
        execute(connection, "INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + old);
        execute(connection, "DROP TABLE " + old);
    }

    private void alterDefaults(DuckDBConnection connection, StoredTable current, List<TableFieldSchema> fields)
            throws SQLException {
        for (TableFieldSchema field : fields) {
            TableFieldSchema before = FieldType.find(current.fields(), field.getName());
            String old = before == null ? null : before.getDefaultValueExpression();
            if (!current.isView() && !Objects.equals(old, field.getDefaultValueExpression())) {
                String action = field.getDefaultValueExpression() == null ? " DROP DEFAULT" : " SET" + defaultOf(field);
                execute(
                        connection,
                        "ALTER TABLE " + Identifier.table(current.name()) + " ALTER COLUMN "
                                + Identifier.quote(field.getName()) + action);
            }
        }
    }

    private static StoredTable carryOver(StoredTable current, Table wanted, List<TableFieldSchema> fields) {
        Table before = current.metadata();
        wanted.setTableReference(current.name().reference());
        wanted.setKind(before.getKind()).setId(before.getId()).setType(before.getType());
        wanted.setCreationTime(before.getCreationTime()).setSelfLink(before.getSelfLink());
        wanted.setLocation(before.getLocation());
        if (!fields.isEmpty()) {
            wanted.setSchema(new TableSchema().setFields(fields));
        }
        boolean sameSchema = fields.equals(current.fields());
        return new StoredTable(
                current.name(), wanted, current.generation(), current.schemaVersion() + (sameSchema ? 0 : 1));
    }

    private StoredTable store(DuckDBConnection connection, StoredTable table) throws SQLException {
        table.metadata().setLastModifiedTime(BigInteger.valueOf(clock.millis()));
        table.metadata().setEtag(Catalog.etag(catalog.next(connection)));
        catalog.put(connection, table);
        return table;
    }

    private static void checkPartitioningKept(Table current, Table wanted) {
        boolean timeKept = samePartitioning(current.getTimePartitioning(), wanted.getTimePartitioning());
        boolean rangeKept = wanted.getRangePartitioning() == null
                || wanted.getRangePartitioning().equals(current.getRangePartitioning());
        if (!timeKept || !rangeKept) {
            throw WarehouseException.invalid("Cannot change partitioning spec for a table: " + current.getId());
        }
    }

    private static boolean samePartitioning(@Nullable TimePartitioning current, @Nullable TimePartitioning wanted) {
        if (wanted == null) {
            return true;
        }
        return current != null
                && wanted.getType().equals(current.getType())
                && Objects.equals(wanted.getField(), current.getField());
    }

    void deleteTable(DuckDBConnection connection, TableName name) throws SQLException {
        existing(name);
        execute(connection, "DROP TABLE IF EXISTS " + Identifier.table(name));
        execute(connection, "DROP TABLE IF EXISTS " + ChangeApplier.sideTable(name));
        catalog.remove(connection, name);
    }

    RowWriter writer(StoredTable table) {
        return new RowWriter(
                Identifier.physical(table.name().inDataset().toString()),
                Identifier.physical(table.name().table()),
                table.fields());
    }

    boolean isExpired(StoredTable table) {
        Long expires = table.metadata().getExpirationTime();
        return expires != null && expires <= clock.millis();
    }

    private Dataset existing(DatasetName name) {
        Dataset dataset = catalog.dataset(name);
        if (dataset == null) {
            throw new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: Dataset " + name);
        }
        return dataset;
    }

    private StoredTable existing(TableName name) {
        existing(name.inDataset());
        StoredTable table = catalog.table(name);
        if (table == null) {
            throw new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: Table " + name);
        }
        return table;
    }

    private static void checkEtag(@Nullable String current, @Nullable String wanted) {
        if (wanted != null && !wanted.equals("*") && !wanted.equals(current)) {
            throw new WarehouseException(WarehouseException.Reason.PRECONDITION_FAILED, "Precondition check failed.");
        }
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
