// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.field;
import static io.millrace.connect.bigquery.encode.Encoding.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of types in docs/types.md, one line each. */
class TypesTest {
    private final Encoding encoding = new Encoding();

    static Stream<Arguments> scalars() {
        return Stream.of(
                arguments(Schema.INT8_SCHEMA, (byte) -128, ColumnType.INT64, -128L),
                arguments(Schema.INT16_SCHEMA, (short) -1, ColumnType.INT64, -1L),
                arguments(Schema.INT32_SCHEMA, Integer.MIN_VALUE, ColumnType.INT64, (long) Integer.MIN_VALUE),
                arguments(Schema.INT64_SCHEMA, Long.MIN_VALUE, ColumnType.INT64, Long.MIN_VALUE),
                arguments(Schema.INT64_SCHEMA, Long.MAX_VALUE, ColumnType.INT64, Long.MAX_VALUE),
                arguments(Schema.INT64_SCHEMA, 0L, ColumnType.INT64, 0L),
                arguments(Schema.BOOLEAN_SCHEMA, false, ColumnType.BOOL, false),
                arguments(Schema.FLOAT32_SCHEMA, 0.1f, ColumnType.FLOAT64, (double) 0.1f),
                arguments(Schema.FLOAT32_SCHEMA, Float.NaN, ColumnType.FLOAT64, Double.NaN),
                arguments(Schema.FLOAT64_SCHEMA, -0.0, ColumnType.FLOAT64, -0.0),
                arguments(Schema.FLOAT64_SCHEMA, Double.NaN, ColumnType.FLOAT64, Double.NaN),
                arguments(
                        Schema.FLOAT64_SCHEMA, Double.POSITIVE_INFINITY, ColumnType.FLOAT64, Double.POSITIVE_INFINITY),
                arguments(
                        Schema.FLOAT64_SCHEMA, Double.NEGATIVE_INFINITY, ColumnType.FLOAT64, Double.NEGATIVE_INFINITY),
                arguments(Schema.STRING_SCHEMA, "", ColumnType.STRING, ""),
                arguments(Schema.STRING_SCHEMA, "naïve 🎈 text", ColumnType.STRING, "naïve 🎈 text"),
                arguments(Schema.BYTES_SCHEMA, new byte[] {0, -1}, ColumnType.BYTES, "AP8="),
                arguments(
                        org.apache.kafka.connect.data.Date.SCHEMA,
                        new Date(-86_400_000L),
                        ColumnType.DATE,
                        LocalDate.of(1969, 12, 31)),
                arguments(Time.SCHEMA, new Date(86_399_999L), ColumnType.TIME, LocalTime.parse("23:59:59.999")),
                arguments(
                        Timestamp.SCHEMA,
                        new Date(-1L),
                        ColumnType.TIMESTAMP,
                        Instant.parse("1969-12-31T23:59:59.999Z")));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void connectTypesKeepTheirValues(Schema schema, Object value, ColumnType type, Object expected) {
        assertThat(encoding.columnOf(schema)).isEqualTo(Column.of("f", type, ColumnMode.REQUIRED));
        assertThat(encoding.value(schema, value)).isEqualTo(expected);
    }

    static Stream<Arguments> debezium() {
        return Stream.of(
                arguments("int32 io.debezium.time.Date", -719_162, ColumnType.DATE, LocalDate.of(1, 1, 1)),
                arguments("int32 io.debezium.time.Date", 2_932_896, ColumnType.DATE, LocalDate.of(9999, 12, 31)),
                arguments("int32 io.debezium.time.Time", 1, ColumnType.TIME, LocalTime.parse("00:00:00.001")),
                arguments(
                        "int64 io.debezium.time.MicroTime",
                        86_399_999_999L,
                        ColumnType.TIME,
                        LocalTime.parse("23:59:59.999999")),
                arguments(
                        "int64 io.debezium.time.NanoTime",
                        86_399_999_999_999L,
                        ColumnType.TIME,
                        LocalTime.parse("23:59:59.999999")),
                arguments(
                        "int64 io.debezium.time.Timestamp",
                        -1L,
                        ColumnType.DATETIME,
                        LocalDateTime.parse("1969-12-31T23:59:59.999")),
                arguments(
                        "int64 io.debezium.time.MicroTimestamp",
                        -1L,
                        ColumnType.DATETIME,
                        LocalDateTime.parse("1969-12-31T23:59:59.999999")),
                arguments(
                        "int64 io.debezium.time.NanoTimestamp",
                        -1L,
                        ColumnType.DATETIME,
                        LocalDateTime.parse("1969-12-31T23:59:59.999999")),
                arguments(
                        "string io.debezium.time.ZonedTimestamp",
                        "2024-01-02T01:04:05.123456Z",
                        ColumnType.TIMESTAMP,
                        Instant.parse("2024-01-02T01:04:05.123456Z")),
                arguments(
                        "string io.debezium.time.ZonedTimestamp",
                        "2024-01-02T01:04:05.123456789+02:30",
                        ColumnType.TIMESTAMP,
                        Instant.parse("2024-01-01T22:34:05.123456Z")),
                arguments(
                        "string io.debezium.time.ZonedTime",
                        "00:30:00+02:00",
                        ColumnType.TIME,
                        LocalTime.parse("22:30:00")),
                arguments("string io.debezium.time.IsoDate", "2024-02-29Z", ColumnType.DATE, LocalDate.of(2024, 2, 29)),
                arguments(
                        "string io.debezium.time.IsoTime",
                        "04:05:06.5Z",
                        ColumnType.TIME,
                        LocalTime.parse("04:05:06.5")),
                arguments(
                        "string io.debezium.time.IsoTimestamp",
                        "2024-01-02T03:04:05.678Z",
                        ColumnType.DATETIME,
                        LocalDateTime.parse("2024-01-02T03:04:05.678")),
                arguments("string io.debezium.data.Json", "{\"a\":[1,null]}", ColumnType.JSON, "{\"a\":[1,null]}"),
                // A delete's key-only image of a NOT NULL column, and a large value that an update left alone
                arguments("string io.debezium.data.Json", "", ColumnType.JSON, "null"),
                arguments(
                        "string io.debezium.data.Json",
                        "__debezium_unavailable_value",
                        ColumnType.JSON,
                        "\"__debezium_unavailable_value\""),
                arguments(
                        "string io.debezium.data.Uuid",
                        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                        ColumnType.STRING,
                        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                arguments("string io.debezium.data.Enum", "happy", ColumnType.STRING, "happy"),
                arguments("string io.debezium.data.Xml", "<a/>", ColumnType.STRING, "<a/>"),
                arguments("string io.debezium.data.Ltree", "a.b", ColumnType.STRING, "a.b"),
                arguments("int32 io.debezium.time.Year", 2024, ColumnType.INT64, 2024L),
                arguments("bytes io.debezium.data.Bits", new byte[] {-86}, ColumnType.BYTES, "qg=="),
                arguments("string io.debezium.time.Interval", "P1Y2M3DT4H5M6.5S", ColumnType.INTERVAL, "1-2 3 4:5:6.5"),
                arguments(
                        "string io.debezium.time.Interval",
                        "P-1Y-2M-3DT-4H-5M-6.000001S",
                        ColumnType.INTERVAL,
                        "-1-2 -3 -4:5:6.000001"),
                arguments(
                        "int64 io.debezium.time.MicroDuration",
                        -37_091_106_500_000L,
                        ColumnType.INT64,
                        -37_091_106_500_000L));
    }

    @ParameterizedTest
    @MethodSource("debezium")
    void debeziumTypesBecomeWhatTheDatabaseMeant(String typeAndName, Object value, ColumnType type, Object expected) {
        Schema schema = named(typeAndName);

        assertThat(encoding.columnOf(schema).type()).isEqualTo(type);
        assertThat(encoding.value(schema, value)).isEqualTo(expected);
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                arguments("int32 io.debezium.time.Date", -719_163, "DATE", "0001-01-01 to 9999-12-31"),
                arguments("int32 io.debezium.time.Date", 2_932_897, "DATE", "0001-01-01 to 9999-12-31"),
                arguments("int32 io.debezium.time.Date", 2_146_033_979, "DATE", "0001-01-01 to 9999-12-31"),
                arguments("int64 io.debezium.time.MicroTimestamp", 253_402_300_800_000_000L, "DATETIME", "9999-12-31"),
                arguments("int64 io.debezium.time.Timestamp", Long.MAX_VALUE, "DATETIME", "9999-12-31"),
                arguments("string io.debezium.time.ZonedTimestamp", "infinity", "TIMESTAMP", "0001 to 9999"),
                arguments("string io.debezium.time.ZonedTimestamp", "+10000-01-01T00:00:00Z", "TIMESTAMP", "9999"),
                arguments("string io.debezium.time.ZonedTimestamp", "0001-01-01T00:00:00+01:00", "TIMESTAMP", "0001"),
                arguments("string io.debezium.time.IsoDate", "2023-02-29", "DATE", "ISO 8601"),
                arguments("int64 io.debezium.time.MicroTime", 86_400_000_000L, "TIME", "23:59:59.999999"),
                arguments("int64 io.debezium.time.MicroTime", -1L, "TIME", "00:00:00"),
                arguments("string io.debezium.time.Interval", "P10001Y", "INTERVAL", "10000 years"));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void valuesOutOfRangeAreRefusedNamingColumnAndLimitButNotTheValue(
            String typeAndName, Object value, String type, String limit) {
        Schema schema = named(typeAndName);

        assertThatThrownBy(() -> encoding.value(schema, value))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is " + type)
                .hasMessageContaining(limit)
                .hasMessageNotContaining(value.toString() + " ")
                .hasMessageNotContaining("infinity");
    }

    @Test
    void sliceOfABufferIsWrittenWithoutItsNeighbours() {
        ByteBuffer slice = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2).slice();

        assertThat(encoding.value(Schema.BYTES_SCHEMA, slice)).isEqualTo("AgM=");
        assertThat(slice.remaining()).isEqualTo(2);
    }

    @Test
    void readOnlyAndDirectBuffersAreWritten() {
        ByteBuffer direct = ByteBuffer.allocateDirect(2).put((byte) 2).put((byte) 3);
        direct.flip();

        assertThat(encoding.value(
                        Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {2, 3}).asReadOnlyBuffer()))
                .isEqualTo("AgM=");
        assertThat(encoding.value(Schema.BYTES_SCHEMA, direct)).isEqualTo("AgM=");
    }

