// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import io.millrace.connect.kit.debezium.DebeziumTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What a leaf of a record is, from its schema or, without one, from its class. Decides which transformations apply and
 * how a value reads as text: the same number gives the same token whether it comes as INT32, INT64 or text.
 */
public enum FieldType {
    TEXT,
    INTEGER,
    FLOATING,
    DECIMAL,
    /** Debezium's struct of scale and unscaled bytes. */
    VARIABLE_SCALE_DECIMAL,
    BOOLEAN,
    BYTES,
    /** Connect's Date: java.util.Date at midnight UTC. */
    DATE,
    /** Connect's Time: java.util.Date on 1970-01-01. */
    TIME,
    /** Connect's Timestamp: java.util.Date. */
    TIMESTAMP,
    /** Debezium's Date: days since 1970-01-01. */
    EPOCH_DAYS,
    /** Debezium's Timestamp. */
    EPOCH_MILLIS,
    /** Debezium's MicroTimestamp. */
    EPOCH_MICROS,
    /** Debezium's NanoTimestamp. */
    EPOCH_NANOS,
    /** Debezium's Time: milliseconds since midnight; MySQL's may be negative or longer than a day. */
    TIME_MILLIS,
    /** Debezium's MicroTime. */
    TIME_MICROS,
    /** Debezium's NanoTime. */
    TIME_NANOS;

    /** Beyond what any database keeps. */
    private static final int MOST_DIGITS = 20_000;

    /** Of as many digits. */
    private static final int MOST_BITS = 66_440;

    private static final String VARIABLE_SCALE = DebeziumTypes.VARIABLE_SCALE_DECIMAL;

    /** The type of a leaf with this schema; null for what is no leaf. */
    public static @Nullable FieldType of(Schema schema) {
        if (schema.name() != null) {
            FieldType named = named(schema.name());
            if (named != null) {
                return named;
            }
        }
        return switch (schema.type()) {
            case STRING -> TEXT;
            case INT8, INT16, INT32, INT64 -> INTEGER;
            case FLOAT32, FLOAT64 -> FLOATING;
            case BOOLEAN -> BOOLEAN;
            case BYTES -> BYTES;
            case STRUCT, ARRAY, MAP -> null;
        };
    }

    private static @Nullable FieldType named(String name) {
        return switch (name) {
            case Decimal.LOGICAL_NAME -> DECIMAL;
            case Date.LOGICAL_NAME -> DATE;
            case Time.LOGICAL_NAME -> TIME;
            case Timestamp.LOGICAL_NAME -> TIMESTAMP;
            case VARIABLE_SCALE -> VARIABLE_SCALE_DECIMAL;
            case DebeziumTypes.DATE -> EPOCH_DAYS;
            case DebeziumTypes.TIMESTAMP -> EPOCH_MILLIS;
            case DebeziumTypes.MICRO_TIMESTAMP -> EPOCH_MICROS;
            case DebeziumTypes.NANO_TIMESTAMP -> EPOCH_NANOS;
            case DebeziumTypes.TIME -> TIME_MILLIS;
            case DebeziumTypes.MICRO_TIME -> TIME_MICROS;
            case DebeziumTypes.NANO_TIME -> TIME_NANOS;
            default -> null;
        };
    }

    /** The type of a value without a schema; null for a list, a map or what Connect does not know. */
    public static @Nullable FieldType ofValue(Object value) {
        if (value instanceof CharSequence) {
            return TEXT;
        }
        if (value instanceof Number) {
            return value instanceof Double || value instanceof Float
                    ? FLOATING
                    : value instanceof BigDecimal ? DECIMAL : INTEGER;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return BYTES;
        }
        if (value instanceof java.sql.Date) {
            return DATE;
        }
        if (value instanceof java.sql.Time) {
            return TIME;
        }
        return value instanceof java.util.Date ? TIMESTAMP : null;
    }

    /** Whether the value is a count of something, so that a mask uses {@code 0}. */
    public boolean isNumber() {
        return this == INTEGER || this == FLOATING || this == DECIMAL || this == VARIABLE_SCALE_DECIMAL;
    }

