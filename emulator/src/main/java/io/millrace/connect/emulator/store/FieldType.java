// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** BigQuery's column types, by the names the REST API uses, and how DuckDB keeps them. */
public enum FieldType {
    STRING("VARCHAR"),
    BYTES("BLOB"),
    INTEGER("BIGINT"),
    FLOAT("DOUBLE"),
    NUMERIC("DECIMAL(38,9)"),
    /** 76 digits fit no DECIMAL: value × 10^38 as a whole number; the struct keeps it from mixing with others. */
    BIGNUMERIC("STRUCT(\"$bignumeric\" BIGNUM)"),
    BOOLEAN("BOOLEAN"),
    DATE("DATE"),
    TIME("TIME"),
    DATETIME("TIMESTAMP"),
    TIMESTAMP("TIMESTAMPTZ"),
    JSON("JSON"),
    /** Well-known text; the struct keeps it from being taken for a STRING. */
    GEOGRAPHY("STRUCT(\"$geography\" VARCHAR)"),
    INTERVAL("INTERVAL"),
    RECORD("STRUCT");

    private final String duckDb;

    FieldType(String duckDb) {
        this.duckDb = duckDb;
    }

    /** By REST or GoogleSQL name, in any case. */
    public static FieldType of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "STRING" -> STRING;
            case "BYTES" -> BYTES;
            case "INTEGER", "INT64", "INT", "SMALLINT", "BIGINT", "TINYINT", "BYTEINT" -> INTEGER;
            case "FLOAT", "FLOAT64" -> FLOAT;
            case "NUMERIC", "DECIMAL" -> NUMERIC;
            case "BIGNUMERIC", "BIGDECIMAL" -> BIGNUMERIC;
            case "BOOLEAN", "BOOL" -> BOOLEAN;
            case "DATE" -> DATE;
            case "TIME" -> TIME;
            case "DATETIME" -> DATETIME;
            case "TIMESTAMP" -> TIMESTAMP;
            case "JSON" -> JSON;
            case "GEOGRAPHY" -> GEOGRAPHY;
            case "INTERVAL" -> INTERVAL;
            case "RECORD", "STRUCT" -> RECORD;
            case "RANGE" -> throw WarehouseException.notImplemented("columns of type RANGE");
            default -> throw WarehouseException.invalid("Invalid value for type: " + name + " is not a valid value");
        };
    }

    public static FieldType of(TableFieldSchema field) {
        if (field.getType() == null) {
            throw WarehouseException.invalid("Field " + field.getName() + " has no type");
        }
        return of(field.getType());
    }

    public static boolean isRepeated(TableFieldSchema field) {
        return "REPEATED".equalsIgnoreCase(field.getMode());
    }

    public static boolean isRequired(TableFieldSchema field) {
        return "REQUIRED".equalsIgnoreCase(field.getMode());
    }

    /** Fields of a RECORD, empty for others. */
    public static List<TableFieldSchema> children(TableFieldSchema field) {
        @Nullable List<TableFieldSchema> fields = field.getFields();
        return fields == null ? List.of() : fields;
    }

    /** The field of this name, whatever its case. */
    static @Nullable TableFieldSchema find(List<TableFieldSchema> fields, String name) {
        for (TableFieldSchema field : fields) {
            if (field.getName().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }

    /** The name in GoogleSQL. */
    public String sqlName() {
        return switch (this) {
            case INTEGER -> "INT64";
            case FLOAT -> "FLOAT64";
            case BOOLEAN -> "BOOL";
            case RECORD -> "STRUCT";
            case STRING, BYTES, NUMERIC, BIGNUMERIC, DATE, TIME, DATETIME, TIMESTAMP, JSON, GEOGRAPHY, INTERVAL ->
                name();
        };
    }

    /** The DuckDB type that keeps this column. */
    public static String duckDb(TableFieldSchema field) {
        return element(field, /* nested= */ false, /* transport= */ false) + (isRepeated(field) ? "[]" : "");
    }

    /** The DuckDB type in which JDBC carries this column without loss; often the same. */
    static String transport(TableFieldSchema field) {
        return element(field, isRepeated(field), /* transport= */ true) + (isRepeated(field) ? "[]" : "");
    }

    private static String element(TableFieldSchema field, boolean nested, boolean transport) {
        FieldType type = of(field);
        if (type == RECORD) {
            StringBuilder struct = new StringBuilder("STRUCT(");
            String separator = "";
            for (TableFieldSchema child : children(field)) {
                struct.append(separator)
                        .append(Identifier.quote(child.getName()))
                        .append(' ');
                struct.append(element(child, /* nested= */ true, transport));
                struct.append(isRepeated(child) ? "[]" : "");
                separator = ", ";
            }
            return struct.append(')').toString();
        }
        if (type == NUMERIC && field.getPrecision() != null) {
            long scale = field.getScale() == null ? 0 : field.getScale();
            return "DECIMAL(" + field.getPrecision() + "," + scale + ")";
        }
        if (!transport) {
            return type.duckDb;
        }
        // JDBC appends no BIGNUM or INTERVAL, and reads nested TIMESTAMPs through the JVM's time zone.
        return switch (type) {
            case BIGNUMERIC -> "STRUCT(\"$bignumeric\" VARCHAR)";
            case INTERVAL -> "VARCHAR";
            case DATETIME -> nested ? "VARCHAR" : "TIMESTAMP";
            case STRING, BYTES, INTEGER, FLOAT, NUMERIC, BOOLEAN, DATE, TIME, TIMESTAMP, JSON, GEOGRAPHY, RECORD ->
                type.duckDb;
        };
    }
}
