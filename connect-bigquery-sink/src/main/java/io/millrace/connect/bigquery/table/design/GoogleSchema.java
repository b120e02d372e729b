// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns BigQuery's table schemas into shapes and shapes into BigQuery's. */
public final class GoogleSchema {
    private final Map<String, String> policyTags;

    /** @param policyTags the policy tag by infoType, for columns that are created */
    public GoogleSchema(Map<String, String> policyTags) {
        this.policyTags = policyTags;
    }

    /** The live table's columns, but for those of types that the sink does not write (such as RANGE). */
    public static TableShape shapeOf(@Nullable TableSchema schema) {
        return new TableShape(columns(schema == null ? null : schema.getFields()));
    }

    private static List<Column> columns(@Nullable List<TableFieldSchema> fields) {
        List<Column> columns = new ArrayList<>();
        if (fields != null) {
            for (TableFieldSchema field : fields) {
                ColumnType type = type(field.getType());
                List<Column> children = type == ColumnType.RECORD ? columns(field.getFields()) : List.of();
                if (type != null && (type != ColumnType.RECORD || !children.isEmpty())) {
                    columns.add(new Column(
                            field.getName(),
                            type,
                            mode(field.getMode()),
                            children,
                            field.getDescription(),
                            null,
                            field.getDefaultValueExpression() != null,
                            limits(field)));
                }
            }
        }
        return columns;
    }

    private static Limits limits(TableFieldSchema field) {
        Long precision = field.getPrecision();
        Long scale = field.getScale();
        Long maxLength = field.getMaxLength();
        return precision == null && maxLength == null
                ? Limits.NONE
                : new Limits(
                        precision == null ? null : Math.toIntExact(precision),
                        scale == null ? 0 : Math.toIntExact(scale),
                        maxLength);
    }

    /** The columns that are wanted and that the live table has of a type that the sink does not write: path and type. */
    public static List<String> unwritable(@Nullable TableSchema live, TableShape wanted) {
        List<String> unwritable = new ArrayList<>();
        collectUnwritable(live == null ? null : live.getFields(), wanted.columns(), "", unwritable);
        return unwritable;
    }

    private static void collectUnwritable(
            @Nullable List<TableFieldSchema> live, List<Column> wanted, String path, List<String> found) {
        for (TableFieldSchema field : live == null ? List.<TableFieldSchema>of() : live) {
            for (Column column : wanted) {
                if (!column.name().equalsIgnoreCase(field.getName())) {
                    continue;
                }
                if (type(field.getType()) == null) {
                    found.add(path + field.getName() + " is " + field.getType());
                } else {
                    collectUnwritable(field.getFields(), column.fields(), path + field.getName() + ".", found);
                }
            }
        }
    }

    /** BigQuery answers with the names of its older SQL dialect; both are understood. */
    private static @Nullable ColumnType type(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "INTEGER", "INT64" -> ColumnType.INT64;
            case "FLOAT", "FLOAT64" -> ColumnType.FLOAT64;
            case "BOOLEAN", "BOOL" -> ColumnType.BOOL;
            case "RECORD", "STRUCT" -> ColumnType.RECORD;
            case "NUMERIC" -> ColumnType.NUMERIC;
            case "BIGNUMERIC" -> ColumnType.BIGNUMERIC;
            case "STRING" -> ColumnType.STRING;
            case "BYTES" -> ColumnType.BYTES;
            case "DATE" -> ColumnType.DATE;
            case "TIME" -> ColumnType.TIME;
            case "DATETIME" -> ColumnType.DATETIME;
            case "TIMESTAMP" -> ColumnType.TIMESTAMP;
            case "JSON" -> ColumnType.JSON;
            case "GEOGRAPHY" -> ColumnType.GEOGRAPHY;
            case "INTERVAL" -> ColumnType.INTERVAL;
            default -> null;
        };
    }

    private static String nameOf(ColumnType type) {
        return switch (type) {
            case INT64 -> "INTEGER";
            case FLOAT64 -> "FLOAT";
            case BOOL -> "BOOLEAN";
            case NUMERIC,
                    BIGNUMERIC,
                    STRING,
                    BYTES,
                    DATE,
                    TIME,
                    DATETIME,
                    TIMESTAMP,
                    JSON,
                    GEOGRAPHY,
                    INTERVAL,
                    RECORD -> type.name();
        };
    }

    private static ColumnMode mode(@Nullable String name) {
        return name == null ? ColumnMode.NULLABLE : ColumnMode.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The schema of a table that is created. */
    public TableSchema of(TableShape shape) {
        return new TableSchema().setFields(fields(shape.columns()));
    }

    /**
     * The live schema grown to a superset of it. All that BigQuery keeps about live columns (descriptions, defaults,
     * lengths, policy tags) stays as it is; modes only relax; new columns come last.
     */
    public TableSchema grown(@Nullable TableSchema live, TableShape superset) {
        List<TableFieldSchema> fields = live == null || live.getFields() == null ? List.of() : live.getFields();
        return new TableSchema().setFields(grown(fields, superset.columns()));
    }

    private List<TableFieldSchema> grown(List<TableFieldSchema> live, List<Column> superset) {
        Map<String, Column> wanted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        superset.forEach(column -> wanted.put(column.name(), column));
        List<TableFieldSchema> grown = new ArrayList<>(superset.size());
        for (TableFieldSchema field : live) {
            Column column = wanted.remove(field.getName());
            grown.add(column == null ? field : merged(field, column));
        }
        superset.stream()
                .filter(column -> wanted.containsKey(column.name()))
                .forEach(column -> grown.add(field(column)));
        return grown;
    }

    private TableFieldSchema merged(TableFieldSchema live, Column column) {
        TableFieldSchema merged = live.clone();
        if (column.mode() == ColumnMode.NULLABLE && mode(live.getMode()) == ColumnMode.REQUIRED) {
            merged.setMode(ColumnMode.NULLABLE.name());
        }
        if (column.type() == ColumnType.RECORD && live.getFields() != null) {
            merged.setFields(grown(live.getFields(), column.fields()));
        }
        return merged;
    }

    private List<TableFieldSchema> fields(List<Column> columns) {
        List<TableFieldSchema> fields = new ArrayList<>(columns.size());
        columns.forEach(column -> fields.add(field(column)));
        return fields;
    }

    private TableFieldSchema field(Column column) {
        // A dropped table's default is not known any more, and without one its rows would lack a REQUIRED value.
        ColumnMode mode =
                column.defaulted() && column.mode() == ColumnMode.REQUIRED ? ColumnMode.NULLABLE : column.mode();
        TableFieldSchema field = new TableFieldSchema()
                .setName(column.name())
                .setType(nameOf(column.type()))
                .setMode(mode.name())
                .setDescription(column.description());
        limit(field, column.limits());
        if (column.type() == ColumnType.RECORD) {
            field.setFields(fields(column.fields()));
        }
        String tag = column.infoType() == null ? null : policyTags.get(column.infoType());
        if (tag != null) {
            field.setPolicyTags(new TableFieldSchema.PolicyTags().setNames(List.of(tag)));
        }
        return field;
    }

    private static void limit(TableFieldSchema field, Limits limits) {
        if (limits.precision() != null) {
            field.setPrecision(limits.precision().longValue()).setScale((long) limits.scale());
        }
        field.setMaxLength(limits.maxLength());
    }
}