    /** Whether the value is a time without a date. */
    public boolean isTimeOfDay() {
        return this == TIME || this == TIME_MILLIS || this == TIME_MICROS || this == TIME_NANOS;
    }

    /** Whether the value has a date. */
    public boolean isDated() {
        return switch (this) {
            case DATE, TIMESTAMP, EPOCH_DAYS, EPOCH_MILLIS, EPOCH_MICROS, EPOCH_NANOS -> true;
            default -> false;
        };
    }

    /**
     * The value as text, one way for each value whatever its type.
     *
     * @throws MaskingException for bytes, which have no text
     */
    public String text(Object value) {
        return switch (this) {
            case INTEGER -> (value instanceof BigInteger large ? sized(large) : value).toString();
            case TEXT, BOOLEAN, FLOATING -> value.toString();
            case DECIMAL, VARIABLE_SCALE_DECIMAL -> decimal(value).toPlainString();
            case BYTES -> throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
            case DATE -> LocalDate.ofInstant(instant(value), ZoneOffset.UTC).toString();
            case TIME, TIME_MILLIS, TIME_MICROS, TIME_NANOS -> {
                Duration time = sinceMidnight(value);
                yield isInADay(time) ? LocalTime.ofNanoOfDay(time.toNanos()).toString() : time.toString();
            }
            case EPOCH_DAYS ->
                LocalDate.ofEpochDay(((Number) value).longValue()).toString();
            case TIMESTAMP, EPOCH_MILLIS, EPOCH_MICROS, EPOCH_NANOS ->
                instant(value).toString();
        };
    }

    /** The text in which identifiers are looked for: numbers without a fraction as integers, whatever their type writes. */
    public String textToScan(Object value) {
        boolean fractional = this == DECIMAL
                || this == VARIABLE_SCALE_DECIMAL
                || (this == FLOATING && Double.isFinite(((Number) value).doubleValue()));
        if (fractional) {
            BigDecimal number = decimal(value).stripTrailingZeros();
            if (number.scale() <= 0) {
                return number.toPlainString();
            }
        }
        return text(value);
    }

