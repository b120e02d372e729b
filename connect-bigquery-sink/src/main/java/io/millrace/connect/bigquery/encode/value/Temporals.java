// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import static io.millrace.connect.bigquery.encode.value.CivilTime.MICROS_PER_DAY;

import java.math.BigDecimal;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How values of each kind become dates and times; null where a kind is none. */
public final class Temporals {
    private Temporals() {}

    /** Days since 1970. */
    public static @Nullable ToLongFunction<Object> days(ValueKind kind) {
        return switch (kind) {
            case DAYS, INTEGER -> Temporals::number;
            case CONNECT_DATE -> value -> Math.floorDiv(millis(value), 86_400_000L);
            case ISO_DATE, TEXT -> value -> TimeText.days((String) value);
            case UNTYPED -> Temporals::untypedDays;
            default -> null;
        };
    }

    /** Microseconds since midnight. */
    public static @Nullable ToLongFunction<Object> timeOfDay(ValueKind kind, TimeUnit unit) {
        return switch (kind) {
            case TIME_MILLIS -> value -> number(value) * 1_000;
            case TIME_MICROS -> Temporals::number;
            case TIME_NANOS -> value -> Math.floorDiv(number(value), 1_000L);
            case CONNECT_TIME -> value -> micros(millis(value), TimeUnit.MILLISECONDS);
            case ZONED_TIME, TEXT -> value -> TimeText.timeMicros((String) value);
            case ISO_TIME -> value -> TimeText.localTimeMicros((String) value);
            case INTEGER -> value -> micros(number(value), unit);
            case UNTYPED ->
                value -> value instanceof CharSequence
                        ? TimeText.timeMicros(value.toString())
                        : untypedNumber(value, unit);
            default -> null;
        };
    }

    /** Microseconds since 1970, of a clock reading without zone or of a point in time: BigQuery takes UTC for both. */
    public static @Nullable ToLongFunction<Object> micros(ValueKind kind, TimeUnit unit) {
        return switch (kind) {
            case LOCAL_MILLIS -> value -> micros(number(value), TimeUnit.MILLISECONDS);
            case LOCAL_MICROS -> Temporals::number;
            case LOCAL_NANOS -> value -> Math.floorDiv(number(value), 1_000L);
            case CONNECT_TIMESTAMP -> value -> micros(millis(value), TimeUnit.MILLISECONDS);
            case ZONED_TIMESTAMP, TEXT -> value -> TimeText.instantMicros((String) value);
            case ISO_TIMESTAMP -> value -> TimeText.localMicros((String) value);
            case INTEGER -> value -> micros(number(value), unit);
            case UNTYPED -> value -> untypedMicros(value, unit);
            case DAYS, CONNECT_DATE, ISO_DATE -> midnight(days(kind));
            default -> null;
        };
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static long millis(Object date) {
        return ((Date) date).getTime();
    }

    private static @Nullable ToLongFunction<Object> midnight(@Nullable ToLongFunction<Object> days) {
        return days == null ? null : value -> CivilTime.checkedDays(days.applyAsLong(value)) * MICROS_PER_DAY;
    }

    private static long untypedDays(Object value) {
        if (value instanceof CharSequence) {
            return TimeText.days(value.toString());
        }
        return value instanceof Date date
                ? Math.floorDiv(date.getTime(), 86_400_000L)
                : ExactNumbers.untypedLong(value);
    }

    private static long untypedMicros(Object value, TimeUnit unit) {
        if (value instanceof CharSequence) {
            return TimeText.instantMicros(value.toString());
        }
        return value instanceof Date date ? micros(date.getTime(), TimeUnit.MILLISECONDS) : untypedNumber(value, unit);
    }

    /** Fractions of a unit are taken as far as they are whole microseconds. */
    private static long untypedNumber(Object value, TimeUnit unit) {
        boolean fraction = value instanceof BigDecimal || value instanceof Double || value instanceof Float;
        return fraction && unit != TimeUnit.NANOSECONDS
                ? ExactNumbers.exactLong(
                        ExactNumbers.untypedDecimal(value).multiply(BigDecimal.valueOf(unit.toMicros(1))))
                : micros(ExactNumbers.untypedLong(value), unit);
    }

    private static long micros(long count, TimeUnit unit) {
        return switch (unit) {
            case NANOSECONDS -> Math.floorDiv(count, 1_000L);
            case MICROSECONDS -> count;
            // Where this saturates, the range check that follows refuses the value.
            case MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS -> unit.toMicros(count);
        };
    }
}
