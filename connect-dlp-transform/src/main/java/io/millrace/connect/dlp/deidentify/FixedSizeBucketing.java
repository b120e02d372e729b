// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import io.millrace.connect.dlp.options.UnfitOption;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * FixedSizeBucketingConfig: {@code -10} below the lower bound, {@code 10-20}, …, {@code 80-89} clipped to the upper
 * bound, {@code 89+} from it on.
 */
public record FixedSizeBucketing(double lowerBound, double upperBound, double bucketSize) implements Primitive {
    static final Form<FixedSizeBucketing> FORM =
            new Form<>("fixed-size-bucketing", FixedSizeBucketing::read, FixedSizeBucketing::read);

    public FixedSizeBucketing {
        if (!Double.isFinite(lowerBound)) {
            throw new UnfitOption("lower.bound", "is " + lowerBound + "; give a finite number");
        }
        if (!(lowerBound < upperBound) || Double.isInfinite(upperBound - lowerBound)) {
            throw new UnfitOption(
                    "upper.bound", "is " + upperBound + "; give a finite number above lower.bound, " + lowerBound);
        }
        if (!(bucketSize > 0) || Double.isInfinite(bucketSize)) {
            throw new UnfitOption("bucket.size", "is " + bucketSize + "; give a finite number above 0");
        }
    }

    private static FixedSizeBucketing read(NamedProperties options) {
        return new FixedSizeBucketing(
                options.require("lower.bound", Double::valueOf),
                options.require("upper.bound", Double::valueOf),
                options.require("bucket.size", Double::valueOf));
    }

    private static FixedSizeBucketing read(Json config) {
        return new FixedSizeBucketing(
                config.require("lowerBound").constantNumber(),
                config.require("upperBound").constantNumber(),
                config.number("bucketSize"));
    }

    @Override
    public Form<FixedSizeBucketing> form() {
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
        config.put("lowerBound", CloudConfig.number(lowerBound));
        config.put("upperBound", CloudConfig.number(upperBound));
        config.put("bucketSize", bucketSize);
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return new Buckets(
                BigDecimal.valueOf(lowerBound), BigDecimal.valueOf(upperBound), BigDecimal.valueOf(bucketSize));
    }

    private record Buckets(BigDecimal lower, BigDecimal upper, BigDecimal size) implements Transformation {
        @Override
        public long steps(long length, long context) {
            return Cost.VALUE + Cost.number(length);
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
}
