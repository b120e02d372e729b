// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import io.millrace.connect.dlp.field.FieldPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cloud DLP's primitive transformations, as configured: one record per message of {@code PrimitiveTransformation}, with
 * its fields. Keys are names in the keyset, never material.
 *
 * <p>Source: google/privacy/dlp/v2/dlp.proto of proto-google-cloud-dlp-v2 3.92.0.
 */
public sealed interface Primitive {

    /** The name used in rules, schema parameters, metrics and lineage, e.g. {@code crypto-hash}. */
    String name();

    /** The name of the key it needs in the keyset; null for a transformation without a key. */
    default @Nullable String key() {
        return null;
    }

    /** The field whose value binds the result: same value and same context, same result; null for none. */
    default @Nullable FieldPath context() {
        return null;
    }

    /** ReplaceValueConfig: a constant, converted to the field's type. */
    record Replace(String newValue) implements Primitive {
        @Override
        public String name() {
            return "replace";
        }
    }

    /** RedactConfig: the value is removed. */
    record Redact() implements Primitive {
        @Override
        public String name() {
            return "redact";
        }
    }

    /**
     * CharacterMaskConfig.
     *
     * @param maskingCharacter one character; null is {@code *} for text and {@code 0} for numbers
     * @param numberToMask 0 masks all; negative masks all but that many; ignored characters do not count
     * @param charactersToIgnore characters that stay as they are, as a predicate over code points
     */
    record CharacterMask(
            @Nullable String maskingCharacter,
            int numberToMask,
            boolean reverseOrder,
            CharactersToIgnore charactersToIgnore)
            implements Primitive {
        public CharacterMask {
            if (maskingCharacter != null && maskingCharacter.codePointCount(0, maskingCharacter.length()) != 1) {
                throw new UnfitOption("masking.character", "is more than one character");
            }
        }

        @Override
        public String name() {
            return "character-mask";
        }
    }

    /** CryptoHashConfig: keyed SHA-256 (HMAC), 44 characters of base64. */
    record CryptoHash(@Nullable String key) implements Primitive {
        @Override
        public String name() {
            return "crypto-hash";
        }
    }

    /** CryptoDeterministicConfig: AES-SIV; {@code NAME(len):token} when a surrogate infoType is given. */
    record CryptoDeterministic(
            @Nullable String key,
            @Nullable String surrogateInfoType,
            @Nullable FieldPath context) implements Primitive {
        @Override
        public String name() {
            return "crypto-deterministic";
        }
    }

    /** CryptoReplaceFfxFpeConfig: FF1 over the alphabet. */
    record CryptoReplaceFfxFpe(
            @Nullable String key,
            Alphabet alphabet,
            @Nullable String surrogateInfoType,
            @Nullable FieldPath context) implements Primitive {
        @Override
        public String name() {
            return "crypto-replace-ffx-fpe";
        }
    }

    /**
     * DateShiftConfig: shifts by whole days between the bounds, both inclusive, within ±365,250.
     *
     * @param key with a context: the shift is constant per context; null draws a new shift for each value
     */
    record DateShift(
            int lowerBoundDays,
            int upperBoundDays,
            @Nullable String key,
            @Nullable FieldPath context) implements Primitive {
        private static final int MOST = 365_250;

        public DateShift {
            if (lowerBoundDays < -MOST || upperBoundDays > MOST || lowerBoundDays > upperBoundDays) {
                throw new UnfitOption(
                        upperBoundDays > MOST ? "upper.bound.days" : "lower.bound.days",
                        "the range is " + lowerBoundDays + " to " + upperBoundDays
                                + "; give an ascending range within -365250 to 365250");
            }
            if ((key == null) != (context == null)) {
                throw new UnfitOption(
                        key == null ? "key" : "context",
                        "is missing; a date shift has both key and context, or neither");
            }
        }

        @Override
        public String name() {
            return "date-shift";
        }
    }

    /** FixedSizeBucketingConfig: {@code 10-20}; below {@code -10}, above {@code 89+}. */
    record FixedSizeBucketing(double lowerBound, double upperBound, double bucketSize) implements Primitive {
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

        @Override
        public String name() {
            return "fixed-size-bucketing";
        }
    }

    /** BucketingConfig: the first bucket with min ≤ value &lt; max gives the replacement. */
    record Bucketing(List<Bucket> buckets) implements Primitive {
        /**
         * One bucket.
         *
         * @param min inclusive, null for no lower end
         * @param max exclusive, null for no upper end
         * @param replacement null renders as {@code min-max}
         */
        public record Bucket(
                @Nullable String min,
                @Nullable String max,
                @Nullable String replacement) {}

        public Bucketing {
            buckets = List.copyOf(buckets);
            if (buckets.isEmpty()) {
                throw new UnfitOption("buckets", "is missing; give at least one, e.g. 18..65=adult");
            }
        }

        @Override
        public String name() {
            return "bucketing";
        }
    }

    /** TimePartConfig: one part of a date or time. */
    record TimePart(Part partToExtract) implements Primitive {
        /** TimePartConfig.TimePart; days of the week count from Monday = 1, weeks by ISO 8601. */
        public enum Part {
            YEAR,
            MONTH,
            DAY_OF_MONTH,
            DAY_OF_WEEK,
            WEEK_OF_YEAR,
            HOUR_OF_DAY
        }

        @Override
        public String name() {
            return "time-part";
        }
    }

    /** ReplaceWithInfoTypeConfig: {@code [EMAIL_ADDRESS]}; only for findings. */
    record ReplaceWithInfoType() implements Primitive {
        @Override
        public String name() {
            return "replace-with-info-type";
        }
    }

    /** ReplaceDictionaryConfig: a word of the list; by the key always the same for a value, else at random. */
    record ReplaceDictionary(
            List<String> wordList, @Nullable String key) implements Primitive {
        public ReplaceDictionary {
            wordList = List.copyOf(wordList);
            if (wordList.isEmpty()) {
                throw new UnfitOption("word.list", "is missing; give at least one word");
            }
        }

        @Override
        public String name() {
            return "replace-dictionary";
        }
    }
}
