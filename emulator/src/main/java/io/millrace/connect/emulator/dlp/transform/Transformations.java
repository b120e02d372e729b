// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.PrimitiveTransformation;
import com.google.privacy.dlp.v2.ReplaceDictionaryConfig;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;

/** What the transformations of one request are; a key that is made for it lives as long. */
public final class Transformations {
    private final Random random = new SecureRandom();
    private final Keys keys = new Keys(random);
    private final boolean leavesUntransformed;

    /**
     * For one request.
     *
     * @param leavesUntransformed whether a value that a transformation does not take stays as it is
     */
    public Transformations(boolean leavesUntransformed) {
        this.leavesUntransformed = leavesUntransformed;
    }

    /** Refuses what Cloud DLP would refuse before it sees content. */
    public Transformation of(PrimitiveTransformation primitive) {
        Transformation strict = strict(primitive);
        return leavesUntransformed ? lenient(strict) : strict;
    }

    private static Transformation lenient(Transformation strict) {
        return (value, occasion) -> {
            try {
                return strict.apply(value, occasion);
            } catch (UntransformableException leftAsItIs) {
                return value;
            }
        };
    }

    private Transformation strict(PrimitiveTransformation primitive) {
        return switch (primitive.getTransformationCase()) {
            case REPLACE_CONFIG -> {
                Value replacement = primitive.getReplaceConfig().getNewValue();
                yield (value, occasion) -> replacement;
            }
            case REDACT_CONFIG -> (value, occasion) -> Values.ofText("");
            case REPLACE_WITH_INFO_TYPE_CONFIG -> (value, occasion) -> infoType(occasion);
            case REPLACE_DICTIONARY_CONFIG -> dictionary(primitive.getReplaceDictionaryConfig());
            case CHARACTER_MASK_CONFIG -> CharacterMask.of(primitive.getCharacterMaskConfig());
            case FIXED_SIZE_BUCKETING_CONFIG -> FixedSizeBuckets.of(primitive.getFixedSizeBucketingConfig());
            case BUCKETING_CONFIG -> Buckets.of(primitive.getBucketingConfig());
            case TIME_PART_CONFIG -> TimePart.of(primitive.getTimePartConfig());
            case DATE_SHIFT_CONFIG -> DateShift.of(primitive.getDateShiftConfig(), keys, random);
            case CRYPTO_HASH_CONFIG ->
                new KeyedHash(keys.of(primitive.getCryptoHashConfig().getCryptoKey(), 32, 64));
            case CRYPTO_DETERMINISTIC_CONFIG ->
                DeterministicEncryption.of(primitive.getCryptoDeterministicConfig(), keys);
            case CRYPTO_REPLACE_FFX_FPE_CONFIG ->
                FormatPreservingEncryption.of(primitive.getCryptoReplaceFfxFpeConfig(), keys);
            case TRANSFORMATION_NOT_SET -> throw DlpException.invalid("a primitive_transformation is empty");
        };
    }

    private static Value infoType(Occasion occasion) throws UntransformableException {
        if (occasion.infoType().isEmpty()) {
            throw new UntransformableException("replace_with_info_type_config is for findings");
        }
        return Values.ofText("[" + occasion.infoType() + "]");
    }

    private Transformation dictionary(ReplaceDictionaryConfig config) {
        List<String> words = config.getWordList().getWordsList();
        if (words.isEmpty()) {
            throw DlpException.invalid("replace_dictionary_config needs words");
        }
        return (value, occasion) -> Values.ofText(words.get(random.nextInt(words.size())));
    }
}
