// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.rules.Primitive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** DLP's ReplaceValueConfig: text and booleans keep their type; a number keeps it when the constant is one. */
final class ReplaceWithConstant implements Transformation {
    private final String constant;

    ReplaceWithConstant(Primitive.Replace config) {
        this.constant = config.newValue();
    }

    @Override
    public Output output(FieldType type) {
        return switch (type) {
            case TEXT -> Output.SAME;
            case BOOLEAN -> constant.equals("true") || constant.equals("false") ? Output.SAME : Output.TEXT;
            case INTEGER -> constant.matches("-?\\d{1,18}") ? Output.SAME : Output.TEXT;
            default -> Output.TEXT;
        };
    }

    @Override
    public @Nullable Object apply(FieldType type, Object value, @Nullable Object context) {
        if (output(type) == Output.TEXT || type == FieldType.TEXT) {
            return constant;
        }
        return type == FieldType.BOOLEAN ? (Object) Boolean.valueOf(constant) : sameWidth(value);
    }

    private Object sameWidth(Object value) {
        BigDecimal number = new BigDecimal(constant);
        try {
            if (value instanceof Byte) {
                return number.byteValueExact();
            }
            if (value instanceof Short) {
                return number.shortValueExact();
            }
            return value instanceof Integer ? (Object) number.intValueExact() : (Object) number.longValueExact();
        } catch (ArithmeticException tooWide) {
            throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
        }
    }
}
