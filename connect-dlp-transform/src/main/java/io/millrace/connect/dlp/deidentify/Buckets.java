// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.options.UnfitOption;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
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
    private final Ranges<?> ranges;

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
        this.ranges = ranges(buckets, bounds);
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
    public long steps(long length, long context) {
        return Cost.VALUE + (bounds == Bounds.NUMBERS ? Cost.number(length) : 0);
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
        String replacement = ranges.replacementOf(type, value);
        if (replacement == null) {
            throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
        }
        return replacement;
    }

    private static Ranges<?> ranges(List<Bucket> buckets, Bounds bounds) {
        return switch (bounds) {
            case NUMBERS -> Ranges.of(buckets, BigDecimal::new, FieldType::decimal);
            case MOMENTS -> Ranges.of(buckets, bound -> DateText.parse(bound).moment(), Buckets::moment);
            case TEXT -> Ranges.of(buckets, bound -> bound, (type, value) -> value.toString());
        };
    }

    private static LocalDateTime moment(FieldType type, Object value) {
        return type == FieldType.TEXT
                ? DateText.parse(value.toString()).moment()
                : DateText.ofInstant(type.instant(value));
    }

    /** A bucket whose ends are read. */
    private record Range<T>(@Nullable T min, @Nullable T max, String replacement) {}

    /** Buckets whose ends were read once; a value is read once for all of them, since that may be what takes long. */
    private record Ranges<T>(List<Range<T>> all, BiFunction<FieldType, Object, T> reader, Comparator<T> order) {
        static <T extends Comparable<? super T>> Ranges<T> of(
                List<Bucket> buckets, Function<String, T> bounds, BiFunction<FieldType, Object, T> reader) {
            List<Range<T>> all = new ArrayList<>();
            for (Bucket bucket : buckets) {
                all.add(new Range<>(
                        bucket.min() == null ? null : bounds.apply(bucket.min()),
                        bucket.max() == null ? null : bounds.apply(bucket.max()),
                        bucket.replacement()));
            }
            return new Ranges<>(List.copyOf(all), reader, Comparator.naturalOrder());
        }

        /** Null if no bucket has the value. */
        @Nullable
        String replacementOf(FieldType type, Object value) {
            T read = null;
            for (Range<T> range : all) {
                boolean bounded = range.min != null || range.max != null;
                if (bounded && read == null) {
                    read = reader.apply(type, value);
                }
                if (read == null || holds(range, read)) {
                    return range.replacement;
                }
            }
            return null;
        }

        private boolean holds(Range<T> range, T value) {
            return (range.min == null || order.compare(value, range.min) >= 0)
                    && (range.max == null || order.compare(value, range.max) < 0);
        }
    }
}
