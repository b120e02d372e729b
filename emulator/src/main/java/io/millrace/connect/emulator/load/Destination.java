// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Model;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table that a job writes to, by its dispositions and schema update options. */
public final class Destination {
    private final Warehouse warehouse;
    private final Table wanted;
    private final TableName name;
    private final boolean mayCreate;
    private final String writeDisposition;
    private final Set<String> updates;

    /** A destination; {@code wanted} is how the table is made where there is none, but for its columns. */
    public Destination(
            Warehouse warehouse,
            Table wanted,
            @Nullable String createDisposition,
            String writeDisposition,
            @Nullable List<String> schemaUpdateOptions) {
        this.warehouse = warehouse;
        this.wanted = wanted;
        this.name = TableName.of(wanted.getTableReference());
        this.mayCreate = !"CREATE_NEVER".equals(createDisposition);
        this.writeDisposition = writeDisposition;
        this.updates = schemaUpdateOptions == null ? Set.of() : Set.copyOf(schemaUpdateOptions);
    }

    public boolean truncates() {
        return writeDisposition.equals("WRITE_TRUNCATE");
    }

    /** The table as it is before the job. */
    public Optional<StoredTable> current() {
        return warehouse.table(name);
    }

    /** Makes the table ready to take rows of these columns; to be called inside a write. */
    public StoredTable prepare(List<TableFieldSchema> fields) {
        Optional<StoredTable> before = current();
        if (before.isEmpty()) {
            return create(fields);
        }
        StoredTable table = before.get();
        if (writeDisposition.equals("WRITE_EMPTY") && warehouse.rowCount(name) > 0) {
            throw new WarehouseException(WarehouseException.Reason.DUPLICATE, "Already Exists: Table " + name);
        }
        if (truncates()) {
            return replace(table, fields);
        }
        return widen(table, fields);
    }

    private StoredTable create(List<TableFieldSchema> fields) {
        if (!mayCreate) {
            throw new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: Table " + name);
        }
        warehouse.permissions().require(name.inDataset().toString(), "bigquery.tables.create", "Dataset");
        Table table = Model.copy(wanted);
        table.setSchema(new TableSchema().setFields(fields));
        return warehouse.createTable(table);
    }

    /** All rows go; the layout stays, and so do the columns unless the job brings others. */
    private StoredTable replace(StoredTable table, List<TableFieldSchema> fields) {
        Table metadata = table.metadata();
        warehouse.deleteTable(name);
        metadata.setSchema(new TableSchema().setFields(fields));
        if (wanted.getTimePartitioning() != null) {
            metadata.setTimePartitioning(wanted.getTimePartitioning());
        }
        if (wanted.getClustering() != null) {
            metadata.setClustering(wanted.getClustering());
        }
        return warehouse.createTable(metadata);
    }

    private StoredTable widen(StoredTable table, List<TableFieldSchema> fields) {
        List<TableFieldSchema> merged = merge(table.fields(), fields, "");
        if (Model.text(merged).equals(Model.text(table.fields()))) {
            return table;
        }
        Table metadata = table.metadata();
        metadata.setSchema(new TableSchema().setFields(merged));
        return warehouse.updateTable(name, metadata, null);
    }

    private List<TableFieldSchema> merge(List<TableFieldSchema> old, List<TableFieldSchema> incoming, String path) {
        List<TableFieldSchema> merged = new ArrayList<>();
        for (TableFieldSchema before : old) {
            TableFieldSchema after = Columns.find(incoming, before.getName());
            TableFieldSchema result = Model.copy(before);
            boolean relaxed = FieldType.isRequired(before) && after != null && !FieldType.isRequired(after);
            if (relaxed && updates.contains("ALLOW_FIELD_RELAXATION")) {
                result.setMode("NULLABLE");
            }
            if (after != null) {
                checkSame(before, after, path, updates.contains("ALLOW_FIELD_RELAXATION"));
                if (FieldType.of(before) == FieldType.RECORD) {
                    result.setFields(merge(
                            FieldType.children(before), FieldType.children(after), path + before.getName() + "."));
                }
            }
            merged.add(result);
        }
        for (TableFieldSchema after : incoming) {
            if (Columns.find(old, after.getName()) == null) {
                if (!updates.contains("ALLOW_FIELD_ADDITION") && !old.isEmpty()) {
                    throw mismatch("Cannot add fields (field: " + path + after.getName() + ")");
                }
                if (FieldType.isRequired(after) && !old.isEmpty()) {
                    throw mismatch("Cannot add required fields to an existing schema. (field: " + path + after.getName()
                            + ")");
                }
                merged.add(Model.copy(after));
            }
        }
        return merged;
    }

    private void checkSame(TableFieldSchema before, TableFieldSchema after, String path, boolean relaxable) {
        String field = path + before.getName();
        if (FieldType.of(before) != FieldType.of(after)) {
            throw mismatch("Field " + field + " has changed type from " + before.getType() + " to " + after.getType());
        }
        String oldMode = mode(before);
        String newMode = mode(after);
        boolean relaxed = relaxable && oldMode.equals("REQUIRED") && newMode.equals("NULLABLE");
        if (!oldMode.equals(newMode) && !relaxed) {
            throw mismatch("Field " + field + " has changed mode from " + oldMode + " to " + newMode);
        }
    }

    private static String mode(TableFieldSchema field) {
        return field.getMode() == null ? "NULLABLE" : field.getMode().toUpperCase(Locale.ROOT);
    }

    private WarehouseException mismatch(String what) {
        return WarehouseException.invalid("Provided Schema does not match Table " + name + ". " + what);
    }
}
