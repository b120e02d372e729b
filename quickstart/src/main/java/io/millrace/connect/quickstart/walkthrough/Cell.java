// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value as text that is the same wherever the value is the same, whichever of the two databases it lies in. */
final class Cell {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private Cell() {}

    /** Of PostgreSQL. */
    static @Nullable String of(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value == null) {
            return null;
        }
        if (value instanceof Array array) {
            return Arrays.toString((Object[]) array.getArray());
        }
        return switch (row.getMetaData().getColumnTypeName(column)) {
            case "numeric" -> plain(row.getBigDecimal(column));
            case "bool" -> Boolean.toString(row.getBoolean(column));
            case "float8" -> Double.toString(row.getDouble(column));
            case "date" -> row.getObject(column, LocalDate.class).toString();
            case "timestamp" -> row.getObject(column, LocalDateTime.class).toString();
            case "timestamptz" ->
                row.getObject(column, OffsetDateTime.class).toInstant().toString();
            case "json", "jsonb" -> sorted(row.getString(column));
            default -> row.getString(column);
        };
    }

    /** Of BigQuery. */
    static @Nullable String of(FieldValue value, Field field) {
        if (value.isNull()) {
            return null;
        }
        if (value.getAttribute() == FieldValue.Attribute.REPEATED) {
            Field element = field.toBuilder().setMode(Field.Mode.NULLABLE).build();
            List<@Nullable String> elements = new ArrayList<>();
            for (FieldValue one : value.getRepeatedValue()) {
                elements.add(of(one, element));
            }
            return elements.toString();
        }
        return switch (field.getType().getStandardType()) {
            case NUMERIC, BIGNUMERIC -> plain(value.getNumericValue());
            case FLOAT64 -> Double.toString(value.getDoubleValue());
            case BOOL -> Boolean.toString(value.getBooleanValue());
            case DATETIME -> LocalDateTime.parse(value.getStringValue()).toString();
            case TIMESTAMP -> value.getTimestampInstant().toString();
            case JSON -> sorted(value.getStringValue());
            default -> value.getStringValue();
        };
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String sorted(String json) {
        try {
            return JSON.writeValueAsString(JSON.readValue(json, Object.class));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("a JSON column holds something else", notJson);
        }
    }
}
