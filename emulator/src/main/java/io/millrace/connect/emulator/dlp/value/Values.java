// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.value;

import com.google.privacy.dlp.v2.Value;
import com.google.protobuf.util.Timestamps;
import java.math.BigDecimal;
import java.util.Optional;

/** What a {@code Value} of a request is, whatever its type. */
public final class Values {
    private Values() {}

    public static Value ofText(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    /** As it is inspected and masked. A value of no type is empty. */
    public static String text(Value value) {
        return switch (value.getTypeCase()) {
            case INTEGER_VALUE -> Long.toString(value.getIntegerValue());
            case FLOAT_VALUE -> plain(value.getFloatValue());
            case STRING_VALUE -> value.getStringValue();
            case BOOLEAN_VALUE -> Boolean.toString(value.getBooleanValue());
            case TIMESTAMP_VALUE -> Timestamps.toString(value.getTimestampValue());
            case DATE_VALUE, TIME_VALUE -> Moment.of(value).map(Moment::text).orElse("");
            case DAY_OF_WEEK_VALUE -> value.getDayOfWeekValue().name();
            case TYPE_NOT_SET -> "";
        };
    }

    /** A number as it is written by hand: without an exponent, and without a fraction where there is none. */
    public static String plain(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
        return (decimal.scale() < 0 ? decimal.setScale(0) : decimal).toPlainString();
    }

    /** Of numbers, and of text that is one. */
    public static Optional<BigDecimal> number(Value value) {
        try {
            return switch (value.getTypeCase()) {
                case INTEGER_VALUE, FLOAT_VALUE, STRING_VALUE ->
                    Optional.of(new BigDecimal(text(value).strip()));
                case BOOLEAN_VALUE, TIMESTAMP_VALUE, DATE_VALUE, TIME_VALUE, DAY_OF_WEEK_VALUE, TYPE_NOT_SET ->
                    Optional.empty();
            };
        } catch (NumberFormatException notNumeric) {
            return Optional.empty();
        }
    }

    /** The text in the type of the original where nothing is lost by it: an integer stays one, {@code **3} is text. */
    public static Value like(Value original, String text) {
        if (original.hasIntegerValue()) {
            Optional<BigDecimal> number = number(ofText(text)).filter(any -> any.scale() == 0 && any.precision() < 19);
            if (number.isPresent() && number.get().toPlainString().equals(text)) {
                return Value.newBuilder()
                        .setIntegerValue(number.get().longValueExact())
                        .build();
            }
        }
        return ofText(text);
    }
}
