// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a changelog's columns spell a value that the source did not send, in SQL: Debezium has a placeholder for each type
 * (its UnchangedToastedPlaceholder, 3.7), and rows have it as it came.
 */
final class UnsentColumns {
    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

    private final String placeholder;
    private final byte[] bytes;

    UnsentColumns(String placeholder) {
        this.placeholder = placeholder;
        this.bytes = placeholder.getBytes(StandardCharsets.UTF_8);
    }

    /** The condition under which a column's value was not sent; empty for a column whose values always are. */
    Optional<String> condition(Column column) {
        String name = "`" + column.name() + "`";
        if (column.mode() == ColumnMode.REPEATED) {
            return list(column, name);
        }
        return switch (column.type()) {
            case STRING -> Optional.of(isOneOf(name, texts()));
            case BYTES -> Optional.of(name + " = " + octets());
            case JSON -> Optional.of(isOneOf("TO_JSON_STRING(" + name + ")", List.of(quoted(placeholder), map())));
            case INT64,
                    FLOAT64,
                    NUMERIC,
                    BIGNUMERIC,
                    BOOL,
                    DATE,
                    TIME,
                    DATETIME,
                    TIMESTAMP,
                    GEOGRAPHY,
                    INTERVAL,
                    RECORD -> Optional.empty();
        };
    }

    /** As a text, as bytes by each of Debezium's handling modes for them, and as a map that is a text. */
    private List<String> texts() {
        return List.of(
                placeholder,
                Base64.getEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                map());
    }

    private Optional<String> list(Column column, String name) {
        return switch (column.type()) {
            case STRING ->
                isJson(
                        name,
                        "[" + quoted(placeholder) + "]",
                        "[" + quoted(UUID.nameUUIDFromBytes(bytes).toString()) + "]");
            case JSON -> isJson(name, "[" + quoted(placeholder) + "]");
            case RECORD ->
                isMap(column)
                        ? isJson(name, "[{\"key\":" + quoted(placeholder) + ",\"value\":" + quoted(placeholder) + "}]")
                        : Optional.empty();
            case BYTES ->
                Optional.of("(ARRAY_LENGTH(" + name + ") = 1 AND " + name + "[SAFE_OFFSET(0)] = " + octets() + ")");
            case INT64, FLOAT64 -> Optional.of(isOfOctets(name, Integer::toString));
            case DATE -> Optional.of(isOfOctets(name, day -> "DATE '" + LocalDate.ofEpochDay(day) + "'"));
            case DATETIME, TIMESTAMP ->
                Optional.of("(" + isOfTimes(column, name, ChronoUnit.MICROS) + " OR "
                        + isOfTimes(column, name, ChronoUnit.MILLIS) + ")");
            case NUMERIC, BIGNUMERIC, BOOL, TIME, GEOGRAPHY, INTERVAL -> Optional.empty();
        };
    }

    private static Optional<String> isJson(String name, String... lists) {
        return Optional.of(isOneOf("TO_JSON_STRING(" + name + ")", List.of(lists)));
    }

    /** Whether it is a list with an element for each of the placeholder's octets. */
    private String isOfOctets(String name, IntFunction<String> element) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> " AND " + name + "[SAFE_OFFSET(" + i + ")] = " + element.apply(bytes[i]))
                .collect(Collectors.joining("", "(ARRAY_LENGTH(" + name + ") = " + bytes.length, ")"));
    }

    private String isOfTimes(Column column, String name, TemporalUnit unit) {
        String zone = column.type() == ColumnType.TIMESTAMP ? "+00" : "";
        return isOfOctets(name, octet -> column.type() + " '" + EPOCH.plus(octet, unit) + zone + "'");
    }

    private String octets() {
        return "FROM_HEX('" + HexFormat.of().formatHex(bytes) + "')";
    }

    private static boolean isMap(Column column) {
        return column.fields().stream().map(Column::name).toList().equals(List.of("key", "value"))
                && column.fields().stream().allMatch(field -> field.type() == ColumnType.STRING);
    }

    private String map() {
        return "{" + quoted(placeholder) + ":" + quoted(placeholder) + "}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String isOneOf(String value, List<String> texts) {
        return value + texts.stream().map(UnsentColumns::literal).collect(Collectors.joining(", ", " IN (", ")"));
    }

    private static String literal(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }
}
