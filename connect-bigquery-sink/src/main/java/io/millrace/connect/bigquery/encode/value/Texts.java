// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How values that are not nested become texts: dates and times by ISO 8601, bytes as Base64. */
final class Texts {
    /** Longer than any column's number; past it a number is written with an exponent. */
    private static final int LONGEST_PLAIN = 400;

    private static final long NANOS = 1_000_000_000;

    private Texts() {}

    static Function<Object, String> of(ValueKind kind) {
        return switch (kind) {
            case TEXT, ZONED_TIMESTAMP, ZONED_TIME, ISO_DATE, ISO_TIME, ISO_TIMESTAMP, JSON, ENUM_SET, INTERVAL ->
                value -> (String) value;
            case BOOLEAN, INTEGER, FLOAT -> Object::toString;
            case DECIMAL, VARIABLE_DECIMAL -> decimal(kind);
            case BYTES -> Texts::base64;
            case POINT, GEOMETRY -> value -> Geometries.planar(kind, value);
            case DAYS, CONNECT_DATE -> date(kind);
            case TIME_MILLIS, TIME_MICROS, TIME_NANOS, CONNECT_TIME -> time(kind);
            case LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS -> datetime(kind);
            case CONNECT_TIMESTAMP -> value -> instant(((java.util.Date) value).getTime());
            case UNTYPED, STRUCT, ARRAY, MAP -> throw new IllegalStateException(kind + " may be nested");
        };
    }

    static String base64(Object bytes) {
        return Base64.getEncoder().encodeToString(Bytes.of(bytes));
    }

    /** Of a value without schema; null if it is none of those that have such a text. */
    static @Nullable String untyped(Object value) {
        if (value instanceof BigDecimal decimal) {
            return plain(decimal);
        }
        if (value instanceof BigInteger integer) {
            return Digits.atMost(Digits.MOST_WRITTEN, integer).toString();
        }
        if (value instanceof CharSequence || value instanceof Boolean || value instanceof Number) {
            return value.toString();
        }
        if (value instanceof java.util.Date date) {
            return instant(date.getTime());
        }
        return value instanceof byte[] || value instanceof java.nio.ByteBuffer ? base64(value) : null;
    }

    private static Function<Object, String> decimal(ValueKind kind) {
        Function<Object, BigDecimal> decimals = Numbers.decimals(kind);
        return decimals == null ? Object::toString : value -> plain(decimals.apply(value));
    }

    static String plain(BigDecimal value) {
        Digits.atMost(Digits.MOST_WRITTEN, value);
        return Math.abs((long) value.scale()) > LONGEST_PLAIN ? value.toString() : value.toPlainString();
    }

    private static Function<Object, String> date(ValueKind kind) {
        ToLongFunction<Object> days = required(Temporals.days(kind));
        return value -> LocalDate.ofEpochDay(days.applyAsLong(value)).toString();
    }

    private static Function<Object, String> time(ValueKind kind) {
        ToLongFunction<Object> micros = required(Temporals.timeOfDay(kind, TimeUnit.MICROSECONDS));
        return value -> LocalTime.ofNanoOfDay(CivilTime.checkedTimeOfDay(micros.applyAsLong(value)) * 1_000)
                .toString();
    }

    private static Function<Object, String> datetime(ValueKind kind) {
        long perSecond = kind == ValueKind.LOCAL_MILLIS ? 1_000 : kind == ValueKind.LOCAL_MICROS ? 1_000_000 : NANOS;
        return value -> {
            long count = ((Number) value).longValue();
            long seconds = Math.floorDiv(count, perSecond);
            int nanos = (int) ((count - seconds * perSecond) * (NANOS / perSecond));
            return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC).toString();
        };
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static ToLongFunction<Object> required(@Nullable ToLongFunction<Object> function) {
        if (function == null) {
            throw new IllegalStateException("a kind of date or time that is neither");
        }
        return function;
    }
}
