// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How texts are compared: a column without a word of its own is as its table says, and a table as its dataset said when it
 * was made (cloud.google.com/bigquery/docs/reference/standard-sql/collation-concepts, 2026-11).
 */
final class Collation {
    private static final String IGNORES_CASE = "und:ci";

    private Collation() {}

    /** Settles how columns of a table that is made are compared. */
    static void settle(Dataset dataset, Table table) {
        if (table.getDefaultCollation() == null) {
            table.setDefaultCollation(dataset.getDefaultCollation());
        }
        settle(table, List.of());
    }

    /** The same for a table that was there, whose columns stay as they are. */
    static void settle(Table table, List<TableFieldSchema> before) {
        if (table.getSchema() == null || table.getSchema().getFields() == null) {
            return;
        }
        settle(table.getSchema().getFields(), before, checked(table.getDefaultCollation()));
        List<String> clustering =
                table.getClustering() == null || table.getClustering().getFields() == null
                        ? List.of()
                        : table.getClustering().getFields();
        for (TableFieldSchema field : table.getSchema().getFields()) {
            if (field.getCollation() != null && clustering.stream().anyMatch(field.getName()::equalsIgnoreCase)) {
                throw WarehouseException.invalid("CLUSTER BY STRING column " + field.getName() + " with collation "
                        + field.getCollation() + " isn't supported");
            }
        }
    }

    private static void settle(
            List<TableFieldSchema> fields, List<TableFieldSchema> before, @Nullable String inherited) {
        for (TableFieldSchema field : fields) {
            TableFieldSchema old = FieldType.find(before, field.getName());
            FieldType type = FieldType.of(field);
            if (type == FieldType.RECORD) {
                settle(FieldType.children(field), old == null ? List.of() : FieldType.children(old), inherited);
            } else if (type == FieldType.STRING) {
                String own = old != null ? old.getCollation() : field.getCollation();
                field.setCollation(checked(old != null || own != null ? own : inherited));
            } else if (field.getCollation() != null && !field.getCollation().isEmpty()) {
                throw WarehouseException.invalid(
                        "Collation is only for fields of type STRING, not for " + field.getName());
            }
        }
    }

    /** The same, null where there is none. */
    private static @Nullable String checked(@Nullable String collation) {
        if (collation == null || collation.isEmpty()) {
            return null;
        }
        if (!collation.equals(IGNORES_CASE)) {
            throw WarehouseException.invalid("Invalid collation: " + collation);
        }
        return collation;
    }

    /** What DuckDB is told of a column. */
    static String duckDb(TableFieldSchema field) {
        boolean compared = FieldType.of(field) == FieldType.STRING && !FieldType.isRepeated(field);
        return compared && IGNORES_CASE.equals(field.getCollation()) ? " COLLATE NOCASE" : "";
    }
}
