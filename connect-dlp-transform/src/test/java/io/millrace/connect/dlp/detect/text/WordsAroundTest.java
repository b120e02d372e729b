// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsAroundTest {

    private static final int FAR = 100;

    private final LabelWords labels = new LabelWords(EnumSet.allOf(BuiltInInfoType.class));
    private final WordsAround words = new WordsAround(labels);

    @ParameterizedTest
    @EnumSource
    void noHotwordInAnySpellingIsOverlooked(BuiltInInfoType type) {
        for (String word : LabelWords.of(type)) {
            // Scripts without spaces have none, and digits in one are read as behind one
            if (labels.unspaced().containsKey(word) || !word.chars().allMatch(Character::isLetter)) {
                continue;
            }
            String capital = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
            List<String> spellings = new ArrayList<>(List.of(word, capital, "my_" + word + "_no"));
            if (word.chars().allMatch(c -> c < 128)) {
                spellings.addAll(List.of(word.toUpperCase(Locale.ROOT), "my" + capital + "Number"));
            }
            for (String spelling : spellings) {
                assertThat(before("{\"" + spelling + "\":")).as(spelling).contains(type);
                assertThat(before(spelling)).as(spelling).contains(type);
            }
            if (word.length() > 2) {
                assertThat(before(word + "12 ")).as(word).contains(type);
            }
            if (word.length() > 1 && word.length() <= 5) {
                String abbreviation = String.join(".", word.split("", -1));
                assertThat(before(abbreviation + ' ')).as(abbreviation).contains(type);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "order 123456789",
                "{\"ts\":1600000000000,\"trace\":\"6d92078a-8246-4ba4-ae5b-76104861e7dc\",\"order_id\":7}",
                "recall of theta, tellurium and borneo"
            })
    void aTextWithoutAnyOfItsWordsIsKnownToHaveNone(String text) {
        assertThat(before(text))
                .doesNotContain(
                        BuiltInInfoType.PHONE_NUMBER, BuiltInInfoType.DATE_OF_BIRTH, BuiltInInfoType.ADVERTISING_ID);
    }

    @Test
    void aNumberIsAnsweredForItselfInWhateverOrderNumbersAreAskedAbout() {
        String far = " ".repeat(FAR);
        String text = "phone " + far + "born 7" + far + "call " + far + "ssn";
        for (int[] order : new int[][] {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 1, 0, 0}}) {
            words.restart();
            for (int number : order) {
                int start = "phone ".length() + number * (FAR + "born 7".length() - 1);

                assertThat(around(text, start, start))
                        .as("%s in %s", number, order)
                        .contains(List.of(
                                        BuiltInInfoType.PHONE_NUMBER,
                                        BuiltInInfoType.DATE_OF_BIRTH,
                                        BuiltInInfoType.PHONE_NUMBER,
                                        BuiltInInfoType.US_SOCIAL_SECURITY_NUMBER)
                                .get(number));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10})
    void whatIsPassedIsNotReadAndWhatIsAroundItIs(int asked) {
        String text = "phone 0123456789abcdef0123456789.tel.6789 call 650-253-0000 ssn 7";
        int hash = text.indexOf('0');
        int hashEnd = text.indexOf(" call");
        words.restart();
        around(text, 0, asked); // by a number before, whose window ends within what is passed or before it
        words.pass(hash, hashEnd);
        around(text, hash, hashEnd);

        assertThat(IntStream.range(0, words.count()).mapToObj(i -> text.substring(words.start(i), words.end(i))))
                .containsExactly("phone", "call", "ssn");
    }

    private Set<BuiltInInfoType> before(String text) {
        words.restart();
        return around(text, text.length(), text.length());
    }

    private Set<BuiltInInfoType> around(String text, int start, int end) {
        Set<BuiltInInfoType> types = EnumSet.noneOf(BuiltInInfoType.class);
        boolean some = words.read(padded(text), text.length(), start, end);
        for (int i = 0; some && i < words.count(); i++) {
            types.addAll(words.start(i) >= WordsAround.first(start) ? labels.types(words.word(i)) : Set.of());
        }
        return types;
    }

    private static char[] padded(String text) {
        return (text + "\0\0").toCharArray();
    }
}
