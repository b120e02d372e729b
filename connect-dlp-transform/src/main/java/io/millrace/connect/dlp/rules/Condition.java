// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DLP's RecordCondition: comparisons of fields with constants, all of which must hold (the only logical operator DLP
 * has is AND). A field that is missing or of another type makes its comparison false.
 *
 * @param all the comparisons; empty always holds
 */
public record Condition(List<Comparison> all) {
    /** Always holds. */
    public static final Condition ALWAYS = new Condition(List.of());

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm[:ss[.SSS]]][XXX]");

    private static final Pattern TERM =
            Pattern.compile("\\s*(\\S+)\\s*(?:(?i:(exists))|(==|=|!=|>=|<=|>|<)\\s*(\"[^\"]*\"|'[^']*'|\\S+))\\s*");
    private static final Pattern AND =
            Pattern.compile("(?:&&|\\s(?i:and)\\s)(?=(?:[^\"']*[\"'][^\"']*[\"'])*[^\"']*$)");

    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");

    /** Reading a number takes the square of its length; a longer text is none. */
    private static final int LONGEST_NUMBER = 100;

    /** Terms are found by looking ahead, which takes the square of the length. */
    private static final int LONGEST = 10_000;

    /** DLP's RelationalOperator. */
    public enum Operator {
        EQUAL_TO,
        NOT_EQUAL_TO,
        GREATER_THAN,
        LESS_THAN,
        GREATER_THAN_OR_EQUALS,
        LESS_THAN_OR_EQUALS,
        EXISTS
    }

    /** What a constant is. A text that does not read so makes the comparison false, as dlp.proto says of RecordCondition. */
    public enum Kind {
        TEXT,
        WHOLE,
        NUMBER;

        /** Of a constant without quotes. */
        static Kind of(String constant) {
            return isWhole(constant) ? WHOLE : Comparison.number(constant) != null ? NUMBER : TEXT;
        }
    }

    /**
     * One comparison.
     *
     * @param value the constant as text; null for EXISTS only
     * @param kind what texts are compared to it as
     */
    public record Comparison(
            FieldPath field, Operator operator, @Nullable String value, Kind kind) {
        boolean holds(@Nullable Object actual) {
            if (actual == null || operator == Operator.EXISTS || value == null) {
                return actual != null && operator == Operator.EXISTS;
            }
            Integer order = order(actual, value);
            if (order == null) {
                return false;
            }
            return switch (operator) {
                case EQUAL_TO -> order == 0;
                case NOT_EQUAL_TO -> order != 0;
                case GREATER_THAN -> order > 0;
                case LESS_THAN -> order < 0;
                case GREATER_THAN_OR_EQUALS -> order >= 0;
                case LESS_THAN_OR_EQUALS -> order <= 0;
                case EXISTS -> true;
            };
        }

        private @Nullable Integer order(Object actual, String expected) {
            if (actual instanceof Boolean) {
                return actual.toString().compareToIgnoreCase(expected);
            }
            if (actual instanceof Number number) {
                return order(number, expected);
            }
            if (actual instanceof java.sql.Time time) {
                return order(FieldType.TIME.timeOfDay(time), expected);
            }
            if (actual instanceof Date moment) {
                return order(FieldType.instantOf(moment), expected);
            }
            if (actual instanceof TemporalAccessor moment) {
                return order(moment, expected);
            }
            return actual instanceof CharSequence text ? order(text.toString(), expected) : null;
        }

        private @Nullable Integer order(String actual, String expected) {
            if (kind == Kind.TEXT) {
                return actual.compareTo(expected);
            }
            boolean fits = actual.length() <= LONGEST_NUMBER && (kind == Kind.NUMBER || isWhole(actual));
            BigDecimal constant = number(expected);
            BigDecimal read = fits ? number(actual) : null;
            return read == null || constant == null ? null : read.compareTo(constant);
        }

        private static @Nullable Integer order(Number actual, String expected) {
            BigDecimal constant = number(expected);
            double approximate = actual instanceof Double || actual instanceof Float ? actual.doubleValue() : 0;
            if (constant == null || Double.isNaN(approximate)) {
                return null;
            }
            if (Double.isInfinite(approximate)) {
                return approximate > 0 ? 1 : -1;
            }
            try {
                return FieldType.DECIMAL.decimal(actual).compareTo(constant);
            } catch (MaskingException tooLong) {
                return sign(actual); // of more digits than any constant
            }
        }

        private static @Nullable Integer sign(Number actual) {
            return actual instanceof BigInteger large
                    ? (Integer) large.signum()
                    : actual instanceof BigDecimal decimal && decimal.precision() > decimal.scale()
                            ? (Integer) decimal.signum()
                            : null;
        }

        /** Values of java.time, which only records without a schema hold. */
        private static @Nullable Integer order(TemporalAccessor actual, String expected) {
            try {
                if (!actual.isSupported(ChronoField.EPOCH_DAY) && !actual.isSupported(ChronoField.INSTANT_SECONDS)) {
                    return actual.isSupported(ChronoField.NANO_OF_DAY)
                            ? (Integer) LocalTime.from(actual).compareTo(LocalTime.parse(expected))
                            : null;
                }
                return order(instant(actual), expected);
            } catch (DateTimeException notComparable) {
                return null; // its message may quote the value
            }
        }

        private static @Nullable Integer order(Instant actual, String expected) {
            Instant constant = moment(expected);
            return constant == null ? null : actual.compareTo(constant);
        }

        /** A date, or a date and time in UTC or with its zone, in ISO 8601. */
        private static @Nullable Instant moment(String text) {
            try {
                return instant(ISO.parse(text));
            } catch (DateTimeException notAMoment) {
                return null;
            }
        }

        /** Without a zone in UTC, without a time at midnight. */
        private static Instant instant(TemporalAccessor moment) {
            if (moment.isSupported(ChronoField.INSTANT_SECONDS)) {
                return Instant.from(moment);
            }
            LocalTime time = moment.isSupported(ChronoField.NANO_OF_DAY) ? LocalTime.from(moment) : LocalTime.MIN;
            return LocalDate.from(moment).atTime(time).toInstant(ZoneOffset.UTC);
        }

        private static @Nullable BigDecimal number(String text) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException notANumber) {
                return null; // its message would quote the text
            }
        }
    }

    public Condition {
        all = List.copyOf(all);
    }

    /**
     * Reads {@code after.country == "DE" && after.age > 85}; {@code field exists} asks for presence. A number without quotes is
     * a number.
     *
     * @throws IllegalArgumentException naming the term that is wrong
     */
    public static Condition parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the condition has " + text.length() + " characters; accepted: up to " + LONGEST);
        }
        return new Condition(
                Stream.of(AND.split(text, -1)).map(Condition::comparison).toList());
    }

    private static Comparison comparison(String term) {
        Matcher matcher = TERM.matcher(term);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("condition term '" + term.strip()
                    + "' is not FIELD OPERATOR VALUE with =, !=, >, <, >= or <=, nor FIELD exists; join terms with &&");
        }
        FieldPath field = FieldPath.parseOne(matcher.group(1));
        if (matcher.group(2) != null) {
            return new Comparison(field, Operator.EXISTS, null, Kind.TEXT);
        }
        String constant = matcher.group(4);
        char first = constant.charAt(0);
        boolean quoted = first == '"' || first == '\'';
        if (quoted && (constant.length() < 2 || constant.charAt(constant.length() - 1) != first)) {
            throw new IllegalArgumentException(
                    "condition term '" + term.strip() + "' has a quote that is never closed");
        }
        Operator operator = operator(matcher.group(3));
        return quoted
                ? new Comparison(field, operator, constant.substring(1, constant.length() - 1), Kind.TEXT)
                : new Comparison(field, operator, constant, Kind.of(constant));
    }

    private static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    private static Operator operator(String sign) {
        return switch (sign) {
            case "==", "=" -> Operator.EQUAL_TO;
            case "!=" -> Operator.NOT_EQUAL_TO;
            case ">" -> Operator.GREATER_THAN;
            case "<" -> Operator.LESS_THAN;
            case ">=" -> Operator.GREATER_THAN_OR_EQUALS;
            default -> Operator.LESS_THAN_OR_EQUALS;
        };
    }

    /** Whether every comparison holds for what {@code valueOf} finds at the fields; null is a missing field. */
    public boolean holds(Function<FieldPath, @Nullable Object> valueOf) {
        for (Comparison comparison : all) {
            if (!comparison.holds(valueOf.apply(comparison.field()))) {
                return false;
            }
        }
        return true;
    }
}
