// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a changelog's columns spell a value that the source did not send, in SQL: Debezium has a placeholder for each type
 * (its UnchangedToastedPlaceholder, 3.7), and rows have it as it came.
 */
final class UnsentColumns {
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
            List<String> lists = lists(column);
            return lists.isEmpty() ? Optional.empty() : Optional.of(isOneOf("TO_JSON_STRING(" + name + ")", lists));
        }
        return switch (column.type()) {
            case STRING -> Optional.of(isOneOf(name, texts()));
            case BYTES -> Optional.of(name + " = FROM_HEX('" + HexFormat.of().formatHex(bytes) + "')");
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

    /** The JSON of the whole list. */
    private List<String> lists(Column column) {
        return switch (column.type()) {
            case STRING ->
                List.of(
                        "[" + quoted(placeholder) + "]",
                        "[" + quoted(UUID.nameUUIDFromBytes(bytes).toString()) + "]");
            case BYTES -> List.of("[" + quoted(Base64.getEncoder().encodeToString(bytes)) + "]");
            case JSON -> List.of("[" + quoted(placeholder) + "]");
            case INT64 ->
                List.of(IntStream.range(0, bytes.length)
                        .mapToObj(i -> Byte.toString(bytes[i]))
                        .collect(Collectors.joining(",", "[", "]")));
            case RECORD ->
                isMap(column)
                        ? List.of("[{\"key\":" + quoted(placeholder) + ",\"value\":" + quoted(placeholder) + "}]")
                        : List.of();
            case FLOAT64, NUMERIC, BIGNUMERIC, BOOL, DATE, TIME, DATETIME, TIMESTAMP, GEOGRAPHY, INTERVAL -> List.of();
        };
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
