// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.rules.Primitive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * DLP's BucketingConfig: the bucket with min ≤ value &lt; max. Bounds that are numbers compare as numbers, others as
 * moments in time (ISO 8601 text). A value in no bucket is refused, since leaving it would show it.
 */
final class Bucketing implements Transformation {
    private final Primitive.Bucketing config;
    private final boolean numeric;

    Bucketing(Primitive.Bucketing config) {
        this.config = config;
        this.numeric = config.buckets().stream().allMatch(bucket -> isNumber(bucket.min()) && isNumber(bucket.max()));
    }

    private static boolean isNumber(@Nullable String bound) {
        return bound == null || bound.matches("[-+]?\\d+(\\.\\d+)?");
    }

    @Override
    public Output output(FieldType type) {
        boolean takes = type == FieldType.TEXT
                || (numeric
                        ? type.isNumber()
                        : !type.isNumber() && type != FieldType.BYTES && type != FieldType.BOOLEAN);
        return !takes ? Output.UNSUPPORTED : type == FieldType.TEXT ? Output.SAME : Output.TEXT;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        for (Primitive.Bucketing.Bucket bucket : config.buckets()) {
            if (atOrAbove(type, value, bucket.min())
                    && !(bucket.max() != null && atOrAbove(type, value, bucket.max()))) {
                return bucket.replacement() == null ? range(bucket) : bucket.replacement();
            }
        }
        throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
    }

    private boolean atOrAbove(FieldType type, Object value, @Nullable String bound) {
        if (bound == null) {
            return true;
        }
        if (numeric) {
            return type.decimal(value).compareTo(new BigDecimal(bound)) >= 0;
        }
        DateText limit = DateText.parse(bound);
        return type == FieldType.TEXT
                ? DateText.parse(value.toString()).moment().compareTo(limit.moment()) >= 0
                : DateText.ofInstant(type.instant(value)).compareTo(limit.moment()) >= 0;
    }

    private static String range(Primitive.Bucketing.Bucket bucket) {
        return (bucket.min() == null ? "" : bucket.min()) + "-" + (bucket.max() == null ? "" : bucket.max());
    }
}
