// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Values of every kind that a field can have, edges preferred, whether or not BigQuery can hold them. */
final class RandomKinds {
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long[] DAYS = {-719_163, -719_162, -1, 0, 1, 19_782, 2_932_896, 2_932_897};
    private static final String[] TEXTS = {
        "",
        "plain",
        "\u0000\u0001\b\t\n\f\r\u001f\u007f \" \\ / '",
        "naïve 日本 🎈 \u2028\u2029\u0085\uFFFD\uFEFF",
        "half \uD83C of a pair",
        "\uDF88\uD83C",
        "ends in half \uD83C",
        "12",
        "-9223372036854775808",
        "9007199254740993",
        "1e3",
        "NaN",
        "-inf",
        "true",
        "0001-01-01",
        "9999-12-31",
        "2024-5-9 1:02:03.1234567+5:30",
        "1969-12-31T23:59:59.999999Z",
        "23:59:59.000001",
        "1-2 3 4:5:6.5",
        "-0-1 -2 -3:4:5",
        "1-2",
        "P1Y2M3DT4H5M6.5S",
        "P-1Y",
        "AAEC/w==",
        "{\"a\": [1, 2.50, null],\n \"b\": \"\\u2028\"}",
        "[",
        "null",
        "POINT(1 2)"
    };

    private final Random random;

    RandomKinds(Random random) {
        this.random = random;
    }

    /**
     * A value and what its schema says of it.
     *
     * @param schema null for a value without one
     */
    record Kind(@Nullable Schema schema, Object value) {}

    Kind any() {
        return random.nextInt(4) == 0 ? new Kind(null, untyped(2)) : typed();
    }

    private Kind typed() {
        return switch (random.nextInt(12)) {
            case 0 -> integer();
            case 1 -> new Kind(Schema.FLOAT64_SCHEMA, real());
            case 2 -> new Kind(Schema.FLOAT32_SCHEMA, real().floatValue());
            case 3 -> new Kind(Schema.BOOLEAN_SCHEMA, random.nextBoolean());
            case 4, 5 -> text();
            case 6 -> new Kind(Schema.BYTES_SCHEMA, bytes());
            case 7 -> decimal();
            case 8 -> variableDecimal();
            case 9 -> geometry();
            default -> time();
        };
    }

    private Kind integer() {
        return switch (random.nextInt(5)) {
            case 0 -> new Kind(Schema.INT8_SCHEMA, (byte) whole());
            case 1 -> new Kind(Schema.INT16_SCHEMA, (short) whole());
            case 2 -> new Kind(Schema.INT32_SCHEMA, (int) whole());
            case 3 -> new Kind(named(SchemaBuilder.int64(), "io.debezium.time.MicroDuration"), whole());
            default -> new Kind(Schema.INT64_SCHEMA, whole());
        };
    }

    private long whole() {
        long[] edges = {0, 1, -1, 9, 10, 99, -100, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, -(1L << 53) - 1};
        return random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextLong() >> random.nextInt(64);
    }

    private Double real() {
        double[] edges = {
            0,
            -0.0,
            1,
            -1.5,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            1e21,
            1e-7,
            0.1
        };
        return random.nextBoolean() ? edges[random.nextInt(edges.length)] : Double.longBitsToDouble(random.nextLong());
    }

    private Kind text() {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        String[] names = {
            "io.debezium.data.Json",
            "io.debezium.data.Enum",
            "io.debezium.data.EnumSet",
            "io.debezium.time.Interval",
            "io.debezium.time.ZonedTimestamp",
            "io.debezium.time.ZonedTime",
            "io.debezium.time.IsoDate",
            "io.debezium.time.IsoTime",
            "io.debezium.time.IsoTimestamp"
        };
        return random.nextBoolean()
                ? new Kind(Schema.STRING_SCHEMA, text)
                : new Kind(named(SchemaBuilder.string(), names[random.nextInt(names.length)]), text);
    }

