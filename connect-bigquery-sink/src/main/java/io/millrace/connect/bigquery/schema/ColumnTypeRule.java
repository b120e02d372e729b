// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.ColumnType;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code column.types}: the type of a column, whatever the record's schema says, and for a column of time
 * fed by integers their unit.
 *
 * @param column the column's dotted path in the table, compared without regard to case
 * @param type any type but RECORD
 * @param unit what an integer counts since 1970 (TIMESTAMP, DATETIME) or since midnight (TIME); microseconds if unsaid
 */
public record ColumnTypeRule(String column, ColumnType type, TimeUnit unit) {
    private static final Pattern ENTRY =
            Pattern.compile("\\s*([^=]+?)\\s*=\\s*(\\w+)\\s*(?:\\(\\s*(\\w+)\\s*\\))?\\s*");

    /**
     * Reads {@code path=TYPE} or {@code path=TYPE(unit)}, unit being seconds, millis, micros or nanos.
     *
     * @throws IllegalArgumentException saying what was found and what is accepted
     */
    public static ColumnTypeRule parse(String entry) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + entry + "' is not of the form column=TYPE or column=TYPE(unit)");
        }
        return new ColumnTypeRule(matcher.group(1), typeNamed(matcher.group(2)), unitNamed(matcher.group(3)));
    }

    private static ColumnType typeNamed(String name) {
        return Arrays.stream(ColumnType.values())
                .filter(type -> type != ColumnType.RECORD && type.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no type that column.types accepts: "
                        + "INT64, FLOAT64, NUMERIC, BIGNUMERIC, BOOL, STRING, BYTES, DATE, TIME, DATETIME, TIMESTAMP, "
                        + "JSON, GEOGRAPHY, INTERVAL"));
    }

    private static TimeUnit unitNamed(@Nullable String name) {
        return switch (name == null ? "micros" : name.toLowerCase(Locale.ROOT)) {
            case "seconds" -> TimeUnit.SECONDS;
            case "millis" -> TimeUnit.MILLISECONDS;
            case "micros" -> TimeUnit.MICROSECONDS;
            case "nanos" -> TimeUnit.NANOSECONDS;
            default ->
                throw new IllegalArgumentException(
                        "'" + name + "' is no unit that column.types accepts: seconds, millis, micros, nanos");
        };
    }
}
