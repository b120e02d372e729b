// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.rules.Primitive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * DLP's FixedSizeBucketingConfig: {@code -10} below the lower bound, {@code 10-20}, …, {@code 80-89} clipped to the
 * upper bound, {@code 89+} from it on.
 */
final class FixedSizeBucketing implements Transformation {
    private final BigDecimal lower;
    private final BigDecimal upper;
    private final BigDecimal size;

    FixedSizeBucketing(Primitive.FixedSizeBucketing config) {
        this.lower = BigDecimal.valueOf(config.lowerBound());
        this.upper = BigDecimal.valueOf(config.upperBound());
        this.size = BigDecimal.valueOf(config.bucketSize());
    }

    @Override
    public Output output(FieldType type) {
        return type == FieldType.TEXT ? Output.SAME : type.isNumber() ? Output.TEXT : Output.UNSUPPORTED;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        BigDecimal number = type.decimal(value);
        if (number.compareTo(lower) < 0) {
            return "-" + text(lower);
        }
        if (number.compareTo(upper) >= 0) {
            return text(upper) + "+";
        }
        BigDecimal bucket = number.subtract(lower).divideToIntegralValue(size);
        BigDecimal start = lower.add(bucket.multiply(size));
        return text(start) + "-" + text(start.add(size).min(upper));
    }

    private static String text(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
