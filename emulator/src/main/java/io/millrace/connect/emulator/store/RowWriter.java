// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Appends checked rows to one DuckDB table; columns that JDBC cannot append go through a staging table of text. */
final class RowWriter {
    private static final String STAGING = "row_writer_staging";

    private final List<TableFieldSchema> fields;
    private final @Nullable String schema;
    private final String table;

    /**
     * A writer of the given columns, in the table's order.
     *
     * @param schema DuckDB schema, unquoted; null for a temporary table
     */
    RowWriter(@Nullable String schema, String table, List<TableFieldSchema> fields) {
        this.schema = schema;
        this.table = table;
        this.fields = fields;
    }

    /** Appends rows that passed {@link RowCheck}. */
    void write(DuckDBConnection connection, List<Map<String, @Nullable Object>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        boolean direct =
                fields.stream().allMatch(field -> FieldType.transport(field).equals(FieldType.duckDb(field)));
        if (direct) {
            append(connection, schema, table, rows);
            return;
        }
        List<String> columns = new ArrayList<>();
        List<String> casts = new ArrayList<>();
        for (TableFieldSchema field : fields) {
            String name = Identifier.quote(field.getName());
            columns.add(name + " " + FieldType.transport(field));
            casts.add("CAST(" + name + " AS " + FieldType.duckDb(field) + ")");
        }
        String target =
                schema == null ? Identifier.quote(table) : Identifier.quote(schema) + "." + Identifier.quote(table);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TEMP TABLE " + STAGING + " (" + String.join(", ", columns) + ")");
            append(connection, null, STAGING, rows);
            statement.execute("INSERT INTO " + target + " SELECT " + String.join(", ", casts) + " FROM " + STAGING);
            statement.execute("DROP TABLE " + STAGING);
        }
    }

    private void append(
            DuckDBConnection connection,
            @Nullable String schemaName,
            String tableName,
            List<Map<String, @Nullable Object>> rows)
            throws SQLException {
        try (DuckDBAppender appender = schemaName == null
                ? connection.createAppender(tableName)
                : connection.createAppender(schemaName, tableName)) {
            for (Map<String, @Nullable Object> row : rows) {
                appender.beginRow();
                for (TableFieldSchema field : fields) {
                    append(appender, field, row.get(field.getName()));
                }
                appender.endRow();
            }
            appender.flush();
        }
    }

    private static void append(DuckDBAppender appender, TableFieldSchema field, @Nullable Object value)
            throws SQLException {
        if (FieldType.isRepeated(field)) {
            List<@Nullable Object> elements = new ArrayList<>();
            if (value != null) {
                for (Object element : (Collection<?>) value) {
                    elements.add(nested(field, element));
                }
            }
            appender.append(elements);
        } else if (value == null) {
            appender.appendNull();
        } else if (FieldType.of(field) == FieldType.RECORD) {
            appender.beginStruct();
            for (TableFieldSchema child : FieldType.children(field)) {
                appendInStruct(appender, child, ((Map<?, ?>) value).get(child.getName()));
            }
            appender.endStruct();
        } else {
            appendScalar(appender, field, value);
        }
    }

    private static void appendInStruct(DuckDBAppender appender, TableFieldSchema field, @Nullable Object value)
            throws SQLException {
        boolean dateTime = FieldType.of(field) == FieldType.DATETIME && !FieldType.isRepeated(field);
        if (dateTime && value != null) {
            appender.append(DateTimeText.format((LocalDateTime) value));
        } else {
            append(appender, field, value);
        }
    }

    private static void appendScalar(DuckDBAppender appender, TableFieldSchema field, Object value)
            throws SQLException {
        switch (FieldType.of(field)) {
            case STRING, JSON -> appender.append((String) value);
            case BYTES -> appender.append((byte[]) value);
            case INTEGER -> appender.append((Long) value);
            case FLOAT -> appender.append((Double) value);
            case NUMERIC -> appender.append(scaled(field, (BigDecimal) value));
            case BOOLEAN -> appender.append((Boolean) value);
            case DATE -> appender.append((LocalDate) value);
            case TIME -> appender.append((LocalTime) value);
            case DATETIME -> appender.append((LocalDateTime) value);
            case TIMESTAMP -> appender.append(((Instant) value).atOffset(ZoneOffset.UTC));
            case INTERVAL -> appender.append(IntervalText.format((Interval) value));
            case BIGNUMERIC, GEOGRAPHY -> {
                appender.beginStruct();
                appender.append(wrapped(field, value));
                appender.endStruct();
            }
            case RECORD -> throw new IllegalStateException("a record is no scalar");
        }
    }

    /** A value inside a list, where the appender takes objects: a struct is the list of its values. */
    private static @Nullable Object nested(TableFieldSchema field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (FieldType.of(field)) {
            case STRING, JSON, BYTES, INTEGER, FLOAT, BOOLEAN, DATE, TIME -> value;
            case NUMERIC -> scaled(field, (BigDecimal) value);
            case DATETIME -> DateTimeText.format((LocalDateTime) value);
            case TIMESTAMP -> ((Instant) value).atOffset(ZoneOffset.UTC);
            case INTERVAL -> IntervalText.format((Interval) value);
            case BIGNUMERIC -> struct("$bignumeric", wrapped(field, value));
            case GEOGRAPHY -> struct("$geography", wrapped(field, value));
            case RECORD -> {
                Map<String, @Nullable Object> struct = new LinkedHashMap<>();
                for (TableFieldSchema child : FieldType.children(field)) {
                    Object part = ((Map<?, ?>) value).get(child.getName());
                    struct.put(child.getName(), FieldType.isRepeated(child) ? list(child, part) : nested(child, part));
                }
                yield struct;
            }
        };
    }

    private static List<@Nullable Object> list(TableFieldSchema field, @Nullable Object value) {
        List<@Nullable Object> elements = new ArrayList<>();
        if (value != null) {
            for (Object element : (Collection<?>) value) {
                elements.add(nested(field, element));
            }
        }
        return elements;
    }

    private static Map<String, @Nullable Object> struct(String name, Object value) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put(name, value);
        return struct;
    }

    private static String wrapped(TableFieldSchema field, Object value) {
        return FieldType.of(field) == FieldType.BIGNUMERIC
                ? RowCheck.rounded(field, (BigDecimal) value)
                        .setScale(RowCheck.BIGNUMERIC_SCALE)
                        .unscaledValue()
                        .toString()
                : (String) value;
    }

    private static BigDecimal scaled(TableFieldSchema field, BigDecimal value) {
        long scale = RowCheck.numericScale(field);
        return value.setScale((int) scale, RoundingMode.HALF_UP);
    }
}
