// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.key.Authenticator;
import io.millrace.connect.dlp.rules.Primitive;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * DLP's DateShiftConfig: whole days within the bounds; by key and context always the same shift for a context, so that
 * the days between two dates of one person stay true; else a new shift for each value.
 */
final class DateShift implements Transformation {
    private final int lowest;
    private final int span;
    private final @Nullable Authenticator authenticator;
    private final RandomGenerator random;

    DateShift(Primitive.DateShift config, @Nullable Authenticator authenticator, RandomGenerator random) {
        this.lowest = config.lowerBoundDays();
        this.span = config.upperBoundDays() - config.lowerBoundDays() + 1;
        this.authenticator = authenticator;
        this.random = random;
    }

    @Override
    public Output output(FieldType type) {
        return type == FieldType.TEXT || type.isDated() ? Output.SAME : Output.UNSUPPORTED;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        int days =
                lowest + (authenticator == null ? random.nextInt(span) : authenticator.choose(Tweak.of(context), span));
        try {
            return type == FieldType.TEXT
                    ? DateText.parse(value.toString()).plusDays(days)
                    : type.plusDays(value, days);
        } catch (ArithmeticException | java.time.DateTimeException outOfRange) {
            throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
        }
    }
}
