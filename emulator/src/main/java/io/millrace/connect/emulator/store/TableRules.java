// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What BigQuery asks of a table's definition, and the form in which it keeps it. */
final class TableRules {
    private static final int MAX_DEPTH = 15;
    private static final int MAX_NAME = 300;
    private static final int MAX_COLUMNS = 10_000;
    private static final Pattern COLUMN_NAME =
            Pattern.compile("[\\p{L}\\p{N}\\p{M}\\p{Pc}\\p{Pd}&%=+:'<>#|\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final List<String> RESERVED_PREFIXES = List.of(
            "_TABLE_",
            "_FILE_",
            "_PARTITION",
            "_ROW_TIMESTAMP",
            "__ROOT__",
            "_COLIDENTIFIER",
            "_CHANGE_SEQUENCE_NUMBER",
            "_CHANGE_TYPE",
            "_CHANGE_TIMESTAMP");
    private static final Pattern TABLE_NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]{1,1024}");

    private TableRules() {}

    static void checkTableId(TableName name) {
        if (!TABLE_NAME.matcher(name.table()).matches()) {
            throw WarehouseException.invalid("Invalid table ID \"" + name.table()
                    + "\". Table IDs must be alphanumeric (plus underscores, dashes, and spaces) and must be at most"
                    + " 1024 characters long.");
        }
    }

    /** Checks a definition and puts type and mode names into the API's own spelling. */
    static void normalise(Table table) {
        if (table.getSchema() != null && table.getSchema().getFields() != null) {
            normalise(table.getSchema().getFields(), "", 1);
            checkCount(table.getSchema().getFields());
        }
        if (table.getView() != null && table.getSchema() == null) {
            throw new IllegalStateException("a view is stored with the schema of its query");
        }
        checkPartitioning(table);
        checkClustering(table);
        checkPrimaryKey(table);
    }

    static void normalise(List<TableFieldSchema> fields, String path, int depth) {
        Set<String> seen = new HashSet<>();
        for (TableFieldSchema field : fields) {
            checkName(field.getName(), path, depth);
            if (!seen.add(field.getName().toLowerCase(Locale.ROOT))) {
                throw WarehouseException.invalid(
                        "Duplicate field name: " + path + field.getName() + ". Field names are case-insensitive.");
            }
            FieldType type = FieldType.of(field);
            field.setType(type.name());
            field.setMode(mode(field, path));
            if (type == FieldType.RECORD) {
                if (depth > MAX_DEPTH) {
                    throw WarehouseException.invalid("Too many levels of nested records: at most " + MAX_DEPTH);
                }
                if (FieldType.children(field).isEmpty()) {
                    throw WarehouseException.invalid(
                            "Field " + path + field.getName() + " is type RECORD but has no schema");
                }
                normalise(field.getFields(), path + field.getName() + ".", depth + 1);
            }
        }
    }

    private static void checkCount(List<TableFieldSchema> fields) {
        if (count(fields) > MAX_COLUMNS) {
            throw WarehouseException.invalid("Too many columns: at most " + MAX_COLUMNS);
        }
    }

    private static int count(List<TableFieldSchema> fields) {
        return fields.stream()
                .mapToInt(field -> 1 + (field.getFields() == null ? 0 : count(field.getFields())))
                .sum();
    }

    private static String mode(TableFieldSchema field, String path) {
        String mode = field.getMode() == null || field.getMode().isEmpty()
                ? "NULLABLE"
                : field.getMode().toUpperCase(Locale.ROOT);
        if (!List.of("NULLABLE", "REQUIRED", "REPEATED").contains(mode)) {
            throw WarehouseException.invalid("Invalid mode " + field.getMode() + " of field " + path + field.getName());
        }
        return mode;
    }

    private static void checkName(@Nullable String name, String path, int depth) {
        if (name == null || name.isEmpty()) {
            throw WarehouseException.invalid("Field name is missing" + (path.isEmpty() ? "" : " in " + path));
        }
        if (name.length() > MAX_NAME || !COLUMN_NAME.matcher(name).matches()) {
            throw WarehouseException.invalid("Invalid field name \"" + path + name
                    + "\". Fields must contain the allowed characters, and be at most 300 characters long.");
        }
        String upper = name.toUpperCase(Locale.ROOT);
        for (String prefix : RESERVED_PREFIXES) {
            if (depth == 1 && upper.startsWith(prefix)) {
                throw WarehouseException.invalid("Invalid field name \"" + name
                        + "\". Field names are not allowed to start with the (case-insensitive) prefixes "
                        + String.join(", ", RESERVED_PREFIXES));
            }
        }
    }

    private static void checkPartitioning(Table table) {
        TimePartitioning time = table.getTimePartitioning();
        if (time != null) {
            if (time.getType() == null
                    || !List.of("HOUR", "DAY", "MONTH", "YEAR").contains(time.getType())) {
                throw WarehouseException.invalid("Invalid time partitioning type " + time.getType());
            }
            if (time.getField() != null) {
                TableFieldSchema field = partitionField(table, time.getField());
                List<FieldType> allowed = time.getType().equals("HOUR")
                        ? List.of(FieldType.TIMESTAMP, FieldType.DATETIME)
                        : List.of(FieldType.TIMESTAMP, FieldType.DATETIME, FieldType.DATE);
                if (!allowed.contains(FieldType.of(field)) || FieldType.isRepeated(field)) {
                    throw WarehouseException.invalid("The field specified for partitioning can only be of type "
                            + allowed + ", found: " + field.getType() + " (field " + field.getName() + ")");
                }
            }
        }
        if (table.getRangePartitioning() != null) {
            if (time != null) {
                throw WarehouseException.invalid("Only one of timePartitioning and rangePartitioning can be specified");
            }
            TableFieldSchema field =
                    partitionField(table, table.getRangePartitioning().getField());
            if (FieldType.of(field) != FieldType.INTEGER || FieldType.isRepeated(field)) {
                throw WarehouseException.invalid("The field specified for range partitioning must be INTEGER, found: "
                        + field.getType() + " (field " + field.getName() + ")");
            }
        }
    }

    private static TableFieldSchema partitionField(Table table, @Nullable String name) {
        TableFieldSchema field = name == null ? null : column(table, name);
        if (field == null) {
            throw WarehouseException.invalid(
                    "The field specified for partitioning cannot be found in the schema: " + name);
        }
        return field;
    }

    private static void checkClustering(Table table) {
        if (table.getClustering() == null || table.getClustering().getFields() == null) {
            return;
        }
        List<String> names = table.getClustering().getFields();
        if (names.size() > 4) {
            throw WarehouseException.invalid("Too many clustering fields: " + names.size() + ", at most 4");
        }
        for (String name : names) {
            TableFieldSchema field = column(table, name);
            if (field == null) {
                throw WarehouseException.invalid(
                        "The field specified for clustering cannot be found in the schema: " + name);
            }
            FieldType type = FieldType.of(field);
            boolean groupable = type != FieldType.RECORD
                    && type != FieldType.JSON
                    && type != FieldType.FLOAT
                    && type != FieldType.BYTES
                    && type != FieldType.INTERVAL
                    && type != FieldType.TIME;
            if (!groupable || FieldType.isRepeated(field)) {
                throw WarehouseException.invalid("Clustering is not possible on field " + name + " of type "
                        + (FieldType.isRepeated(field) ? "ARRAY<" + type.sqlName() + ">" : type.sqlName()));
            }
        }
    }

    private static void checkPrimaryKey(Table table) {
        if (table.getTableConstraints() == null || table.getTableConstraints().getPrimaryKey() == null) {
            return;
        }
        List<String> names = table.getTableConstraints().getPrimaryKey().getColumns();
        if (names == null || names.isEmpty() || names.size() > 16) {
            throw WarehouseException.invalid("A primary key has 1 to 16 columns");
        }
        for (String name : names) {
            TableFieldSchema field = column(table, name);
            if (field == null) {
                throw WarehouseException.invalid("Primary key column " + name + " does not exist in the table");
            }
            FieldType type = FieldType.of(field);
            if (FieldType.isRepeated(field)
                    || List.of(
                                    FieldType.RECORD,
                                    FieldType.JSON,
                                    FieldType.GEOGRAPHY,
                                    FieldType.FLOAT,
                                    FieldType.BYTES,
                                    FieldType.INTERVAL,
                                    FieldType.TIME)
                            .contains(type)) {
                throw WarehouseException.invalid("Primary key column " + name + " cannot be of type " + type.sqlName());
            }
        }
    }

    private static @Nullable TableFieldSchema column(Table table, String name) {
        if (table.getSchema() == null || table.getSchema().getFields() == null) {
            return null;
        }
        for (TableFieldSchema field : table.getSchema().getFields()) {
            if (field.getName().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }
}
