// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.kit.debezium.DebeziumTypes;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a single record may cost: long values, made to take longer, for every type of column. */
class HostileValuesTest {
    private static final int SHORT = 40_000;
    private static final int LONG = 4 * SHORT;
    /** What grows with the square of its length has 16 times the cost, what with its length 4 times. */
    private static final int MOST_TIMES = 8;
    /** So that a pause of the machine is no growth; what is found here takes seconds. */
    private static final long LEEWAY_NANOS = 100_000_000;

    private static final Schema VARIABLE = SchemaBuilder.struct()
            .name(DebeziumTypes.VARIABLE_SCALE_DECIMAL)
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();

    private final Encoding encoding = new Encoding();

    private static Arguments kind(String name, @Nullable Schema schema, IntFunction<Object> value) {
        return arguments(name, schema, value);
    }

    private static Arguments text(String name, IntFunction<Object> value) {
        return kind(name, Schema.STRING_SCHEMA, value);
    }

    private static Arguments debezium(String type, IntFunction<Object> value) {
        return kind(type, SchemaBuilder.string().name(type).build(), value);
    }

    /** Values of about as many bytes as is asked for. */
    static Stream<Arguments> values() {
        return Stream.of(
                kind("variable scale, all zeros", VARIABLE, n -> variable(powerOfTen(n), digits(n))),
                kind("variable scale, any digits", VARIABLE, n -> variable(random(n), digits(n) / 2)),
                kind(
                        "decimal, all zeros",
                        Decimal.schema(digits(LONG)),
                        n -> new BigDecimal(powerOfTen(n), digits(LONG))),
                kind("decimal, any digits", Decimal.schema(3), n -> new BigDecimal(random(n), 3)),
                text("zeros behind the point", n -> "1." + "0".repeat(n)),
                text("zeros in front", n -> "0".repeat(n) + "1.5"),
                text("zeros before a digit behind the point", n -> "0." + "0".repeat(n) + "1"),
                text("digits", n -> "7".repeat(n)),
                text("a one and zeros", n -> "1" + "0".repeat(n)),
                text("fraction", n -> "0." + "7".repeat(n)),
                text("a long exponent", n -> "1e" + "0".repeat(n) + "1"),
                text("open brackets", n -> "[".repeat(n)),
                text("brackets", n -> "[".repeat(n / 2) + "]".repeat(n / 2)),
                text("white space", n -> " ".repeat(n) + "x"),
                text("true", n -> "true" + "e".repeat(n)),
                text("a date and digits", n -> "2024-05-09T01:02:03." + "1".repeat(n)),
                text("a zone", n -> "2024-05-09 01:02:03 " + "A/".repeat(n / 2)),
                text("an interval", n -> "P" + "1Y".repeat(n / 2)),
                text("an interval of digits", n -> "PT0." + "1".repeat(n) + "S"),
                text("brackets of well-known text", n -> "GEOMETRYCOLLECTION(".repeat(n / 19)),
                text("base 64", n -> "QUJD".repeat(n / 4)),
                kind("bytes", Schema.BYTES_SCHEMA, n -> ByteBuffer.allocate(n)),
                debezium(DebeziumTypes.JSON, n -> "-".repeat(n)),
                debezium(DebeziumTypes.JSON, n -> "1".repeat(n)),
                debezium(DebeziumTypes.INTERVAL, n -> "P" + "1".repeat(n) + "Y"),
                debezium(DebeziumTypes.ZONED_TIMESTAMP, n -> "2024-05-09T01:02:03." + "1".repeat(n) + "Z"),
                debezium(DebeziumTypes.ENUM_SET, n -> ",".repeat(n)),
                kind("geometry: nested", GEOMETRY, n -> geometry(nestedCollections(n))),
                kind("geometry: a ring", GEOMETRY, n -> geometry(ring(n))),
                kind("geometry: said to be long", GEOMETRY, n -> geometry(saidToBeLong(n))),
                kind("untyped: whole number", null, HostileValuesTest::random),
                kind("untyped: decimal", null, n -> new BigDecimal(powerOfTen(n), digits(n))),
                kind("untyped: digits", null, n -> "7".repeat(n)),
                kind("untyped: zeros", null, n -> "1." + "0".repeat(n)),
                kind("untyped: list", null, n -> Collections.nCopies(n / 8, 1L)),
                kind("untyped: numbers", null, n -> Collections.nCopies(n / 200, random(200))),
                kind("untyped: object", null, n -> Map.of("a", "b".repeat(n))));
    }

    private static final Schema GEOMETRY = SchemaBuilder.struct()
            .name(DebeziumTypes.GEOMETRY)
            .field("wkb", Schema.BYTES_SCHEMA)
            .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
            .build();

    private static Struct geometry(byte[] wkb) {
        return new Struct(GEOMETRY).put("wkb", wkb);
    }

    private static byte[] nestedCollections(int bytes) {
        ByteBuffer wkb = ByteBuffer.allocate(bytes / 9 * 9);
        while (wkb.hasRemaining()) {
            wkb.put((byte) 0).putInt(7).putInt(1);
        }
        return wkb.array();
    }

    private static byte[] ring(int bytes) {
        int points = bytes / 16;
        ByteBuffer wkb = ByteBuffer.allocate(13 + points * 16)
                .put((byte) 0)
                .putInt(3)
                .putInt(1)
                .putInt(points);
        for (int i = 0; i < points; i++) {
            double angle = 2 * Math.PI * i / points;
            wkb.putDouble(10 + Math.cos(angle)).putDouble(-Math.sin(angle));
        }
        return wkb.array();
    }

