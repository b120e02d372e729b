// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from one schema to a wanted one by the API's rules: columns may be added, REQUIRED may become NULLABLE,
 * descriptions and tags may change; all else is refused.
 *
 * @param fields the resulting columns: the old ones in their order and spelling, then the new ones
 * @param statements what to do to the DuckDB table, {@code %s} standing for its name
 */
record SchemaChange(List<TableFieldSchema> fields, List<String> statements) {

    static SchemaChange between(TableName table, List<TableFieldSchema> old, List<TableFieldSchema> wanted) {
        List<String> statements = new ArrayList<>();
        List<TableFieldSchema> merged = merge(table, old, wanted, "", "", statements);
        return new SchemaChange(merged, statements);
    }

    private static List<TableFieldSchema> merge(
            TableName table,
            List<TableFieldSchema> old,
            List<TableFieldSchema> wanted,
            String path,
            String duckPath,
            List<String> statements) {
        List<TableFieldSchema> merged = new ArrayList<>();
        for (TableFieldSchema before : old) {
            TableFieldSchema after = FieldType.find(wanted, before.getName());
            String name = path + before.getName();
            if (after == null) {
                throw mismatch(table, "Field " + name + " is missing in new schema");
            }
            if (FieldType.of(before) != FieldType.of(after)) {
                throw mismatch(
                        table,
                        "Field " + name + " has changed type from " + before.getType() + " to " + after.getType());
            }
            checkMode(table, name, before, after);
            TableFieldSchema result = Model.copy(after).setName(before.getName());
            String duckName = duckPath + Identifier.quote(before.getName());
            if (FieldType.of(before) == FieldType.RECORD) {
                String inside = duckName + (FieldType.isRepeated(before) ? ".element." : ".");
                result.setFields(merge(
                        table, FieldType.children(before), FieldType.children(after), name + ".", inside, statements));
            }
            if (FieldType.isRequired(before) && !FieldType.isRequired(after) && path.isEmpty()) {
                statements.add("ALTER TABLE %s ALTER COLUMN " + duckName + " DROP NOT NULL");
            }
            merged.add(result);
        }
        for (TableFieldSchema added : wanted) {
            if (FieldType.find(old, added.getName()) == null) {
                if (FieldType.isRequired(added)) {
                    throw mismatch(
                            table,
                            "Cannot add required fields to an existing schema. (field: " + path + added.getName()
                                    + ")");
                }
                if (path.isEmpty()) {
                    statements.addAll(AddedColumn.statements(added));
                } else {
                    statements.add("ALTER TABLE %s ADD COLUMN " + duckPath + Identifier.quote(added.getName()) + " "
                            + FieldType.duckDb(added));
                }
                merged.add(Model.copy(added));
            }
        }
        return merged;
    }

    private static void checkMode(TableName table, String name, TableFieldSchema before, TableFieldSchema after) {
        boolean same = FieldType.isRepeated(before) == FieldType.isRepeated(after)
                && FieldType.isRequired(before) == FieldType.isRequired(after);
        boolean relaxed = FieldType.isRequired(before) && !FieldType.isRepeated(after);
        if (!same && !relaxed) {
            throw mismatch(
                    table, "Field " + name + " has changed mode from " + before.getMode() + " to " + after.getMode());
        }
    }

    private static WarehouseException mismatch(TableName table, String what) {
        return WarehouseException.invalid("Provided Schema does not match Table " + table + ". " + what);
    }
}
