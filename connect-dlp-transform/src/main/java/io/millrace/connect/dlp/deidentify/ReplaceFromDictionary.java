// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.key.Authenticator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** DLP's ReplaceDictionaryConfig: a random word, or, with a key, always the same word for the same value. */
final class ReplaceFromDictionary implements Transformation {
    private final List<String> words;
    private final @Nullable Authenticator authenticator;
    private final RandomGenerator random;

    ReplaceFromDictionary(List<String> words, @Nullable Authenticator authenticator, RandomGenerator random) {
        this.words = words;
        this.authenticator = authenticator;
        this.random = random;
    }

    @Override
    public Output output(FieldType type) {
        return type == FieldType.BYTES ? Output.UNSUPPORTED : type == FieldType.TEXT ? Output.SAME : Output.TEXT;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        int index = authenticator == null
                ? random.nextInt(words.size())
                : authenticator.choose(type.text(value).getBytes(StandardCharsets.UTF_8), words.size());
        return words.get(index);
    }
}
