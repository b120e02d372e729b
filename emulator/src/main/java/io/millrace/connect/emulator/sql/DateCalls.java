// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.json.TemporalText;
import io.millrace.connect.emulator.store.Interval;
import java.util.Locale;
import java.util.Set;

/** Reads calls with a date part or an interval: EXTRACT, …_TRUNC, …_DIFF, …_ADD, …_SUB, LAST_DAY. */
final class DateCalls {
    private static final Set<String> NAMES = Set.of(
            "EXTRACT",
            "DATE_TRUNC",
            "TIMESTAMP_TRUNC",
            "DATETIME_TRUNC",
            "TIME_TRUNC",
            "DATE_DIFF",
            "TIMESTAMP_DIFF",
            "DATETIME_DIFF",
            "TIME_DIFF",
            "DATE_ADD",
            "TIMESTAMP_ADD",
            "DATETIME_ADD",
            "TIME_ADD",
            "DATE_SUB",
            "TIMESTAMP_SUB",
            "DATETIME_SUB",
            "TIME_SUB",
            "LAST_DAY");
    private static final Set<String> PARTS = Set.of(
            "MICROSECOND",
            "MILLISECOND",
            "SECOND",
            "MINUTE",
            "HOUR",
            "DAY",
            "WEEK",
            "ISOWEEK",
            "MONTH",
            "QUARTER",
            "YEAR");

    private final TokenStream tokens;
    private final Expressions expressions;

