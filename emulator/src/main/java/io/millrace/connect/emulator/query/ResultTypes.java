// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.WarehouseException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/** The columns a DuckDB query would give, in BigQuery's types. */
final class ResultTypes {
    private final String type;
    private int at;

    private ResultTypes(String type) {
        this.type = type;
    }

    static List<TableFieldSchema> describe(DuckDBConnection connection, String sql) throws SQLException {
        List<TableFieldSchema> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE " + sql)) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (!names.add(name.toLowerCase(Locale.ROOT))) {
                    throw problem("Duplicate column names in the result are not supported when a destination table"
                            + " is present. Found duplicate(s): " + name);
                }
                fields.add(new ResultTypes(rows.getString(2)).read(name));
            }
        }
        return fields;
    }

    private TableFieldSchema read(String name) {
        TableFieldSchema field = new TableFieldSchema().setName(name).setMode("NULLABLE");
        if (type.startsWith("STRUCT(", at)) {
            at += "STRUCT(".length();
            List<TableFieldSchema> children = new ArrayList<>();
            do {
                children.add(read(childName(children.size() + 1)));
            } while (type.charAt(at++) == ',' && skipSpace());
            struct(field, children);
        } else {
            int start = at;
            int depth = 0;
            while (at < type.length() && (depth > 0 || ",)[".indexOf(type.charAt(at)) < 0)) {
                depth += type.charAt(at) == '(' ? 1 : type.charAt(at) == ')' ? -1 : 0;
                at++;
            }
            field.setType(scalar(type.substring(start, at)).name());
        }
        if (type.startsWith("[]", at)) {
            at += 2;
            field.setMode("REPEATED");
        }
        if (type.startsWith("[", at)) {
            throw problem("Cannot return or store an ARRAY of ARRAY: column " + name);
        }
        return field;
    }

    private boolean skipSpace() {
        at++;
        return true;
    }

    /** The name before a field's type; a struct made of values alone has none. */
    private String childName(int place) {
        if (type.charAt(at) != '"') {
            int end = at;
            while (Character.isLetterOrDigit(type.charAt(end)) || type.charAt(end) == '_') {
                end++;
            }
            boolean named = type.charAt(end) == ' ' && !type.startsWith("TIMESTAMP WITH TIME ZONE", at);
            String name = named ? type.substring(at, end) : "_field_" + place;
            at = named ? end + 1 : at;
            return name;
        }
        StringBuilder name = new StringBuilder();
        at++;
        while (true) {
            if (type.startsWith("\"\"", at)) {
                name.append('"');
                at += 2;
            } else if (type.charAt(at) == '"') {
                at += 2;
                return name.toString();
            } else {
                name.append(type.charAt(at++));
            }
        }
    }

    private static void struct(TableFieldSchema field, List<TableFieldSchema> children) {
        String only = children.size() == 1 ? children.get(0).getName() : "";
        if (only.equals("$bignumeric")) {
            field.setType(FieldType.BIGNUMERIC.name());
        } else if (only.equals("$geography")) {
            field.setType(FieldType.GEOGRAPHY.name());
        } else {
            field.setType(FieldType.RECORD.name()).setFields(children);
        }
    }

    private static FieldType scalar(String name) {
        if (name.startsWith("DECIMAL")) {
            return FieldType.NUMERIC;
        }
        return switch (name) {
            case "BIGINT",
                    "INTEGER",
                    "SMALLINT",
                    "TINYINT",
                    "HUGEINT",
                    "UBIGINT",
                    "UINTEGER",
                    "USMALLINT",
                    "UTINYINT",
                    "UHUGEINT",
                    "\"NULL\"" -> FieldType.INTEGER;
            case "DOUBLE", "FLOAT" -> FieldType.FLOAT;
            case "VARCHAR", "UUID" -> FieldType.STRING;
            // Only ever inside the struct that marks a BIGNUMERIC.
            case "BIGNUM" -> FieldType.BIGNUMERIC;
            case "BLOB" -> FieldType.BYTES;
            case "BOOLEAN" -> FieldType.BOOLEAN;
            case "DATE" -> FieldType.DATE;
            case "TIME" -> FieldType.TIME;
            case "TIMESTAMP" -> FieldType.DATETIME;
            case "TIMESTAMP WITH TIME ZONE" -> FieldType.TIMESTAMP;
            case "JSON" -> FieldType.JSON;
            case "INTERVAL" -> FieldType.INTERVAL;
            default -> throw problem("The result has a column of type " + name + ", which BigQuery does not have");
        };
    }

    private static WarehouseException problem(String message) {
        return new WarehouseException(WarehouseException.Reason.INVALID_QUERY, message);
    }
}