    /** The value as a number. */
    public BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return sized(decimal);
        }
        if (value instanceof BigInteger large) {
            return new BigDecimal(sized(large));
        }
        if (value instanceof Struct variable) {
            BigInteger unscaled = sized(new BigInteger(sized(variable.getBytes("value"))));
            return sized(new BigDecimal(unscaled, variable.getInt32("scale")));
        }
        try {
            String text = value.toString();
            if (text.length() > MOST_DIGITS) { // before it is read, which costs the square of its length
                throw new MaskingException(MaskingException.Code.NOT_PARSABLE);
            }
            return sized(new BigDecimal(text.strip()));
        } catch (NumberFormatException quotesItsInput) {
            throw new MaskingException(MaskingException.Code.NOT_PARSABLE);
        }
    }

    /**
     * A number in the form of another one, which a field of its type holds.
     *
     * @throws ArithmeticException when the form has no place for it
     */
    public static Object numberLike(Object form, BigDecimal number) {
        if (form instanceof Byte) {
            return number.byteValueExact();
        }
        if (form instanceof Short) {
            return number.shortValueExact();
        }
        if (form instanceof Integer) {
            return number.intValueExact();
        }
        if (form instanceof Float) {
            return number.floatValue();
        }
        if (form instanceof Double) {
            return number.doubleValue();
        }
        if (form instanceof BigDecimal decimal) {
            return number.setScale(decimal.scale(), RoundingMode.UNNECESSARY);
        }
        return form instanceof Struct variable ? variable(variable.schema(), number) : (Object) number.longValueExact();
    }

    /** Debezium's struct for a number. */
    public static Struct variable(Schema schema, BigDecimal number) {
        return new Struct(schema)
                .put("scale", number.scale())
                .put("value", number.unscaledValue().toByteArray());
    }

    /** A few characters can stand for a number of a billion digits, which a sum or a text would write out. */
    private static BigDecimal sized(BigDecimal number) {
        sized(number.unscaledValue());
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            throw new MaskingException(MaskingException.Code.NOT_PARSABLE);
        }
        return number;
    }

    /** Told by the bits, since counting digits is what costs. */
    private static BigInteger sized(BigInteger number) {
        if (number.bitLength() > MOST_BITS) {
            throw new MaskingException(MaskingException.Code.NOT_PARSABLE);
        }
        return number;
    }

    private static byte[] sized(byte[] number) {
        if (number.length > MOST_BITS / Byte.SIZE + 1) {
            throw new MaskingException(MaskingException.Code.NOT_PARSABLE);
        }
        return number;
    }

    /** The moment a temporal value names. */
    public Instant instant(Object value) {
        return switch (this) {
            case DATE, TIMESTAMP -> instantOf((java.util.Date) value);
            case EPOCH_DAYS -> Instant.ofEpochSecond(Math.multiplyExact(((Number) value).longValue(), 86_400L));
            case EPOCH_MILLIS -> Instant.ofEpochMilli(((Number) value).longValue());
            case EPOCH_MICROS -> fromUnits(((Number) value).longValue(), 1_000_000L);
            case EPOCH_NANOS -> fromUnits(((Number) value).longValue(), 1_000_000_000L);
            default -> throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
        };
    }

    /**
     * The time of day that a time without a date names.
     *
     * @throws MaskingException for one that is no time of day but a length: negative, or longer than a day
     */
    public LocalTime timeOfDay(Object value) {
        Duration time = sinceMidnight(value);
        if (!isInADay(time)) {
            throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
        }
        return LocalTime.ofNanoOfDay(time.toNanos());
    }

    private static boolean isInADay(Duration time) {
        return !time.isNegative() && time.compareTo(Duration.ofDays(1)) < 0;
    }

    private Duration sinceMidnight(Object value) {
        return switch (this) {
            case TIME -> Duration.ofMillis(((java.util.Date) value).getTime());
            case TIME_MILLIS -> Duration.ofMillis(((Number) value).longValue());
            case TIME_MICROS -> Duration.of(((Number) value).longValue(), ChronoUnit.MICROS);
            case TIME_NANOS -> Duration.ofNanos(((Number) value).longValue());
            default -> throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
        };
    }

    private static Instant fromUnits(long count, long perSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * (1_000_000_000L / perSecond));
    }

    /** Of any of the kinds that sources hand out; JDBC's dates and times refuse to say it themselves. */
    public static Instant instantOf(java.util.Date moment) {
        return moment instanceof java.sql.Timestamp exact ? exact.toInstant() : Instant.ofEpochMilli(moment.getTime());
    }

    private static java.util.Date plusMillis(java.util.Date moment, long millis) {
        long shifted = Math.addExact(moment.getTime(), millis);
        if (moment instanceof java.sql.Timestamp exact) {
            java.sql.Timestamp same = new java.sql.Timestamp(shifted);
            same.setNanos(exact.getNanos());
            return same;
        }
        return moment instanceof java.sql.Date ? new java.sql.Date(shifted) : new java.util.Date(shifted);
    }

    /** Shifts a temporal value by whole days, keeping its type. */
    public Object plusDays(Object value, int days) {
        long count = value instanceof Number number ? number.longValue() : 0;
        return switch (this) {
            case DATE, TIMESTAMP -> plusMillis((java.util.Date) value, days * 86_400_000L);
            case EPOCH_DAYS -> Math.toIntExact(Math.addExact(count, days));
            case EPOCH_MILLIS -> Math.addExact(count, days * 86_400_000L);
            case EPOCH_MICROS -> Math.addExact(count, days * 86_400_000_000L);
            case EPOCH_NANOS -> Math.addExact(count, Math.multiplyExact(days, 86_400_000_000_000L));
            default -> throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
        };
    }
}
