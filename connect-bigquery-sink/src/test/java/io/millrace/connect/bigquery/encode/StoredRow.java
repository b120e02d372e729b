// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row as Google's client reads it, in the terms of the reference renderer. */
final class StoredRow {
    private StoredRow() {}

    static Map<String, Object> of(FieldValueList row, List<Column> columns) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            FieldValue value = row.get(i);
            if (value.isNull()) {
                continue;
            }
            if (column.mode() != ColumnMode.REPEATED) {
                values.put(column.name(), value(value, column));
                continue;
            }
            List<Object> elements = new ArrayList<>();
            value.getRepeatedValue().forEach(element -> elements.add(value(element, column)));
            if (!elements.isEmpty()) {
                values.put(column.name(), elements);
            }
        }
        return values;
    }

    private static Object value(FieldValue value, Column column) {
        return switch (column.type()) {
            case INT64 -> value.getLongValue();
            case FLOAT64 -> value.getDoubleValue();
            case BOOL -> value.getBooleanValue();
            case NUMERIC, BIGNUMERIC -> stripped(value.getNumericValue());
            case BYTES -> Base64.getEncoder().encodeToString(value.getBytesValue());
            case DATE -> LocalDate.parse(value.getStringValue());
            case TIME -> LocalTime.parse(value.getStringValue());
            case DATETIME -> LocalDateTime.parse(value.getStringValue());
            case TIMESTAMP -> Instant.EPOCH.plus(value.getTimestampValue(), ChronoUnit.MICROS);
            case RECORD -> of(value.getRecordValue(), column.fields());
            case STRING, JSON, GEOGRAPHY, INTERVAL -> value.getStringValue();
        };
    }

    private static BigDecimal stripped(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
