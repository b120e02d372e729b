// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads values without a schema that other transforms leave and Connect has no type for. */
final class Legible {
    private Legible() {}

    /**
     * What a value says in types that are walked: lists for arrays, text for what is written as text. What is none of them
     * is given back as it is.
     */
    static @Nullable Object of(Object value) {
        if (value instanceof Optional<?>) {
            Object inside = value;
            while (inside instanceof Optional<?> optional) {
                inside = optional.orElse(null);
            }
            return inside == null ? null : of(inside);
        }
        if (value instanceof Character[] characters && Arrays.stream(characters).allMatch(Objects::nonNull)) {
            return Arrays.stream(characters).map(String::valueOf).collect(Collectors.joining());
        }
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        if (value instanceof char[] characters) {
            return String.valueOf(characters);
        }
        if (value.getClass().isArray()) {
            return numbers(value);
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime().toString(); // as ISO 8601 has it: the zone's name is Java's own addition
        }
        if (value instanceof InetAddress) {
            return value.toString()
                    .replace('/', ' ')
                    .strip(); // a name and a slash before four numbers make a version of them
        }
        return isText(value) ? value.toString() : value;
    }

    private static Object numbers(Object array) {
        if (array instanceof int[] numbers) {
            return IntStream.of(numbers).boxed().toList();
        }
        if (array instanceof long[] numbers) {
            return LongStream.of(numbers).boxed().toList();
        }
        return array instanceof double[] numbers
                ? DoubleStream.of(numbers).boxed().toList()
                : array;
    }

    /** Of these toString is the whole value. */
    private static boolean isText(Object value) {
        return value instanceof Enum<?> || value instanceof Character || isTime(value) || isIdentity(value);
    }

    private static boolean isTime(Object value) {
        return value instanceof TemporalAccessor || value instanceof TemporalAmount || value instanceof ZoneId;
    }

    private static boolean isIdentity(Object value) {
        return value instanceof UUID
                || value instanceof URI
                || value instanceof URL
                || value instanceof Path
                || value instanceof Locale
                || value instanceof Currency;
    }
}
