// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.privacy.dlp.v2.BucketingConfig;
import com.google.privacy.dlp.v2.CharacterMaskConfig;
import com.google.privacy.dlp.v2.CharsToIgnore;
import com.google.privacy.dlp.v2.PrimitiveTransformation;
import com.google.privacy.dlp.v2.RedactConfig;
import com.google.privacy.dlp.v2.ReplaceWithInfoTypeConfig;
import com.google.privacy.dlp.v2.TimePartConfig;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.dlp.rules.CharactersToIgnore;
import io.millrace.connect.dlp.rules.Primitive;
import org.jspecify.annotations.Nullable;

/** Transformations without a key, in Cloud DLP's own messages. */
final class KeylessProtos {
    private KeylessProtos() {}

    static void set(Primitive primitive, PrimitiveTransformation.Builder proto) {
        if (primitive instanceof Primitive.Replace replace) {
            proto.getReplaceConfigBuilder().setNewValue(text(replace.newValue()));
        } else if (primitive instanceof Primitive.Redact) {
            proto.setRedactConfig(RedactConfig.getDefaultInstance());
        } else if (primitive instanceof Primitive.ReplaceWithInfoType) {
            proto.setReplaceWithInfoTypeConfig(ReplaceWithInfoTypeConfig.getDefaultInstance());
        } else if (primitive instanceof Primitive.CharacterMask mask) {
            proto.setCharacterMaskConfig(mask(mask));
        } else if (primitive instanceof Primitive.FixedSizeBucketing fixed) {
            proto.getFixedSizeBucketingConfigBuilder()
                    .setLowerBound(Value.newBuilder().setFloatValue(fixed.lowerBound()))
                    .setUpperBound(Value.newBuilder().setFloatValue(fixed.upperBound()))
                    .setBucketSize(fixed.bucketSize());
        } else if (primitive instanceof Primitive.Bucketing bucketing) {
            BucketingConfig.Builder config = proto.getBucketingConfigBuilder();
            bucketing.buckets().forEach(bucket -> {
                var builder = config.addBucketsBuilder();
                if (bucket.min() != null) {
                    builder.setMin(bound(bucket.min()));
                }
                if (bucket.max() != null) {
                    builder.setMax(bound(bucket.max()));
                }
                builder.setReplacementValue(text(replacement(bucket)));
            });
        } else if (primitive instanceof Primitive.TimePart timePart) {
            proto.getTimePartConfigBuilder()
                    .setPartToExtract(TimePartConfig.TimePart.valueOf(
                            timePart.partToExtract().name()));
        } else if (primitive instanceof Primitive.ReplaceDictionary dictionary) {
            proto.getReplaceDictionaryConfigBuilder().getWordListBuilder().addAllWords(dictionary.wordList());
        } else {
            throw new IllegalArgumentException(primitive.name() + " is unknown to Cloud DLP");
        }
    }

    private static CharacterMaskConfig mask(Primitive.CharacterMask mask) {
        CharacterMaskConfig.Builder config = CharacterMaskConfig.newBuilder()
                .setNumberToMask(mask.numberToMask())
                .setReverseOrder(mask.reverseOrder());
        if (mask.maskingCharacter() != null) {
            config.setMaskingCharacter(mask.maskingCharacter());
        }
        if (!mask.charactersToIgnore().charactersToSkip().isEmpty()) {
            config.addCharactersToIgnoreBuilder()
                    .setCharactersToSkip(mask.charactersToIgnore().charactersToSkip());
        }
        for (CharactersToIgnore.Group group : mask.charactersToIgnore().common()) {
            config.addCharactersToIgnoreBuilder()
                    .setCommonCharactersToIgnore(CharsToIgnore.CommonCharsToIgnore.valueOf(group.name()));
        }
        return config.build();
    }

    private static String replacement(Primitive.Bucketing.Bucket bucket) {
        return bucket.replacement() != null
                ? bucket.replacement()
                : orEmpty(bucket.min()) + "-" + orEmpty(bucket.max());
    }

    private static String orEmpty(@Nullable String bound) {
        return bound == null ? "" : bound;
    }

    private static Value bound(String bound) {
        return bound.matches("[-+]?\\d+(\\.\\d+)?")
                ? Value.newBuilder().setFloatValue(Double.parseDouble(bound)).build()
                : text(bound);
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
