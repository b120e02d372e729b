// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.options.UnfitOption;
import io.millrace.connect.kit.debezium.DebeziumTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What masking costs, in steps of ten nanoseconds of a common machine's thread (2026-11: a virtual CPU of a cloud). */
public final class Cost {
    /** What a step takes. */
    public static final Duration STEP = Duration.ofNanos(10);

    /** A value that takes little: a mask, a date's part, a bucket, and finding the field. */
    static final long VALUE = 12;

    /** Digits, the square of which is read for a step: numbers are read and written at the square of their length. */
    private static final long SQUARE_OF_DIGITS = 800;

    private static final long COMPARISON = 8;

    private static final long PARTS_A_STEP = 2;

    private static final int LONGEST_REPLACEMENT = 1_024;

    private static final double DIGITS_OF_A_BIT = 0.302;

    /** What has no length of its own. */
    private static final long SHORT = 20;

    private Cost() {}

    /** So many steps take so long. */
    public static long steps(Duration time) {
        return time.dividedBy(STEP);
    }

    /** Reading a text of so many characters as a number, or writing it as one. */
    public static long number(long digits) {
        return digits * digits / SQUARE_OF_DIGITS;
    }

    /** Finding a field that a condition names, and comparing it: texts differ soon. */
    public static long compared(@Nullable Object value) {
        return COMPARISON + (value instanceof Number ? number(length(value)) : 0);
    }

    /** Looking for an expression: so many characters, times the parts that the expression has. */
    public static long looked(long charactersAndParts) {
        return charactersAndParts / PARTS_A_STEP;
    }

    /** Writing a value into a record, or into the text that it was found in. */
    public static long written(@Nullable Object masked) {
        return masked instanceof CharSequence text ? text.length() / 8 : 0;
    }

    /**
     * An author's text that stands in the place of every value or finding.
     *
     * @throws UnfitOption for one whose copies would fill the heap
     */
    static void ensureShort(String option, String text) {
        if (text.length() > LONGEST_REPLACEMENT) {
            throw new UnfitOption(
                    option,
                    "has a text of " + text.length() + " characters; give at most " + LONGEST_REPLACEMENT
                            + ", since it stands wherever something is masked");
        }
    }

    /** The characters or bytes of a value, or about the digits of a number; 0 for none. */
    public static long length(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof CharSequence text) {
            return text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.remaining();
        }
        if (value instanceof BigInteger large) {
            return digits(large);
        }
        if (value instanceof BigDecimal decimal) {
            return digits(decimal.unscaledValue()) + Math.abs((long) decimal.scale());
        }
        if (value instanceof Struct variable
                && DebeziumTypes.VARIABLE_SCALE_DECIMAL.equals(variable.schema().name())) {
            return (long) (length(variable.get("value")) * Byte.SIZE * DIGITS_OF_A_BIT)
                    + Math.abs((long) variable.getInt32("scale"));
        }
        return SHORT;
    }

    private static long digits(BigInteger number) {
        return (long) (number.bitLength() * DIGITS_OF_A_BIT) + 1;
    }
}