    DateCalls(TokenStream tokens, Expressions expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    static boolean takes(String function) {
        return NAMES.contains(function);
    }

    /** A call whose name and opening bracket are read. */
    String read(String name) {
        if (name.equals("EXTRACT")) {
            return extract();
        }
        String first = expressions.read();
        String call;
        if (name.endsWith("_ADD") || name.endsWith("_SUB")) {
            tokens.expectSymbol(",");
            String sum = "(" + first + (name.endsWith("_ADD") ? " + " : " - ") + expressions.read() + ")";
            call = name.startsWith("DATE_") ? "CAST(" + sum + " AS DATE)" : sum;
        } else if (name.endsWith("_DIFF")) {
            tokens.expectSymbol(",");
            String second = expressions.read();
            tokens.expectSymbol(",");
            call = difference(name, first, second, part());
        } else if (name.equals("LAST_DAY")) {
            String part = tokens.acceptSymbol(",") ? part() : "MONTH";
            if (!part.equals("MONTH")) {
                throw Functions.unsupported("LAST_DAY of " + part);
            }
            call = "last_day(" + first + ")";
        } else {
            tokens.expectSymbol(",");
            call = truncation(name, first, part());
        }
        tokens.expectSymbol(")");
        return call;
    }

    private String truncation(String name, String value, String part) {
        if (tokens.acceptSymbol(",")) {
            String zone = expressions.read();
            if (!name.equals("TIMESTAMP_TRUNC")) {
                throw Functions.unsupported(name + " with a time zone");
            }
            return "timezone(" + zone + ", " + truncated("timezone(" + zone + ", " + value + ")", part) + ")";
        }
        if (name.equals("TIME_TRUNC")) {
            throw Functions.unsupported("TIME_TRUNC");
        }
        String text = truncated(value, part);
        return name.equals("DATE_TRUNC") ? "CAST(" + text + " AS DATE)" : text;
    }

    /** BigQuery's weeks begin on Sunday, DuckDB's on Monday. */
    private static String truncated(String value, String part) {
        if (part.equals("WEEK")) {
            return "(date_trunc('week', " + value + " + to_days(1)) - to_days(1))";
        }
        return "date_trunc('" + (part.equals("ISOWEEK") ? "week" : part.toLowerCase(Locale.ROOT)) + "', " + value + ")";
    }

    /** Of TIMESTAMPs and TIMEs whole units count, of DATEs and DATETIMEs the boundaries between. */
    private static String difference(String name, String later, String earlier, String part) {
        String unit = part.equals("ISOWEEK") || part.equals("WEEK") ? "week" : part.toLowerCase(Locale.ROOT);
        boolean boundaries = name.equals("DATE_DIFF") || name.equals("DATETIME_DIFF");
        if (part.equals("WEEK") && boundaries) {
            return "date_diff('week', " + earlier + " + to_days(1), " + later + " + to_days(1))";
        }
        if (!boundaries && Set.of("WEEK", "ISOWEEK", "MONTH", "QUARTER", "YEAR").contains(part)) {
            throw Functions.unsupported(name + " by " + part);
        }
        return (boundaries ? "date_diff('" : "date_sub('") + unit + "', " + earlier + ", " + later + ")";
    }

    private String extract() {
        String part = tokens.anyName().toUpperCase(Locale.ROOT);
        if (part.equals("WEEK") && tokens.atSymbol("(")) {
            throw Functions.unsupported("EXTRACT(WEEK(<day>))");
        }
        tokens.expect("FROM");
        String value = expressions.read();
        if (tokens.accept("AT", "TIME", "ZONE")) {
            value = "timezone(" + expressions.read() + ", " + value + ")";
        }
        tokens.expectSymbol(")");
        return switch (part) {
            case "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "QUARTER", "ISOYEAR" ->
                "extract(" + part + " FROM " + value + ")";
            case "DAYOFWEEK" -> "(dayofweek(" + value + ") + 1)";
            case "DAYOFYEAR" -> "dayofyear(" + value + ")";
            case "ISOWEEK" -> "weekofyear(" + value + ")";
            case "WEEK" -> "CAST(strftime(" + value + ", '%U') AS BIGINT)";
            case "MILLISECOND" -> "(millisecond(" + value + ") % 1000)";
            case "MICROSECOND" -> "(microsecond(" + value + ") % 1000000)";
            case "DATE" -> "CAST(" + value + " AS DATE)";
            case "TIME" -> "CAST(CAST(" + value + " AS TIMESTAMP) AS TIME)";
            case "DATETIME" -> "CAST(" + value + " AS TIMESTAMP)";
            default -> throw Functions.unsupported("EXTRACT(" + part + ")");
        };
    }

    private String part() {
        String part = tokens.anyName().toUpperCase(Locale.ROOT);
        if (part.equals("WEEK") && tokens.acceptSymbol("(")) {
            String day = tokens.anyName().toUpperCase(Locale.ROOT);
            tokens.expectSymbol(")");
            return switch (day) {
                case "SUNDAY" -> "WEEK";
                case "MONDAY" -> "ISOWEEK";
                default -> throw Functions.unsupported("WEEK(" + day + ")");
            };
        }
        if (!PARTS.contains(part)) {
            throw Functions.unsupported("the date part " + part);
        }
        return part;
    }

    /** {@code INTERVAL 5 DAY} or {@code INTERVAL '1-2 3 4:5:6' YEAR TO SECOND}, the first word being read. */
    String interval() {
        Token literal = tokens.peek();
        String amount = expressions.unary();
        String part = tokens.anyName().toUpperCase(Locale.ROOT);
        if (tokens.accept("TO")) {
            String last = tokens.anyName().toUpperCase(Locale.ROOT);
            if (!part.equals("YEAR") || !last.equals("SECOND") || literal.kind() != Token.Kind.STRING) {
                throw Functions.unsupported("INTERVAL … " + part + " TO " + last);
            }
            Interval value = TemporalText.interval(literal.text());
            return "(to_months(" + value.months() + ") + to_days(" + value.days() + ") + to_microseconds("
                    + value.micros() + "))";
        }
        String number = "CAST(" + amount + " AS INTEGER)";
        return switch (part) {
            case "YEAR" -> "to_years(" + number + ")";
            case "QUARTER" -> "to_months(3 * " + number + ")";
            case "MONTH" -> "to_months(" + number + ")";
            case "WEEK" -> "to_weeks(" + number + ")";
            case "DAY" -> "to_days(" + number + ")";
            case "HOUR" -> "to_hours(CAST(" + amount + " AS BIGINT))";
            case "MINUTE" -> "to_minutes(CAST(" + amount + " AS BIGINT))";
            case "SECOND" -> "to_microseconds(CAST(CAST(" + amount + " AS DECIMAL(38,6)) * 1000000 AS BIGINT))";
            case "MILLISECOND" -> "to_microseconds(1000 * CAST(" + amount + " AS BIGINT))";
            case "MICROSECOND" -> "to_microseconds(CAST(" + amount + " AS BIGINT))";
            default -> throw Functions.unsupported("INTERVAL in " + part);
        };
    }
}
