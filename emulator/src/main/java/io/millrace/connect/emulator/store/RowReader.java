// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** Reads typed rows of a DuckDB query whose columns are known. */
final class RowReader {
    private RowReader() {}

    /** Runs {@code sql}, whose result columns are {@code fields} by position and name. */
    static QueryResult read(DuckDBConnection connection, String sql, List<TableFieldSchema> fields)
            throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(carried(sql, fields))) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>(fields.size());
                for (int i = 0; i < fields.size(); i++) {
                    row.add(column(result, i + 1, fields.get(i)));
                }
                rows.add(row);
            }
        }
        return new QueryResult(new TableSchema().setFields(fields), rows);
    }

    private static String carried(String sql, List<TableFieldSchema> fields) {
        List<String> columns = new ArrayList<>();
        boolean same = true;
        for (TableFieldSchema field : fields) {
            String name = Identifier.quote(field.getName());
            boolean cast = !FieldType.transport(field).equals(FieldType.duckDb(field));
            same &= !cast;
            columns.add(cast ? "CAST(" + name + " AS " + FieldType.transport(field) + ")" : name);
        }
        return same ? sql : "SELECT " + String.join(", ", columns) + " FROM (" + sql + ")";
    }

    private static @Nullable Object column(ResultSet result, int index, TableFieldSchema field) throws SQLException {
        if (FieldType.of(field) == FieldType.DATETIME && !FieldType.isRepeated(field)) {
            return result.getObject(index, LocalDateTime.class);
        }
        return value(result.getObject(index), field);
    }

    private static @Nullable Object value(@Nullable Object value, TableFieldSchema field) throws SQLException {
        if (!FieldType.isRepeated(field)) {
            return value == null ? null : scalar(value, field);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        if (value != null) {
            for (Object element : (Object[]) ((Array) value).getArray()) {
                elements.add(element == null ? null : scalar(element, field));
            }
        }
        return elements;
    }

    private static Object scalar(Object value, TableFieldSchema field) throws SQLException {
        return switch (FieldType.of(field)) {
            case STRING, JSON -> value.toString();
            case BYTES -> bytes((Blob) value);
            case INTEGER -> value instanceof BigInteger huge ? int64(huge) : ((Number) value).longValue();
            case FLOAT -> ((Number) value).doubleValue();
            case NUMERIC -> plain((BigDecimal) value, false);
            case BIGNUMERIC -> plain(new BigDecimal(new BigInteger(unwrap(value)), RowCheck.BIGNUMERIC_SCALE), true);
            case BOOLEAN, DATE, TIME -> value;
            case DATETIME -> DateTimeText.parse((String) value);
            case TIMESTAMP -> ((OffsetDateTime) value).toInstant();
            case GEOGRAPHY -> unwrap(value);
            case INTERVAL -> IntervalText.parse((String) value);
            case RECORD -> record((DuckDBStruct) value, field);
        };
    }

    private static long int64(BigInteger huge) {
        if (huge.bitLength() > 63) {
            throw new WarehouseException(WarehouseException.Reason.INVALID_QUERY, "int64 overflow");
        }
        return huge.longValue();
    }

    private static Map<String, @Nullable Object> record(DuckDBStruct struct, TableFieldSchema field)
            throws SQLException {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        Object[] parts = struct.getAttributes();
        List<TableFieldSchema> children = FieldType.children(field);
        for (int i = 0; i < children.size(); i++) {
            record.put(children.get(i).getName(), value(parts[i], children.get(i)));
        }
        return record;
    }

    private static String unwrap(Object struct) throws SQLException {
        return String.valueOf(((DuckDBStruct) struct).getAttributes()[0]);
    }

    private static byte[] bytes(Blob blob) throws SQLException {
        return blob.getBytes(1, (int) blob.length());
    }

    private static BigDecimal plain(BigDecimal value, boolean bigNumeric) {
        // DuckDB's DECIMAL arithmetic keeps more places than NUMERIC has; BIGNUMERIC comes with its own scale.
        BigDecimal fitting = value.scale() > 9 && !bigNumeric ? value.setScale(9, RoundingMode.HALF_UP) : value;
        BigDecimal stripped = fitting.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
