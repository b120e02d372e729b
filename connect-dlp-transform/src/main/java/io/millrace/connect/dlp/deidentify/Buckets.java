// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.options.UnfitOption;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of a {@link Bucketing}, compared. Bounds that are all numbers compare as numbers, bounds that are all
 * dates as moments in time, others as text. A value in no bucket is refused, since leaving it would show it.
 */
final class Buckets implements Transformation {
    private final List<Bucket> buckets;
    private final Bounds bounds;

    /** What the bounds are, and so what values are compared as. */
    private enum Bounds {
        NUMBERS,
        MOMENTS,
        TEXT
    }

    /**
     * Of these.
     *
     * @throws UnfitOption when one ends before it begins, or two overlap, as DLP demands
     */
    Buckets(List<Bucket> buckets) {
        this.buckets = buckets;
        this.bounds = all(Buckets::isNumber) ? Bounds.NUMBERS : all(Buckets::isMoment) ? Bounds.MOMENTS : Bounds.TEXT;
        for (int i = 0; i < buckets.size(); i++) {
            ensureAscending(buckets.get(i));
            for (int j = 0; j < i; j++) {
                ensureApart(buckets.get(j), buckets.get(i));
            }
        }
    }

    private void ensureAscending(Bucket bucket) {
        if (!isBelow(bucket.min(), bucket.max())) {
            throw new UnfitOption("buckets", "bucket " + bucket.range() + " ends before it begins");
        }
    }

    private void ensureApart(Bucket one, Bucket other) {
        if (isBelow(one.min(), other.max()) && isBelow(other.min(), one.max())) {
            throw new UnfitOption("buckets", "buckets " + one.range() + " and " + other.range() + " overlap");
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
        return buckets.stream()
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

    static boolean isNumber(String bound) {
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
        for (Bucket bucket : buckets) {
            if (atOrAbove(type, value, bucket.min())
                    && !(bucket.max() != null && atOrAbove(type, value, bucket.max()))) {
                return bucket.replacement();
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
}
