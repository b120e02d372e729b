// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.BucketingConfig;
import com.google.privacy.dlp.v2.BucketingConfig.Bucket;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.Order;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import java.util.List;

/** A value as the replacement of the range that it is in: from {@code min} on, below {@code max}. */
record Buckets(List<Bucket> buckets) implements Transformation {
    static Buckets of(BucketingConfig config) {
        for (Bucket bucket : config.getBucketsList()) {
            boolean sameType = !bucket.hasMin()
                    || !bucket.hasMax()
                    || bucket.getMin().getTypeCase() == bucket.getMax().getTypeCase();
            if (!bucket.hasReplacementValue() || !sameType) {
                throw DlpException.invalid("a bucket needs a replacement_value, and bounds of one type");
            }
        }
        return new Buckets(config.getBucketsList());
    }

    @Override
    public Value apply(Value value, Occasion occasion) throws UntransformableException {
        for (Bucket bucket : buckets) {
            if ((!bucket.hasMin() || compare(value, bucket.getMin()) >= 0)
                    && (!bucket.hasMax() || compare(value, bucket.getMax()) < 0)) {
                return bucket.getReplacementValue();
            }
        }
        throw new UntransformableException("a value is in none of the buckets");
    }

    private static int compare(Value value, Value bound) throws UntransformableException {
        return Order.compare(value, bound)
                .orElseThrow(() -> new UntransformableException("a value has not the type of a bucket's bounds"));
    }
}
