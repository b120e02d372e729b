// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.sql.Options;
import io.millrace.connect.emulator.sql.Statement.TableChange;
import io.millrace.connect.emulator.sql.TableOptions;
import io.millrace.connect.emulator.store.AddedColumn;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE by BigQuery's rules: the metadata it leads to and what DuckDB has to do. */
final class TableAlteration {
    private final StoredTable table;
    private final boolean isStreamed;
    private final Table metadata;
    private final List<TableFieldSchema> fields;
    private final List<String> statements = new ArrayList<>();

    /** Of a table; {@code isStreamed} where rows were streamed into it lately. */
    TableAlteration(StoredTable table, boolean isStreamed) {
        this.table = table;
        this.isStreamed = isStreamed;
        this.metadata = table.metadata();
        this.fields = new ArrayList<>(table.fields());
    }

    Table metadata() {
        return metadata.setSchema(new TableSchema().setFields(fields));
    }

    List<String> statements() {
        return statements;
    }

    void add(TableChange change) {
        switch (change.kind()) {
            case ADD_COLUMN, ADD_COLUMN_IF_NOT_EXISTS -> addColumn(change);
            case DROP_COLUMN, DROP_COLUMN_IF_EXISTS -> dropColumn(change);
            case RENAME_COLUMN -> renameColumn(change);
            case SET_TYPE -> setType(change);
            case DROP_NOT_NULL -> {
                TableFieldSchema field = column(change);
                if (FieldType.isRequired(field)) {
                    statements.add("ALTER TABLE %s ALTER COLUMN " + quoted(field) + " DROP NOT NULL");
                    field.setMode("NULLABLE");
                }
            }
            case SET_DEFAULT ->
                column(change).setDefaultValueExpression(wanted(change).getDefaultValueExpression());
            case DROP_DEFAULT -> column(change).setDefaultValueExpression(null);
            case SET_COLUMN_OPTIONS -> {
                Object description = change.options().get("description");
                column(change).setDescription(description == Options.NULL ? null : (String) description);
            }
            case SET_OPTIONS -> TableOptions.apply(metadata, change.options());
            case ADD_PRIMARY_KEY -> addPrimaryKey(change);
            case DROP_PRIMARY_KEY -> metadata.setTableConstraints(null);
        }
    }

    private void addColumn(TableChange change) {
        TableFieldSchema field = wanted(change);
        if (find(field.getName()) != null) {
            if (change.kind() == TableChange.Kind.ADD_COLUMN_IF_NOT_EXISTS) {
                return;
            }
            throw problem("Column already exists: " + field.getName());
        }
        if (FieldType.isRequired(field)) {
            throw problem("Cannot add required column " + field.getName() + " to an existing table");
        }
        if (field.getDefaultValueExpression() != null) {
            throw problem("Cannot add column " + field.getName()
                    + " with a default value; add it first, then ALTER COLUMN SET DEFAULT");
        }
        if (FieldType.of(field) == FieldType.STRING) {
            field.setCollation(metadata.getDefaultCollation());
        }
        statements.addAll(AddedColumn.statements(field));
        fields.add(field);
    }

    private void dropColumn(TableChange change) {
        TableFieldSchema field = change.column() == null ? null : find(change.column());
        if (field == null && change.kind() == TableChange.Kind.DROP_COLUMN_IF_EXISTS) {
            return;
        }
        TableFieldSchema dropped = column(change);
        if (isUsedByLayout(dropped.getName()) || table.primaryKey().contains(dropped.getName())) {
            throw problem("Cannot drop column " + dropped.getName()
                    + ": it is used for partitioning, clustering or the primary key");
        }
        statements.add("ALTER TABLE %s DROP COLUMN " + quoted(dropped));
        fields.remove(dropped);
    }

    private void renameColumn(TableChange change) {
        TableFieldSchema field = column(change);
        if (isUsedByLayout(field.getName()) || table.primaryKey().contains(field.getName())) {
            throw problem("Cannot rename column " + field.getName()
                    + ": it is used for partitioning, clustering or the primary key");
        }
        String name = wanted(change).getName();
        if (find(name) != null) {
            throw problem("Column already exists: " + name);
        }
        statements.add("ALTER TABLE %s RENAME COLUMN " + quoted(field) + " TO " + Identifier.quote(name));
        field.setName(name);
    }

