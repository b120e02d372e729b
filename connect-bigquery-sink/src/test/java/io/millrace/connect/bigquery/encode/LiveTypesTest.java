// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.model.ColumnType.BIGNUMERIC;
import static io.millrace.connect.bigquery.model.ColumnType.BOOL;
import static io.millrace.connect.bigquery.model.ColumnType.BYTES;
import static io.millrace.connect.bigquery.model.ColumnType.DATE;
import static io.millrace.connect.bigquery.model.ColumnType.DATETIME;
import static io.millrace.connect.bigquery.model.ColumnType.FLOAT64;
import static io.millrace.connect.bigquery.model.ColumnType.GEOGRAPHY;
import static io.millrace.connect.bigquery.model.ColumnType.INT64;
import static io.millrace.connect.bigquery.model.ColumnType.INTERVAL;
import static io.millrace.connect.bigquery.model.ColumnType.JSON;
import static io.millrace.connect.bigquery.model.ColumnType.NUMERIC;
import static io.millrace.connect.bigquery.model.ColumnType.RECORD;
import static io.millrace.connect.bigquery.model.ColumnType.STRING;
import static io.millrace.connect.bigquery.model.ColumnType.TIME;
import static io.millrace.connect.bigquery.model.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each logical type of Connect and Debezium for each type of a live column: what it becomes, or that it is refused. */
class LiveTypesTest {
    private static final LocalDateTime LOCAL = LocalDateTime.parse("2024-05-09T01:02:03.004");
    private static final Instant INSTANT = Instant.parse("2024-05-09T01:02:03.004Z");
    private static final long MILLIS = INSTANT.toEpochMilli();
    private static final int DAYS = (int) LocalDate.parse("2024-05-09").toEpochDay();
    private static final LocalDate DAY = LocalDate.parse("2024-05-09");
    private static final LocalDateTime MIDNIGHT = DAY.atStartOfDay();
    private static final Instant MIDNIGHT_UTC = Instant.parse("2024-05-09T00:00:00Z");
    private static final LocalTime CLOCK = LocalTime.parse("01:02:03.004");

    private static final List<Column> POINT_FIELDS = List.of(
            Column.of("x", FLOAT64, ColumnMode.REQUIRED),
            Column.of("y", FLOAT64, ColumnMode.REQUIRED),
            Column.of("wkb", BYTES, ColumnMode.NULLABLE),
            Column.of("srid", INT64, ColumnMode.NULLABLE));
    private static final List<Column> GEOMETRY_FIELDS =
            List.of(Column.of("wkb", BYTES, ColumnMode.REQUIRED), Column.of("srid", INT64, ColumnMode.NULLABLE));
    private static final List<Column> DECIMAL_FIELDS =
            List.of(Column.of("scale", INT64, ColumnMode.REQUIRED), Column.of("value", BYTES, ColumnMode.REQUIRED));

    private final Encoding encoding = new Encoding();

