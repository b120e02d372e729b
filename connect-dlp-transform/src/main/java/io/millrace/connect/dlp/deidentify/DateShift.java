// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.key.KeyedHash;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import io.millrace.connect.dlp.options.UnfitOption;
import java.time.DateTimeException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * DateShiftConfig: whole days between the bounds, both inclusive, within ±365,250. By key and context always the same
 * shift for a context, so that the days between two dates of one person stay true; else a new shift for each value.
 *
 * @param keyName only with a context, and a context only with a key
 */
public record DateShift(
        int lowerBoundDays,
        int upperBoundDays,
        @Nullable String keyName,
        @Nullable FieldPath context) implements Primitive {
    static final Form<DateShift> FORM = new Form<>("date-shift", DateShift::read, DateShift::read);

    private static final int MOST = 365_250;

    public DateShift {
        if (lowerBoundDays < -MOST || upperBoundDays > MOST || lowerBoundDays > upperBoundDays) {
            throw new UnfitOption(
                    upperBoundDays > MOST ? "upper.bound.days" : "lower.bound.days",
                    "the range is " + lowerBoundDays + " to " + upperBoundDays
                            + "; give an ascending range within -365250 to 365250");
        }
        if (lowerBoundDays == 0 && upperBoundDays == 0) {
            throw new UnfitOption(
                    "upper.bound.days",
                    "a shift by 0 days leaves every date as it is; give a range that has other days");
        }
        if ((keyName == null) != (context == null)) {
            throw new UnfitOption(
                    keyName == null ? "key" : "context",
                    "is missing; a date shift has both key and context, or neither");
        }
    }

    private static DateShift read(NamedProperties options) {
        return new DateShift(
                options.require("lower.bound.days", NamedProperties::integer),
                options.require("upper.bound.days", NamedProperties::integer),
                options.find("key"),
                options.find("context", FieldPath::parseOne));
    }

    private static DateShift read(Json config) {
        return new DateShift(
                config.integer("lowerBoundDays", 0),
                config.integer("upperBoundDays", 0),
                KeyUse.named(config),
                Tweak.field(config));
    }

    @Override
    public Form<DateShift> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.ifNamed(keyName);
    }

    @Override
    public Repeats repeats() {
        return keyName == null ? Repeats.WITH_A_KEY : Repeats.ALWAYS;
    }

    @Override
    public boolean keepsForm() {
        return true;
    }

    @Override
    public void write(CloudConfig config) {
        config.put("lowerBoundDays", lowerBoundDays);
        config.put("upperBoundDays", upperBoundDays);
        if (config.putContext(context)) {
            config.putKey(key());
        }
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        int span = upperBoundDays - lowerBoundDays + 1;
        if (!key().used()) {
            return new Shift(context -> lowerBoundDays + materials.random().nextInt(span));
        }
        KeyedHash keyedHash = materials.keyedHash(key(), name());
        return new Shift(context -> lowerBoundDays + keyedHash.choose(Tweak.of(context), span));
    }

    /**
     * Shifts dates.
     *
     * @param days for the context's value
     */
    private record Shift(ToIntFunction<@Nullable Object> days) implements Transformation {
        @Override
        public long steps(long length, long context) {
            return 50 + context / 10;
        }

        @Override
        public Output output(FieldType type) {
            return type == FieldType.TEXT || type.isDated() ? Output.SAME : Output.UNSUPPORTED;
        }

        @Override
        public Object apply(FieldType type, Object value, @Nullable Object context) {
            int shift = days.applyAsInt(context);
            try {
                return type == FieldType.TEXT
                        ? DateText.parse(value.toString()).plusDays(shift)
                        : type.plusDays(value, shift);
            } catch (ArithmeticException | DateTimeException outOfRange) {
                throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
            }
        }
    }
}
