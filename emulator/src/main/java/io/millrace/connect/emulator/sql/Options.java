// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.json.TemporalText;
import io.millrace.connect.emulator.store.Interval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code OPTIONS(name = literal, …)}. A value is a {@link String}, {@link Long}, {@link BigDecimal},
 * {@link Boolean}, {@link Interval}, {@link java.time.Instant}, a {@link List} of such (a pair in brackets too), or
 * {@link #NULL}.
 */
public final class Options {
    /** Stands for the literal NULL, which resets an option. */
    public static final Object NULL = new Object();

    private Options() {}

    /** The options where they come next, else none. */
    static Map<String, Object> read(TokenStream tokens) {
        if (!tokens.accept("OPTIONS")) {
            return Map.of();
        }
        Map<String, Object> options = new LinkedHashMap<>();
        tokens.expectSymbol("(");
        while (!tokens.acceptSymbol(")")) {
            String name = tokens.anyName().toLowerCase(Locale.ROOT);
            tokens.expectSymbol("=");
            options.put(name, value(tokens));
            if (!tokens.atSymbol(")")) {
                tokens.expectSymbol(",");
            }
        }
        return options;
    }

    private static Object value(TokenStream tokens) {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.STRING) {
            return tokens.take().text();
        }
        if (token.kind() == Token.Kind.INTEGER) {
            return Long.valueOf(tokens.take().text());
        }
        if (token.kind() == Token.Kind.FLOAT) {
            return new BigDecimal(tokens.take().text());
        }
        if (tokens.accept("TRUE")) {
            return true;
        }
        if (tokens.accept("FALSE")) {
            return false;
        }
        if (tokens.accept("NULL")) {
            return NULL;
        }
        if (tokens.accept("INTERVAL")) {
            return interval(tokens);
        }
        if (tokens.at("TIMESTAMP") && tokens.peek(1).kind() == Token.Kind.STRING) {
            tokens.take();
            return TemporalText.timestamp(tokens.take().text());
        }
        if (tokens.acceptSymbol("[")) {
            return list(tokens, "]");
        }
        if (tokens.acceptSymbol("(")) {
            return list(tokens, ")");
        }
        if (tokens.at("STRUCT") && tokens.peek(1).isSymbol("(")) {
            tokens.take();
            tokens.take();
            return list(tokens, ")");
        }
        throw Functions.unsupported("an option that is not a literal");
    }

    private static List<Object> list(TokenStream tokens, String end) {
        List<Object> values = new ArrayList<>();
        while (!tokens.acceptSymbol(end)) {
            values.add(value(tokens));
            if (!tokens.atSymbol(end)) {
                tokens.expectSymbol(",");
            }
        }
        return values;
    }

    private static Interval interval(TokenStream tokens) {
        Token amount = tokens.take();
        String part = tokens.anyName().toUpperCase(Locale.ROOT);
        if (tokens.accept("TO")) {
            tokens.expect("SECOND");
            return TemporalText.interval(amount.text());
        }
        long number = Long.parseLong(amount.text());
        return switch (part) {
            case "DAY" -> new Interval(0, (int) number, 0);
            case "HOUR" -> new Interval(0, 0, number * 3_600_000_000L);
            case "MINUTE" -> new Interval(0, 0, number * 60_000_000L);
            case "SECOND" -> new Interval(0, 0, number * 1_000_000L);
            default -> throw Functions.unsupported("INTERVAL in " + part + " in OPTIONS");
        };
    }
}
