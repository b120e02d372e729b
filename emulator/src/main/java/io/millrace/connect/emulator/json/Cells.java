// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.json;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.model.TableCell;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableRow;
import io.millrace.connect.emulator.store.FieldType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes typed values as the REST API does: {@code {"f": [{"v": …}]}}. */
public final class Cells {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private final boolean integerTimestamps;

    /** With {@code integerTimestamps} a TIMESTAMP is microseconds, else seconds with a fraction. */
    public Cells(boolean integerTimestamps) {
        this.integerTimestamps = integerTimestamps;
    }

    public List<TableRow> rows(List<TableFieldSchema> fields, List<List<@Nullable Object>> rows) {
        List<TableRow> written = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            List<TableCell> cells = new ArrayList<>(row.size());
            for (int i = 0; i < fields.size(); i++) {
                cells.add(cell(fields.get(i), row.get(i)));
            }
            written.add(new TableRow().setF(cells));
        }
        return written;
    }

    private TableCell cell(TableFieldSchema field, @Nullable Object value) {
        if (value == null) {
            return new TableCell().setV(Data.nullOf(Object.class));
        }
        if (!FieldType.isRepeated(field)) {
            return new TableCell().setV(value(field, value));
        }
        List<TableCell> elements = new ArrayList<>();
        for (Object element : (Collection<?>) value) {
            elements.add(new TableCell().setV(element == null ? Data.nullOf(Object.class) : value(field, element)));
        }
        return new TableCell().setV(elements);
    }

    private Object value(TableFieldSchema field, Object value) {
        return switch (FieldType.of(field)) {
            case STRING, JSON, GEOGRAPHY -> value;
            case BYTES -> Base64.getEncoder().encodeToString((byte[]) value);
            case NUMERIC, BIGNUMERIC -> ((BigDecimal) value).toPlainString();
            case TIME -> TIME.format((LocalTime) value);
            case DATETIME -> DATE_TIME.format((LocalDateTime) value);
            case TIMESTAMP -> timestamp((Instant) value);
            case INTEGER, FLOAT, BOOLEAN, DATE, INTERVAL -> value.toString();
            case RECORD -> {
                List<TableCell> cells = new ArrayList<>();
                for (TableFieldSchema child : FieldType.children(field)) {
                    cells.add(cell(child, ((Map<?, ?>) value).get(child.getName())));
                }
                yield new TableRow().setF(cells);
            }
        };
    }

    private String timestamp(Instant value) {
        long micros = TemporalText.micros(value);
        if (integerTimestamps) {
            return Long.toString(micros);
        }
        BigDecimal exact = BigDecimal.valueOf(micros, 6);
        double seconds = exact.doubleValue();
        boolean lossless = new BigDecimal(Double.toString(seconds)).compareTo(exact) == 0;
        return lossless ? Double.toString(seconds) : exact.toPlainString();
    }
}