    /** Schema, value, fields of a RECORD if one holds it, and by type what the value becomes. */
    static Stream<Arguments> kinds() {
        BigDecimal seven = new BigDecimal("7");
        Map<ColumnType, Object> datetime = Map.of(
                DATETIME, LOCAL, TIMESTAMP, INSTANT, STRING, LOCAL.toString(), JSON, '"' + LOCAL.toString() + '"');
        Map<ColumnType, Object> date = Map.of(
                DATE,
                DAY,
                DATETIME,
                MIDNIGHT,
                TIMESTAMP,
                MIDNIGHT_UTC,
                INT64,
                (long) DAYS,
                STRING,
                "2024-05-09",
                JSON,
                "\"2024-05-09\"");
        Map<ColumnType, Object> time =
                Map.of(TIME, CLOCK, STRING, CLOCK.toString(), JSON, '"' + CLOCK.toString() + '"');
        Map<ColumnType, Object> decimal = Map.of(
                NUMERIC,
                seven,
                BIGNUMERIC,
                seven,
                FLOAT64,
                7.0,
                INT64,
                7L,
                STRING,
                "7.00",
                JSON,
                "7.00",
                RECORD,
                Map.of("scale", 2L, "value", "Arw="));
        byte[] wkb = point(8.5, 47.25);
        Schema point = named(
                SchemaBuilder.struct(),
                "data.geometry.Point",
                builder -> builder.field("x", Schema.FLOAT64_SCHEMA)
                        .field("y", Schema.FLOAT64_SCHEMA)
                        .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                        .field("srid", Schema.OPTIONAL_INT32_SCHEMA));
        Schema geometry = named(
                SchemaBuilder.struct(),
                "data.geometry.Geometry",
                builder -> builder.field("wkb", Schema.BYTES_SCHEMA).field("srid", Schema.OPTIONAL_INT32_SCHEMA));
        Schema variable = named(
                SchemaBuilder.struct(),
                "data.VariableScaleDecimal",
                builder -> builder.field("scale", Schema.INT32_SCHEMA).field("value", Schema.BYTES_SCHEMA));
        String base64 = "AQEAAAAAAAAAAAAhQAAAAAAAoEdA";
        return Stream.of(
                arguments(
                        logical(SchemaBuilder.string(), "data.EnumSet"),
                        "a,b",
                        List.of(),
                        Map.of(STRING, "a,b", JSON, "\"a,b\"")),
                arguments(
                        logical(SchemaBuilder.int64(), "time.Timestamp"),
                        MILLIS,
                        List.of(),
                        with(datetime, INT64, MILLIS)),
                arguments(
                        logical(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        MILLIS * 1_000,
                        List.of(),
                        with(datetime, INT64, MILLIS * 1_000)),
                arguments(
                        logical(SchemaBuilder.int64(), "time.NanoTimestamp"),
                        MILLIS * 1_000_000,
                        List.of(),
                        with(datetime, INT64, MILLIS * 1_000_000)),
                arguments(
                        Timestamp.SCHEMA,
                        new Date(MILLIS),
                        List.of(),
                        with(
                                with(with(datetime, INT64, MILLIS), STRING, INSTANT.toString()),
                                JSON,
                                '"' + INSTANT.toString() + '"')),
                arguments(
                        logical(SchemaBuilder.string(), "time.ZonedTimestamp"),
                        INSTANT.toString(),
                        List.of(),
                        with(with(datetime, STRING, INSTANT.toString()), JSON, '"' + INSTANT.toString() + '"')),
                arguments(logical(SchemaBuilder.string(), "time.IsoTimestamp"), LOCAL.toString(), List.of(), datetime),
                arguments(logical(SchemaBuilder.int32(), "time.Date"), DAYS, List.of(), date),
                arguments(org.apache.kafka.connect.data.Date.SCHEMA, new Date(DAYS * 86_400_000L), List.of(), date),
                arguments(
                        logical(SchemaBuilder.string(), "time.IsoDate"), "2024-05-09", List.of(), without(date, INT64)),
                arguments(
                        logical(SchemaBuilder.int32(), "time.Time"),
                        CLOCK.toNanoOfDay() / 1_000_000 == 0 ? 0 : (int) (CLOCK.toNanoOfDay() / 1_000_000),
                        List.of(),
                        with(time, INT64, CLOCK.toNanoOfDay() / 1_000_000)),
                arguments(
                        logical(SchemaBuilder.int64(), "time.MicroTime"),
                        CLOCK.toNanoOfDay() / 1_000,
                        List.of(),
                        with(time, INT64, CLOCK.toNanoOfDay() / 1_000)),
                arguments(
                        logical(SchemaBuilder.int64(), "time.NanoTime"),
                        CLOCK.toNanoOfDay(),
                        List.of(),
                        with(time, INT64, CLOCK.toNanoOfDay())),
                arguments(
                        Time.SCHEMA,
                        new Date(CLOCK.toNanoOfDay() / 1_000_000),
                        List.of(),
                        with(time, INT64, CLOCK.toNanoOfDay() / 1_000_000)),
                arguments(
                        logical(SchemaBuilder.string(), "time.ZonedTime"),
                        "01:02:03.004Z",
                        List.of(),
                        with(with(time, STRING, "01:02:03.004Z"), JSON, "\"01:02:03.004Z\"")),
                arguments(logical(SchemaBuilder.string(), "time.IsoTime"), CLOCK.toString(), List.of(), time),
                arguments(
                        logical(SchemaBuilder.string(), "time.Interval"),
                        "P1Y2M3DT4H5M6S",
                        List.of(),
                        Map.of(INTERVAL, "1-2 3 4:5:6", STRING, "P1Y2M3DT4H5M6S", JSON, "\"P1Y2M3DT4H5M6S\"")),
                arguments(
                        logical(SchemaBuilder.string(), "data.Json"),
                        "[1]",
                        List.of(),
                        Map.of(STRING, "[1]", JSON, "[1]")),
                arguments(
                        logical(SchemaBuilder.bytes(), "data.Bits"),
                        new byte[] {5},
                        List.of(),
                        Map.of(BYTES, "BQ==", STRING, "BQ==", JSON, "\"BQ==\"")),
                arguments(Decimal.schema(2), new BigDecimal("7.00"), DECIMAL_FIELDS, decimal),
                arguments(
                        variable,
                        new Struct(variable).put("scale", 2).put("value", new byte[] {2, -68}),
                        DECIMAL_FIELDS,
                        decimal),
                arguments(
                        point,
                        new Struct(point)
                                .put("x", 8.5)
                                .put("y", 47.25)
                                .put("wkb", wkb)
                                .put("srid", 4326),
                        POINT_FIELDS,
                        Map.of(
                                GEOGRAPHY,
                                "POINT(8.5 47.25)",
                                STRING,
                                "POINT(8.5 47.25)",
                                JSON,
                                "\"POINT(8.5 47.25)\"",
                                RECORD,
                                Map.of("x", 8.5, "y", 47.25, "wkb", base64, "srid", 4326L))),
                arguments(
                        geometry,
                        new Struct(geometry).put("wkb", wkb).put("srid", 4326),
                        GEOMETRY_FIELDS,
                        Map.of(
                                GEOGRAPHY,
                                "POINT(8.5 47.25)",
                                STRING,
                                "POINT(8.5 47.25)",
                                JSON,
                                "\"POINT(8.5 47.25)\"",
                                RECORD,
                                Map.of("wkb", base64, "srid", 4326L))),
                arguments(
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                        List.of("a"),
                        List.of(),
                        Map.of(STRING, "[\"a\"]", JSON, "[\"a\"]")),
                arguments(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build(),
                        Map.of("a", 1),
                        List.of(),
                        Map.of(STRING, "{\"a\":1}", JSON, "{\"a\":1}")),
                arguments(
                        Schema.BOOLEAN_SCHEMA,
                        true,
                        List.of(),
                        Map.of(BOOL, true, INT64, 1L, STRING, "true", JSON, "true")),
                arguments(
                        logical(SchemaBuilder.int32(), "time.Year"),
                        2024,
                        List.of(),
                        Map.of(
                                INT64,
                                2024L,
                                FLOAT64,
                                2024.0,
                                NUMERIC,
                                new BigDecimal("2.024E+3"),
                                BIGNUMERIC,
                                new BigDecimal("2.024E+3"),
                                STRING,
                                "2024",
                                JSON,
                                "2024",
                                DATE,
                                LocalDate.ofEpochDay(2024),
                                TIME,
                                LocalTime.ofNanoOfDay(2_024_000),
                                DATETIME,
                                LocalDateTime.parse("1970-01-01T00:00:00.002024"),
                                TIMESTAMP,
                                Instant.parse("1970-01-01T00:00:00.002024Z"))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void becomesWhatTheLiveColumnHoldsOrIsRefused(
            Schema schema, Object value, List<Column> fields, Map<ColumnType, Object> expected) {
        for (ColumnType type : ColumnType.values()) {
            Column live = type == RECORD
                    ? Column.record("f", ColumnMode.NULLABLE, fields.isEmpty() ? DECIMAL_FIELDS : fields)
                    : Column.of("f", type, ColumnMode.NULLABLE);
            SinkRecord record = Encoding.field(schema, value);
            SchemaDiff diff = SchemaComparison.between(
                    new TableShape(List.of(live)), encoding.shapeOf(record), SchemaSettings.DEFAULT);

            if (expected.containsKey(type)) {
                assertThat(diff).as("%s for %s", schema.name(), type).isInstanceOf(SchemaDiff.Fits.class);
                assertThat(encoding.row(record, live).get("f"))
                        .as("%s for %s", schema.name(), type)
                        .isEqualTo(expected.get(type));
            } else if (diff instanceof SchemaDiff.Fits) {
                assertThatThrownBy(() -> encoding.row(record, live))
                        .as("%s for %s", schema.name(), type)
                        .isInstanceOf(DataException.class);
            }
        }
    }

    private static Schema logical(SchemaBuilder builder, String name) {
        return named(builder, name, same -> same);
    }

    private static Schema named(
            SchemaBuilder builder, String name, java.util.function.UnaryOperator<SchemaBuilder> fields) {
        return fields.apply(builder.name("io.debezium." + name)).build();
    }

    private static Map<ColumnType, Object> with(Map<ColumnType, Object> map, ColumnType type, Object value) {
        Map<ColumnType, Object> copy = new LinkedHashMap<>(map);
        copy.put(type, value);
        return copy;
    }

    private static Map<ColumnType, Object> without(Map<ColumnType, Object> map, ColumnType... types) {
        Map<ColumnType, Object> copy = new LinkedHashMap<>(map);
        copy.keySet().removeAll(Arrays.asList(types));
        return copy;
    }

    private static byte[] point(double x, double y) {
        return java.nio.ByteBuffer.allocate(21)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(1)
                .putDouble(x)
                .putDouble(y)
                .array();
    }
}