    private void setType(TableChange change) {
        TableFieldSchema field = column(change);
        TableFieldSchema wanted = wanted(change);
        if (isStreamed) {
            throw problem("ALTER TABLE ALTER COLUMN SET DATA TYPE is not allowed while data is streamed into table "
                    + table.name() + ": stop streaming, and wait some 5 hours");
        }
        FieldType from = FieldType.of(field);
        FieldType to = FieldType.of(wanted);
        boolean sameShape = FieldType.isRepeated(field) == FieldType.isRepeated(wanted);
        boolean looser = from == to && isLooser(field, wanted);
        boolean wider = switch (from) {
            case INTEGER -> to == FieldType.NUMERIC || to == FieldType.BIGNUMERIC || to == FieldType.FLOAT;
            case NUMERIC -> to == FieldType.BIGNUMERIC || to == FieldType.FLOAT;
            default -> false;
        };
        if (!sameShape || FieldType.isRepeated(field) || (!looser && !wider)) {
            throw problem("ALTER TABLE ALTER COLUMN SET DATA TYPE requires that the existing column type ("
                    + SqlTypeText.of(field) + ") is assignable to the new type (" + SqlTypeText.of(wanted)
                    + "): column " + field.getName());
        }
        String name = quoted(field);
        String cast = to == FieldType.BIGNUMERIC && from != to
                ? "CASE WHEN " + name + " IS NOT NULL THEN " + SqlLibrary.bigNumericOf("CAST(" + name + " AS VARCHAR)")
                        + " END" // not by a macro: DuckDB does not choose between several here
                : "CAST(" + name + " AS " + FieldType.duckDb(wanted) + ")";
        statements.add("ALTER TABLE %s ALTER COLUMN " + quoted(field) + " SET DATA TYPE " + FieldType.duckDb(wanted)
                + " USING " + cast);
        field.setType(to.name())
                .setPrecision(wanted.getPrecision())
                .setScale(wanted.getScale())
                .setMaxLength(wanted.getMaxLength());
    }

    private static boolean isLooser(TableFieldSchema field, TableFieldSchema wanted) {
        if (FieldType.of(field) == FieldType.RECORD) {
            return false;
        }
        boolean length = wanted.getMaxLength() == null
                || (field.getMaxLength() != null && wanted.getMaxLength() >= field.getMaxLength());
        if (wanted.getPrecision() == null) {
            return length;
        }
        if (field.getPrecision() == null) {
            return false;
        }
        long oldScale = Objects.requireNonNullElse(field.getScale(), 0L);
        long newScale = Objects.requireNonNullElse(wanted.getScale(), 0L);
        return length && newScale >= oldScale && wanted.getPrecision() - newScale >= field.getPrecision() - oldScale;
    }

    private void addPrimaryKey(TableChange change) {
        if (!table.primaryKey().isEmpty()) {
            throw problem("Already Exists: a primary key on table " + table.name());
        }
        List<String> columns = new ArrayList<>();
        if (change.options().get("columns") instanceof List<?> names) {
            names.forEach(name -> columns.add(String.valueOf(name)));
        }
        metadata.setTableConstraints(
                new TableConstraints().setPrimaryKey(new TableConstraints.PrimaryKey().setColumns(columns)));
    }

    private boolean isUsedByLayout(String column) {
        boolean time = metadata.getTimePartitioning() != null
                && column.equalsIgnoreCase(metadata.getTimePartitioning().getField());
        boolean range = metadata.getRangePartitioning() != null
                && column.equalsIgnoreCase(metadata.getRangePartitioning().getField());
        boolean clustered = metadata.getClustering() != null
                && metadata.getClustering().getFields() != null
                && metadata.getClustering().getFields().stream().anyMatch(column::equalsIgnoreCase);
        return time || range || clustered;
    }

    private TableFieldSchema column(TableChange change) {
        String name = change.column();
        TableFieldSchema field = name == null ? null : find(name);
        if (field == null) {
            throw problem("Column not found: " + name + " in table " + table.name());
        }
        return field;
    }

    private @Nullable TableFieldSchema find(String name) {
        return fields.stream()
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    private static TableFieldSchema wanted(TableChange change) {
        return Objects.requireNonNull(change.field(), "the change names a column");
    }

    private static String quoted(TableFieldSchema field) {
        return Identifier.quote(field.getName());
    }

    private static WarehouseException problem(String message) {
        return new WarehouseException(WarehouseException.Reason.INVALID_QUERY, message);
    }
}
