// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.FixedSizeBucketingConfig;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A number as the range that it is in: {@code -10}, {@code 10-20} … {@code 80-89}, {@code 89+}. */
record FixedSizeBuckets(BigDecimal lower, BigDecimal upper, BigDecimal size) implements Transformation {
    static FixedSizeBuckets of(FixedSizeBucketingConfig config) {
        BigDecimal lower = bound(config.getLowerBound());
        BigDecimal upper = bound(config.getUpperBound());
        if (!(config.getBucketSize() > 0) || lower.compareTo(upper) >= 0) {
            throw DlpException.invalid("fixed_size_bucketing_config needs a bucket_size above 0 and bounds in order");
        }
        BigDecimal size = BigDecimal.valueOf(config.getBucketSize());
        return new FixedSizeBuckets(lower, upper, size);
    }

    private static BigDecimal bound(Value value) {
        return Values.number(value)
                .orElseThrow(() -> DlpException.invalid("a bound of fixed_size_bucketing_config is no number"));
    }

    @Override
    public Value apply(Value value, Occasion occasion) throws UntransformableException {
        BigDecimal number = Values.number(value)
                .orElseThrow(() -> new UntransformableException("a value to be bucketed is no number"));
        if (number.compareTo(lower) < 0) {
            return Values.ofText("-" + plain(lower));
        }
        if (number.compareTo(upper) >= 0) {
            return Values.ofText(plain(upper) + "+");
        }
        BigDecimal steps = number.subtract(lower).divide(size, 0, RoundingMode.FLOOR);
        BigDecimal start = lower.add(steps.multiply(size));
        return Values.ofText(plain(start) + "-" + plain(start.add(size).min(upper)));
    }

    private static String plain(BigDecimal number) {
        return Values.plain(number.doubleValue());
    }
}
