// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.options.NamedProperties;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ReplaceValueConfig: a constant. Text and booleans keep their type; a number keeps it when the constant is one.
 *
 * @param newValue the constant as text
 */
public record Replace(String newValue) implements Primitive, Transformation {
    static final Form<Replace> FORM = new Form<>(
            "replace",
            Replace::read,
            config -> new Replace(config.require("newValue").constant()));

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,300}(\\.\\d{1,300})?");

    public Replace {
        Cost.ensureShort("new.value", newValue);
    }

    private static Replace read(NamedProperties options) {
        String newValue = options.verbatim("new.value");
        return newValue == null ? new Replace(options.require("new.value")) : new Replace(newValue);
    }

    @Override
    public Form<Replace> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.NONE;
    }

    @Override
    public @Nullable FieldPath context() {
        return null;
    }

    @Override
    public Repeats repeats() {
        return Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        config.put("newValue", CloudConfig.text(newValue));
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return this;
    }

    @Override
    public Output output(FieldType type) {
        return switch (type) {
            case TEXT -> Output.SAME;
            case BOOLEAN -> newValue.equals("true") || newValue.equals("false") ? Output.SAME : Output.TEXT;
            case INTEGER -> newValue.matches("-?\\d{1,18}") ? Output.SAME : Output.TEXT;
            case FLOATING, DECIMAL, VARIABLE_SCALE_DECIMAL ->
                NUMBER.matcher(newValue).matches() ? Output.SAME : Output.TEXT;
            default -> Output.TEXT;
        };
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object contextValue) {
        if (output(type) == Output.TEXT || type == FieldType.TEXT) {
            return newValue;
        }
        if (type == FieldType.BOOLEAN) {
            return Boolean.valueOf(newValue);
        }
        try {
            return FieldType.numberLike(value, new BigDecimal(newValue));
        } catch (ArithmeticException tooWide) {
            throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
        }
    }
}
