// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.value;

import com.google.privacy.dlp.v2.Value;
import java.util.Optional;

/** How values of different types compare, as dlp.proto's {@code RecordCondition} says. */
public final class Order {
    private Order() {}

    /**
     * Below, at or above zero as {@code left} is smaller, equal or greater; empty where the two cannot be compared.
     *
     * @param right decides what the two are compared as
     */
    public static Optional<Integer> compare(Value left, Value right) {
        return switch (right.getTypeCase()) {
            case INTEGER_VALUE, FLOAT_VALUE -> compare(Values.number(left), Values.number(right));
            case STRING_VALUE -> compareWithText(left, right);
            case BOOLEAN_VALUE ->
                left.hasBooleanValue()
                        ? Optional.of(Boolean.compare(left.getBooleanValue(), right.getBooleanValue()))
                        : Optional.empty();
            case TIMESTAMP_VALUE, DATE_VALUE ->
                compare(
                        Moment.of(left).flatMap(Moment::instant),
                        Moment.of(right).flatMap(Moment::instant));
            case TIME_VALUE ->
                compare(
                        Moment.of(left).flatMap(Moment::timeOfDay),
                        Moment.of(right).flatMap(Moment::timeOfDay));
            case DAY_OF_WEEK_VALUE ->
                left.hasDayOfWeekValue()
                        ? Optional.of(Integer.compare(left.getDayOfWeekValueValue(), right.getDayOfWeekValueValue()))
                        : Optional.empty();
            case TYPE_NOT_SET -> Optional.empty();
        };
    }

    /** A text stands for what it is compared with where it can be read so. */
    private static Optional<Integer> compareWithText(Value left, Value right) {
        return switch (left.getTypeCase()) {
            case INTEGER_VALUE, FLOAT_VALUE, TIMESTAMP_VALUE, DATE_VALUE, TIME_VALUE ->
                compare(/* left= */ right, /* right= */ left).map(reversed -> -reversed);
            case STRING_VALUE -> Optional.of(left.getStringValue().compareTo(right.getStringValue()));
            case BOOLEAN_VALUE, DAY_OF_WEEK_VALUE ->
                Optional.of(Values.text(left).compareToIgnoreCase(right.getStringValue()));
            case TYPE_NOT_SET -> Optional.empty();
        };
    }

    private static <T extends Comparable<? super T>> Optional<Integer> compare(Optional<T> left, Optional<T> right) {
        return left.flatMap(one -> right.map(one::compareTo));
    }
}
