// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Random schemas of every kind that a record can have, nested three deep, and random values for them, edges preferred.
 * All values are such that BigQuery can hold them.
 */
public final class RandomRecords {
    private static final String[] NAMES = {"id", "Name", "größe", "a-b", "with space", "_x", "V1", "ключ", "50%"};
    private static final String[] TEXTS = {"", "plain", "naïve", "日本", "🎈 balloon", "line\nbreak", "\"quoted\" \\ '"};
    private static final long FIRST_MICRO = -62_135_596_800_000_000L;
    private static final long LAST_MICRO = 253_402_300_799_999_999L;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final String[] PLAIN_NAMES = {"id", "Name", "_x", "V1"};

    private final Random random;
    private final String[] names;

    public RandomRecords(Random random) {
        this(random, NAMES);
    }

    private RandomRecords(Random random, String[] names) {
        this.random = random;
        this.names = names;
    }

    /** Such whose fields are named by ASCII letters, digits and underscores. */
    public static RandomRecords plainlyNamed(Random random) {
        return new RandomRecords(random, PLAIN_NAMES);
    }

    /** A struct of up to 12 fields. */
    public Schema schema() {
        return struct(3);
    }

    /** A value for any schema that came from here. */
    public Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, valueOrNull(field.schema()));
        }
        return struct;
    }

    private Schema struct(int depth) {
        SchemaBuilder struct = SchemaBuilder.struct();
        int fields = 1 + random.nextInt(12);
        for (int i = 0; i < fields; i++) {
            struct.field(names[random.nextInt(names.length)] + i, schema(depth));
        }
        return optional(struct);
    }

    private Schema schema(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> struct(depth - 1);
                case 1 -> optional(SchemaBuilder.array(required(schema(depth - 1))));
                case 2 -> optional(SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1)));
                default ->
                    optional(SchemaBuilder.array(
                            SchemaBuilder.array(required(schema(0))).build()));
            };
        }
        return scalar();
    }

    private Schema scalar() {
        return switch (random.nextInt(24)) {
            case 0 -> optional(SchemaBuilder.int8());
            case 1 -> optional(SchemaBuilder.int16());
            case 2 -> optional(SchemaBuilder.int32());
            case 3, 4 -> optional(SchemaBuilder.int64());
            case 5 -> optional(SchemaBuilder.float32());
            case 6 -> optional(SchemaBuilder.float64());
            case 7 -> optional(SchemaBuilder.bool());
            case 8, 9 -> optional(SchemaBuilder.string());
            case 10 -> optional(SchemaBuilder.bytes());
            case 11, 12 -> optional(Decimal.builder(random.nextInt(10)));
            case 13 -> optional(Decimal.builder(10 + random.nextInt(29)));
            case 14 -> optional(org.apache.kafka.connect.data.Date.builder());
            case 15 -> optional(Time.builder());
            case 16 -> optional(Timestamp.builder());
            case 17 -> optional(SchemaBuilder.int32().name("io.debezium.time.Date"));
            case 18 -> optional(SchemaBuilder.int64().name("io.debezium.time.MicroTime"));
            case 19 -> optional(SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp"));
            case 20 -> optional(SchemaBuilder.int64().name("io.debezium.time.Timestamp"));
            case 21 -> optional(SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp"));
            case 22 -> optional(SchemaBuilder.string().name("io.debezium.data.Json"));
            default -> optional(SchemaBuilder.string().name("io.debezium.data.Uuid"));
        };
    }

    private Schema optional(SchemaBuilder schema) {
        return random.nextBoolean() ? schema.optional().build() : schema.build();
    }

    /** BigQuery stores no null inside an array. */
    private Schema required(Schema schema) {
        Schema candidate = schema;
        while (candidate.isOptional()) {
            candidate = scalar();
        }
        return candidate;
    }

    private @Nullable Object valueOrNull(Schema schema) {
        return schema.isOptional() && random.nextInt(4) == 0 ? null : value(schema);
    }

    private Object value(Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> int32(name);
            case INT64 -> int64(name);
            case FLOAT32 -> oneOf(0f, -0.1f, Float.MAX_VALUE, random.nextFloat());
            case FLOAT64 -> oneOf(0.0, Double.MIN_VALUE, -Double.MAX_VALUE, random.nextGaussian(), Double.NaN);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(name);
            case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? decimal(schema) : bytes();
            case STRUCT -> struct(schema);
            case ARRAY -> list(() -> value(schema.valueSchema()));
            case MAP -> map(schema.valueSchema());
        };
    }

    private Object int32(String name) {
        long day = within(FIRST_MICRO, LAST_MICRO) / MICROS_PER_DAY;
        return switch (name) {
            case "io.debezium.time.Date" -> (int) day;
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME -> new Date(day * 86_400_000);
            case Time.LOGICAL_NAME -> new Date(random.nextInt(86_400_000));
            default -> oneOf(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt());
        };
    }

    private Object int64(String name) {
        return switch (name) {
            case "io.debezium.time.MicroTime" -> within(0, MICROS_PER_DAY - 1);
            case "io.debezium.time.MicroTimestamp" -> within(FIRST_MICRO, LAST_MICRO);
            case "io.debezium.time.Timestamp" -> within(FIRST_MICRO / 1_000, LAST_MICRO / 1_000);
            case Timestamp.LOGICAL_NAME -> new Date(within(FIRST_MICRO / 1_000, LAST_MICRO / 1_000));
            default -> oneOf(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong(), 127L, 128L);
        };
    }

    private long within(long first, long last) {
        long spread = first + Math.floorMod(random.nextLong(), last - first + 1);
        return oneOf(first, last, spread, spread, Math.max(first, -1L), Math.max(first, 0L));
    }

    private String text(String name) {
        return switch (name) {
            case "io.debezium.time.ZonedTimestamp" ->
                java.time.Instant.EPOCH
                        .plus(within(FIRST_MICRO, LAST_MICRO), java.time.temporal.ChronoUnit.MICROS)
                        .toString();
            case "io.debezium.data.Json" -> oneOf("{}", "[1,2]", "{\"a\":null}", "\"x\"", "0.5");
            case "io.debezium.data.Uuid" -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            default -> TEXTS[random.nextInt(TEXTS.length)].repeat(random.nextInt(3));
        };
    }

    private BigDecimal decimal(Schema schema) {
        int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
        int digits = scale <= 9 ? 29 + scale : 38 + scale;
        BigInteger limit = BigInteger.TEN.pow(1 + random.nextInt(digits));
        BigInteger unscaled = new BigInteger(limit.bitLength() - 1, random);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    }

    private Object bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        int half = bytes.length / 2;
        return oneOf(
                bytes,
                ByteBuffer.wrap(bytes),
                ByteBuffer.wrap(bytes, half, bytes.length - half).slice(),
                ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    private List<Object> list(Supplier<Object> element) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private Map<String, @Nullable Object> map(Schema valueSchema) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put("key " + i, valueOrNull(valueSchema));
        }
        return map;
    }

    @SafeVarargs
    private <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