    @Test
    void microTimeOfAnEpochBeforeMidnightIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> encoding.value(named("int64 io.debezium.time.MicroTime"), -1L))
                .hasMessageContaining("set column.types to INT64");
        assertThat(Encoding.columnTypes("f=INT64").value(named("int64 io.debezium.time.MicroTime"), -1L))
                .isEqualTo(-1L);
    }

    @Test
    void enumSetBecomesAnArrayOfItsMembers() {
        Schema set = named("string io.debezium.data.EnumSet");

        assertThat(encoding.columnOf(set)).isEqualTo(Column.of("f", ColumnType.STRING, ColumnMode.REPEATED));
        assertThat(encoding.value(set, "a,b,c")).isEqualTo(List.of("a", "b", "c"));
        assertThat(encoding.value(set, "a")).isEqualTo(List.of("a"));
        assertThat(encoding.value(set, "")).isNull();
    }

    @Test
    void pointAndGeometryBecomeGeography() {
        Schema point = geometry("Point")
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .build();
        Schema geometry = geometry("Geometry").field("wkb", Schema.BYTES_SCHEMA).build();
        ByteBuffer line = ByteBuffer.allocate(1 + 4 + 4 + 4 * 8);
        line.put((byte) 0)
                .putInt(2)
                .putInt(2)
                .putDouble(1.5)
                .putDouble(2.5)
                .putDouble(-3)
                .putDouble(4);

        assertThat(encoding.columnOf(point).type()).isEqualTo(ColumnType.GEOGRAPHY);
        assertThat(encoding.value(point, new Struct(point).put("x", 1.5).put("y", -2.5)))
                .isEqualTo("POINT(1.5 -2.5)");
        assertThat(encoding.value(geometry, new Struct(geometry).put("wkb", line.array())))
                .isEqualTo("LINESTRING(1.5 2.5, -3.0 4.0)");
    }

    @Test
    void geometryInMetresIsRefusedNamingTheLimit() {
        Schema point = geometry("Point")
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .build();
        SinkRecord record = field(point, new Struct(point).put("x", 500_000.0).put("y", 4_649_776.0));

        assertThatThrownBy(() -> encoding.row(record))
                .hasMessageContaining("column f is GEOGRAPHY")
                .hasMessageContaining("-90 to 90");
        assertThat(Encoding.columnTypes("f=STRING").columnOf(point).type()).isEqualTo(ColumnType.STRING);
    }

    @Test
    void variableScaleDecimalIsBignumericByValue() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("scale", 1).put("value", new byte[] {15});

        assertThat(encoding.columnOf(schema).type()).isEqualTo(ColumnType.BIGNUMERIC);
        assertThat(encoding.value(schema, value)).isEqualTo(new BigDecimal("1.5"));
    }

    @Test
    void nullOptionalFieldsAreAbsentAndRequiredOnesThatHaveADefaultTakeIt() {
        Schema optional = SchemaBuilder.int32().optional().defaultValue(5).build();
        Schema required = SchemaBuilder.int32().defaultValue(5).build();

        assertThat(encoding.value(optional, null))
                .as("an explicit null stays null")
                .isNull();
        Schema struct = Encoding.struct("f", required);
        assertThat(encoding.row(record(struct, new Struct(struct))))
                .as("a required field has no null")
                .containsEntry("f", 5L);
        assertThat(encoding.value(optional, 0)).isEqualTo(0L);
    }

    @Test
    void avroBornEnumsAndUnionsKeepTheirMeaning() {
        Schema colour = SchemaBuilder.string()
                .name("Colour")
                .parameter("io.confluent.connect.avro.Enum", "Colour")
                .build();
        Schema union = SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .field("string", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();

        assertThat(encoding.value(colour, "RED")).isEqualTo("RED");
        assertThat(encoding.value(union, new Struct(union).put("string", "x")))
                .isEqualTo(java.util.Map.of("string", "x"));
    }

    @Test
    void decimalsWithinDecimalBytesOfAvroKeepTheirScale() {
        assertThat(encoding.value(Decimal.schema(2), new BigDecimal("-12.34"))).isEqualTo(new BigDecimal("-12.34"));
    }

    @Test
    void rowOfMariaDbsOwnTypesLandsTyped() {
        Schema geometry = geometry("Geometry")
                .field("wkb", Schema.BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        ByteBuffer point = ByteBuffer.allocate(21).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        point.put((byte) 1).putInt(1).putDouble(13.4).putDouble(52.5);
        Schema schema = SchemaBuilder.struct()
                .field("unsigned_bigint", Decimal.schema(0))
                .field("bit1", Schema.BOOLEAN_SCHEMA)
                .field("bits", named("bytes io.debezium.data.Bits"))
                .field("year", named("int32 io.debezium.time.Year"))
                .field("set", named("string io.debezium.data.EnumSet"))
                .field("json", named("string io.debezium.data.Json"))
                .field("datetime6", named("int64 io.debezium.time.MicroTimestamp"))
                .field("timestamp", named("string io.debezium.time.ZonedTimestamp"))
                .field("geometry", geometry)
                .field(
                        "vector",
                        SchemaBuilder.array(Schema.FLOAT32_SCHEMA)
                                .name("io.debezium.data.FloatVector")
                                .build())
                .build();
        Struct row = new Struct(schema)
                .put("unsigned_bigint", new BigDecimal("18446744073709551615"))
                .put("bit1", true)
                .put("bits", new byte[] {5})
                .put("year", 1901)
                .put("set", "a,b")
                .put("json", "[]")
                .put("datetime6", 1704164645123456L)
                .put("timestamp", "2024-01-02T03:04:05Z")
                .put("geometry", new Struct(geometry).put("wkb", point.array()).put("srid", 4326))
                .put("vector", List.of(0.5f));

        assertThat(encoding.row(record(schema, row)))
                .containsEntry("unsigned_bigint", new BigDecimal("18446744073709551615"))
                .containsEntry("bits", "BQ==")
                .containsEntry("year", 1901L)
                .containsEntry("set", List.of("a", "b"))
                .containsEntry("datetime6", LocalDateTime.parse("2024-01-02T03:04:05.123456"))
                .containsEntry("geometry", "POINT(13.4 52.5)")
                .containsEntry("vector", List.of(0.5));
    }

    @Test
    void recordThatIsNeitherStructNorMapNorJsonIsRefused() {
        assertThatThrownBy(() -> encoding.row(record(Schema.INT64_SCHEMA, 7L)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Long");
        assertThatThrownBy(() -> encoding.row(record(null, "secret, no json")))
                .hasMessageContaining("no JSON")
                .hasMessageNotContaining("secret");
    }

    private static SchemaBuilder geometry(String name) {
        return SchemaBuilder.struct().name("io.debezium.data.geometry." + name);
    }

    private static Schema named(String typeAndName) {
        String[] parts = typeAndName.split(" ", 2);
        return SchemaBuilder.type(Schema.Type.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT)))
                .name(parts[1])
                .version(1)
                .build();
    }
}
