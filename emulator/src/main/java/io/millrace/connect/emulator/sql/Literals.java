// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.json.TemporalText;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.WarehouseException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Literals as DuckDB writes them. */
final class Literals {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Literals() {}

    static String integer(String digits) {
        if (new BigInteger(digits).compareTo(MAX) > 0) {
            throw invalid("INT64", digits);
        }
        return "CAST(" + digits + " AS BIGINT)";
    }

    static String floating(String text) {
        return "CAST(" + Identifier.literal(text) + " AS DOUBLE)";
    }

    /** Of text with one char per byte, as the tokenizer gives it; other chars count as UTF-8. */
    static String bytes(String text) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 256) {
                hex.append(String.format("%02X", (int) c));
            } else {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    hex.append(String.format("%02X", b));
                }
            }
        }
        return "unhex('" + hex + "')";
    }

    /** A literal such as {@code DATE '2024-01-01'}; null where the word is no type that has literals. */
    static @Nullable String typed(String type, String text) {
        try {
            return switch (type) {
                case "DATE" -> "CAST('" + date(TemporalText.date(text)) + "' AS DATE)";
                case "TIME" -> "CAST('" + time(TemporalText.time(text)) + "' AS TIME)";
                case "DATETIME" -> "CAST('" + dateTime(TemporalText.dateTime(text)) + "' AS TIMESTAMP)";
                case "TIMESTAMP" ->
                    "make_timestamptz(CAST(" + TemporalText.micros(TemporalText.timestamp(text)) + " AS BIGINT))";
                case "NUMERIC", "DECIMAL" ->
                    "CAST('" + new BigDecimal(text.strip()).toPlainString() + "' AS DECIMAL(38,9))";
                case "BIGNUMERIC", "BIGDECIMAL" -> bigNumeric(new BigDecimal(text.strip()));
                case "JSON" -> "CAST(" + Identifier.literal(text) + " AS JSON)";
                case "RANGE" -> throw Functions.unsupported("RANGE literals");
                default -> null;
            };
        } catch (DateTimeException | ArithmeticException | NumberFormatException notOne) {
            throw invalid(type, text);
        }
    }

    static String bigNumeric(BigDecimal value) {
        return "struct_pack(\"$bignumeric\" := CAST('" + value.setScale(38).unscaledValue() + "' AS BIGNUM))";
    }

    private static String date(LocalDate date) {
        return date.toString();
    }

    private static String time(LocalTime time) {
        return time.toString();
    }

    private static String dateTime(LocalDateTime value) {
        return value.toLocalDate() + " " + value.toLocalTime();
    }

    private static WarehouseException invalid(String type, String text) {
        return new WarehouseException(
                WarehouseException.Reason.INVALID_QUERY, "Invalid " + type + " literal: \"" + text + "\"");
    }
}