    private static byte[] saidToBeLong(int bytes) {
        return ByteBuffer.allocate(bytes)
                .put((byte) 0)
                .putInt(3)
                .putInt(bytes / 2)
                .putInt(bytes / 2)
                .array();
    }

    private static int digits(int bytes) {
        return (int) (bytes * 2.408);
    }

    private static BigInteger powerOfTen(int bytes) {
        return BigInteger.TEN.pow(digits(bytes));
    }

    private static BigInteger random(int bytes) {
        return new BigInteger(8 * bytes, new Random(bytes)).setBit(8 * bytes - 1);
    }

    private static Struct variable(BigInteger unscaled, int scale) {
        return new Struct(VARIABLE).put("scale", scale).put("value", unscaled.toByteArray());
    }

    private static SinkRecord record(@Nullable Schema schema, Object value) {
        return schema == null
                ? Encoding.record(null, new HashMap<>(Map.of("f", value)))
                : Encoding.field(schema, value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void costsAsMuchAsItIsLongInEveryColumn(String name, @Nullable Schema schema, IntFunction<Object> value) {
        SinkRecord small = record(schema, value.apply(SHORT));
        SinkRecord large = record(schema, value.apply(LONG));
        for (ColumnMode mode : List.of(ColumnMode.NULLABLE, ColumnMode.REPEATED)) {
            for (ColumnType type : ColumnType.values()) {
                TableShape live = new TableShape(List.of(column(type, mode)));

                long ofSmall = cost(small, live);
                long ofLarge = cost(large, live);

                assertThat(ofLarge)
                        .as("%s as %s %s: %d µs, four times as long", name, mode, type, ofSmall / 1_000)
                        .isLessThan(MOST_TIMES * ofSmall + LEEWAY_NANOS);
            }
        }
    }

    /** The table that would be made for it is thought of first. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void costsAsMuchAsItIsLongWithoutATable(String name, @Nullable Schema schema, IntFunction<Object> value) {
        SinkRecord small = record(schema, value.apply(SHORT));
        SinkRecord large = record(schema, value.apply(LONG));

        long ofSmall = cost(small, null);

        assertThat(cost(large, null)).as(name).isLessThan(MOST_TIMES * ofSmall + LEEWAY_NANOS);
    }

    private static Column column(ColumnType type, ColumnMode mode) {
        return type == ColumnType.RECORD
                ? Column.record(
                        "f",
                        mode,
                        List.of(
                                Column.of("scale", ColumnType.INT64, ColumnMode.NULLABLE),
                                Column.of("value", ColumnType.BYTES, ColumnMode.NULLABLE)))
                : Column.of("f", type, mode);
    }

    /** Of the thread's own time, in nanoseconds. */
    private long cost(SinkRecord record, @Nullable TableShape live) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            if (live == null) {
                encoding.encode(record);
            } else {
                encoding.shapeOf(record, live);
                encoding.encode(record, live);
            }
        } catch (DataException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(1_000);
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    @ParameterizedTest
    @CsvSource({
        "INT64, 0000000000000000000000000000000042, 400, '', 42",
        "NUMERIC, 12., 1000, 0, 12",
        "BIGNUMERIC, 1.5, 100000, 0, 1.5",
        "FLOAT64, 2.5, 100000, 0, 2.5",
        "FLOAT64, 0.1, 500, 7, 0.1777777777777777777777777",
        "NUMERIC, -0.5, 100000, 0, -0.5"
    })
    void zerosThatSayNothingAreNoReasonToRefuse(
            ColumnType type, String start, int times, String more, BigDecimal number) {
        String text = start + more.repeat(times);

        Object written = encoding.row(
                        Encoding.field(Schema.STRING_SCHEMA, text), Column.of("f", type, ColumnMode.NULLABLE))
                .get("f");

        assertThat(new BigDecimal(String.valueOf(written)).doubleValue()).isEqualTo(number.doubleValue());
    }

    @Test
    void zerosOfDecimalsThatSayNothingAreDropped() {
        for (ColumnType type : List.of(ColumnType.NUMERIC, ColumnType.BIGNUMERIC)) {
            for (Limits limits : List.of(Limits.NONE, new Limits(10, 2, null))) {
                BigDecimal number = new BigDecimal("12.5").setScale(300);
                Column column = new Column("f", type, ColumnMode.NULLABLE, List.of(), null, null, false, limits);

                Object written = encoding.row(Encoding.field(Decimal.schema(300), number), column)
                        .get("f");

                assertThat((BigDecimal) written).isEqualByComparingTo("12.5");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NUMERIC, 400 digits", "INT64, 400 digits", "FLOAT64, 1100 digits", "STRING, 16383 digits"})
    void longNumbersAreRefusedNamingColumnAndLimit(ColumnType type, String limit) {
        Struct value = variable(powerOfTen(LONG), digits(LONG));

        assertThatThrownBy(
                        () -> encoding.row(Encoding.field(VARIABLE, value), Column.of("f", type, ColumnMode.NULLABLE)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is " + type)
                .hasMessageContaining(limit);
    }

    @Test
    void listsOfNumbersCostAsManyTimesAsThereAreNumbers() {
        Object[] numbers = new Object[20_000];
        Arrays.fill(numbers, BigInteger.TEN.pow(300));
        SinkRecord record = Encoding.record(null, Map.of("f", Arrays.asList(numbers)));
        TableShape live = new TableShape(List.of(column(ColumnType.NUMERIC, ColumnMode.REPEATED)));

        assertThat(cost(record, live)).isLessThan(5_000_000_000L);
    }
}
