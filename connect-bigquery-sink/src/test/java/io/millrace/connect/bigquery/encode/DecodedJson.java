// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.value.IntervalText;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows read back by Jackson, as Google's pages say that BigQuery reads JSON, in the terms of {@link Decoded}. */
final class DecodedJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private DecodedJson() {}

    static JsonNode tree(Row row) {
        try {
            return JSON.readTree(row.bytes());
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    static Map<String, Object> row(Row row, JsonDialect dialect) {
        for (byte each : row.bytes()) {
            if (each == '\n' || each == '\r') {
                throw new AssertionError("the row has more than one line");
            }
        }
        return record(tree(row), row.shape().columns(), dialect);
    }

    private static Map<String, Object> record(JsonNode object, List<Column> columns, JsonDialect dialect) {
        Map<String, Object> row = new LinkedHashMap<>();
        int known = 0;
        for (Column column : columns) {
            JsonNode value = object.get(column.name());
            known += value == null ? 0 : 1;
            if (value == null || value.isNull()) {
                continue;
            }
            if (column.mode() != ColumnMode.REPEATED) {
                row.put(column.name(), value(value, column, dialect));
                continue;
            }
            List<Object> elements = new ArrayList<>();
            for (Iterator<JsonNode> each = value.elements(); each.hasNext(); ) {
                elements.add(value(each.next(), column, dialect));
            }
            if (!elements.isEmpty()) {
                row.put(column.name(), elements);
            }
        }
        if (known != object.size()) {
            throw new AssertionError("members without a column in " + object);
        }
        return row;
    }

    private static Object value(JsonNode value, Column column, JsonDialect dialect) {
        boolean file = dialect == JsonDialect.LINES;
        if (column.type() == ColumnType.RECORD) {
            return record(value, column.fields(), dialect);
        }
        if (column.type() == ColumnType.JSON && file) {
            return value.toString();
        }
        String text = value.asText();
        return switch (column.type()) {
            case INT64 -> integer(value);
            case FLOAT64 -> Double.parseDouble(text);
            case BOOL -> value.booleanValue();
            case NUMERIC, BIGNUMERIC -> {
                BigDecimal number = new BigDecimal(text);
                yield number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            }
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
            case DATETIME -> LocalDateTime.parse(text.replace(' ', 'T'));
            case TIMESTAMP -> Instant.parse(text.replace(' ', 'T'));
            case INTERVAL -> file ? IntervalText.of(text) : text;
            default -> text;
        };
    }

    /** Past what a double holds it must be a text. */
    private static long integer(JsonNode value) {
        if (value.isNumber() && value.longValue() != (long) value.doubleValue()) {
            throw new AssertionError("an integer that a double would round");
        }
        return Long.parseLong(value.asText());
    }
}