    private Object bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        return switch (random.nextInt(4)) {
            case 0 -> buffer;
            case 1 -> buffer.slice();
            case 2 -> buffer.asReadOnlyBuffer();
            default -> bytes;
        };
    }

    private BigDecimal number() {
        BigInteger[] edges = {
            BigInteger.ZERO,
            BigInteger.TEN.pow(38).subtract(BigInteger.ONE),
            BigInteger.TEN.pow(38),
            BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(255).negate(),
            BigInteger.ONE.shiftLeft(255),
            BigInteger.TEN.pow(18)
        };
        BigInteger unscaled = random.nextBoolean()
                ? edges[random.nextInt(edges.length)]
                : new BigInteger(random.nextInt(140), random);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(42) - 2);
    }

    private Kind decimal() {
        BigDecimal number = number();
        return new Kind(Decimal.schema(number.scale()), number);
    }

    private Kind variableDecimal() {
        BigDecimal number = number();
        Schema schema = named(
                SchemaBuilder.struct().field("scale", Schema.INT32_SCHEMA).field("value", Schema.BYTES_SCHEMA),
                "io.debezium.data.VariableScaleDecimal");
        return new Kind(
                schema,
                new Struct(schema)
                        .put("scale", number.scale())
                        .put("value", number.unscaledValue().toByteArray()));
    }

    private Kind geometry() {
        Schema schema = named(
                SchemaBuilder.struct()
                        .field("x", Schema.FLOAT64_SCHEMA)
                        .field("y", Schema.FLOAT64_SCHEMA)
                        .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                        .field("srid", Schema.OPTIONAL_INT32_SCHEMA),
                "io.debezium.data.geometry.Point");
        return new Kind(
                schema,
                new Struct(schema).put("x", (double) random.nextInt(200)).put("y", 2.5));
    }

    private Kind time() {
        long day = random.nextBoolean() ? DAYS[random.nextInt(DAYS.length)] : random.nextInt(40_000) - 20_000;
        long ofDay = random.nextInt(4) == 0 ? DAY_MICROS - 1 : (long) (random.nextDouble() * DAY_MICROS);
        long micros = day * DAY_MICROS + ofDay;
        return switch (random.nextInt(10)) {
            case 0 -> new Kind(named(SchemaBuilder.int32(), "io.debezium.time.Date"), (int) day);
            case 1 -> new Kind(org.apache.kafka.connect.data.Date.SCHEMA, new Date(day * 86_400_000));
            case 2 -> new Kind(Time.SCHEMA, new Date(ofDay / 1_000));
            case 3 -> new Kind(Timestamp.SCHEMA, new Date(Math.floorDiv(micros, 1_000)));
            case 4 -> new Kind(named(SchemaBuilder.int32(), "io.debezium.time.Time"), (int) (ofDay / 1_000));
            case 5 -> new Kind(named(SchemaBuilder.int64(), "io.debezium.time.MicroTime"), ofDay - random.nextInt(2));
            case 6 -> new Kind(named(SchemaBuilder.int64(), "io.debezium.time.NanoTime"), ofDay * 1_000 + 999);
            case 7 ->
                new Kind(named(SchemaBuilder.int64(), "io.debezium.time.Timestamp"), Math.floorDiv(micros, 1_000));
            case 8 -> new Kind(named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"), micros);
            default ->
                new Kind(
                        named(SchemaBuilder.int64(), "io.debezium.time.NanoTimestamp"),
                        Math.max(-1_000_000_000_000_000L, Math.min(1_000_000_000_000_000L, micros)) * 1_000 - 1);
        };
    }

    private Object untyped(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> whole();
            case 1 -> real();
            case 2 -> number();
            case 3 -> random.nextBoolean();
            case 4 -> bytes();
            case 5 -> number().toBigInteger();
            case 6 -> TEXTS[random.nextInt(TEXTS.length)];
            case 7 -> Arrays.asList(untyped(depth - 1), untyped(depth - 1));
            default -> random.nextBoolean() ? Map.of("a", untyped(depth - 1), "B", untyped(depth - 1)) : List.of();
        };
    }

    private static Schema named(SchemaBuilder schema, String name) {
        return schema.name(name).build();
    }
}
