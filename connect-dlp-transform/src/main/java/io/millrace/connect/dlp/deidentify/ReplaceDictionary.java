// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.key.KeyedHash;
import io.millrace.connect.dlp.options.UnfitOption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * ReplaceDictionaryConfig: a word of the list; by the key always the same for a value, else at random. Cloud DLP knows
 * no key here: its words are always random.
 */
public record ReplaceDictionary(
        List<String> wordList, @Nullable String keyName) implements Primitive {
    static final Form<ReplaceDictionary> FORM = new Form<>(
            "replace-dictionary",
            Set.of("key"),
            options -> new ReplaceDictionary(options.list("word.list"), options.find("key")),
            config -> new ReplaceDictionary(config.require("wordList").texts("words"), null));

    public ReplaceDictionary {
        wordList = List.copyOf(wordList);
        wordList.forEach(word -> Cost.ensureShort("word.list", word));
        if (wordList.isEmpty()) {
            throw new UnfitOption("word.list", "is missing; give at least one word");
        }
    }

    @Override
    public Form<ReplaceDictionary> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.ifNamed(keyName);
    }

    @Override
    public @Nullable FieldPath context() {
        return null;
    }

    @Override
    public Repeats repeats() {
        return keyName == null ? Repeats.WITH_A_KEY : Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        config.putTexts("wordList", "words", wordList);
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        int size = wordList.size();
        if (!key().used()) {
            return new Words(wordList, text -> materials.random().nextInt(size));
        }
        KeyedHash keyedHash = materials.keyedHash(key(), name());
        return new Words(wordList, text -> keyedHash.choose(text.getBytes(StandardCharsets.UTF_8), size));
    }

    /**
     * Chooses words.
     *
     * @param index for a value as text
     */
    private record Words(List<String> words, ToIntFunction<String> index) implements Transformation {
        @Override
        public long steps(long length, long context) {
            return 30 + length / 10;
        }

        @Override
        public Output output(FieldType type) {
            return Output.textOf(type);
        }

        @Override
        public Object apply(FieldType type, Object value, @Nullable Object context) {
            return words.get(index.applyAsInt(type.text(value)));
        }
    }
}
