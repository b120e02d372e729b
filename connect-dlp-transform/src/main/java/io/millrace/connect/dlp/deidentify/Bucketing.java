// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.rules.Primitive;
import io.millrace.connect.dlp.rules.UnfitOption;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DLP's BucketingConfig: the bucket with min ≤ value &lt; max. Bounds that are all numbers compare as numbers, bounds
 * that are all dates as moments in time, others as text. A value in no bucket is refused, since leaving it would show it.
 */
final class Bucketing implements Transformation {
    private final Primitive.Bucketing config;
    private final Bounds bounds;

    /** What the bounds are, and so what values are compared as. */
    private enum Bounds {
        NUMBERS,
        MOMENTS,
        TEXT
    }

    Bucketing(Primitive.Bucketing config) {
        this.config = config;
        this.bounds =
                all(Bucketing::isNumber) ? Bounds.NUMBERS : all(Bucketing::isMoment) ? Bounds.MOMENTS : Bounds.TEXT;
        List<Primitive.Bucketing.Bucket> buckets = config.buckets();
        for (int i = 0; i < buckets.size(); i++) {
            ensureAscending(buckets.get(i));
            for (int j = 0; j < i; j++) {
                ensureApart(buckets.get(j), buckets.get(i));
            }
        }
    }

    private void ensureAscending(Primitive.Bucketing.Bucket bucket) {
        if (!isBelow(bucket.min(), bucket.max())) {
            throw new UnfitOption("buckets", "bucket " + range(bucket) + " ends before it begins");
        }
    }

    /** As DLP demands. */
    private void ensureApart(Primitive.Bucketing.Bucket one, Primitive.Bucketing.Bucket other) {
        if (isBelow(one.min(), other.max()) && isBelow(other.min(), one.max())) {
            throw new UnfitOption("buckets", "buckets " + range(one) + " and " + range(other) + " overlap");
        }
    }

    private boolean isBelow(@Nullable String min, @Nullable String max) {
        return min == null
                || max == null
                || switch (bounds) {
                    case NUMBERS -> new BigDecimal(min).compareTo(new BigDecimal(max)) < 0;
                    case MOMENTS ->
                        DateText.parse(min)
                                        .moment()
                                        .compareTo(DateText.parse(max).moment())
                                < 0;
                    case TEXT -> min.compareTo(max) < 0;
                };
    }

    private boolean all(Predicate<String> test) {
        return config.buckets().stream()
                .flatMap(bucket -> Stream.of(bucket.min(), bucket.max()))
                .filter(Objects::nonNull)
                .allMatch(test);
    }

    private static boolean isMoment(String bound) {
        try {
            DateText.parse(bound);
            return true;
        } catch (MaskingException other) {
            return false;
        }
    }

    private static boolean isNumber(String bound) {
        return bound.matches("[-+]?\\d+(\\.\\d+)?");
    }

    @Override
    public Output output(FieldType type) {
        boolean takes = type == FieldType.TEXT
                || switch (bounds) {
                    case NUMBERS -> type.isNumber();
                    case MOMENTS -> type.isDated();
                    case TEXT -> false;
                };
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
        if (bounds == Bounds.NUMBERS) {
            return type.decimal(value).compareTo(new BigDecimal(bound)) >= 0;
        }
        if (bounds == Bounds.TEXT) {
            return value.toString().compareTo(bound) >= 0;
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
