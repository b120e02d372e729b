// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {

    private final Mentions mentions = new Mentions(EnumSet.allOf(BuiltInInfoType.class));

    @ParameterizedTest
    @EnumSource
    void noHotwordInAnySpellingIsOverlooked(BuiltInInfoType type) {
        for (String word : LabelWords.of(type)) {
            String capital = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
            for (String spelling : List.of(
                    word,
                    word.toUpperCase(Locale.ROOT),
                    capital,
                    "my" + capital + "Number",
                    "my_" + word + "_no",
                    word + "12",
                    capital.charAt(0) + "." + word.substring(1))) {
                assertThat(maybe(type, "{\"" + spelling + "\":1}")).as(spelling).isTrue();
                assertThat(maybe(type, spelling)).as(spelling).isTrue();
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
        assertThat(maybe(BuiltInInfoType.PHONE_NUMBER, text)).isFalse();
        assertThat(maybe(BuiltInInfoType.DATE_OF_BIRTH, text)).isFalse();
        assertThat(maybe(BuiltInInfoType.ADVERTISING_ID, text)).isFalse();
    }

    @Test
    void eachInfoTypeIsAnsweredForItself() {
        assertThat(maybe(BuiltInInfoType.DATE_OF_BIRTH, "born 1985-07-04")).isTrue();
        assertThat(maybe(BuiltInInfoType.PHONE_NUMBER, "born 1985-07-04")).isFalse();
    }

    @Test
    void aRangeIsAnsweredForItselfInWhateverOrderItIsAskedFor() {
        String text = "phone one two three born four five call six seven";
        for (int[] order : new int[][] {{0, 10, 20, 30, 40}, {40, 30, 20, 10, 0}, {20, 0, 40, 10, 30}}) {
            mentions.restart();
            for (int from : order) {
                String part = text.substring(from, Math.min(from + 10, text.length()));

                boolean phone = maybe(BuiltInInfoType.PHONE_NUMBER, text, from, from + part.length());
                assertThat(phone || !part.matches(".*(phone|call).*")).as(part).isTrue();
                boolean birth = maybe(BuiltInInfoType.DATE_OF_BIRTH, text, from, from + part.length());
                assertThat(birth || !part.contains("born")).as(part).isTrue();
            }
        }
        mentions.restart();
        assertThat(maybe(BuiltInInfoType.PHONE_NUMBER, text, 5, 20)).isFalse();
        assertThat(maybe(BuiltInInfoType.PHONE_NUMBER, text, 5, 40)).isTrue();
        assertThat(maybe(BuiltInInfoType.PHONE_NUMBER, text, 45, 49)).isFalse();
    }

    @Test
    void whatIsPassedIsNotLookedAtAndWhatIsAroundItIs() {
        String text = "phone 0123456789abcdef0123 call 650-253-0000 tel 7";
        char[] chars = (text + "\0\0").toCharArray();
        mentions.restart();
        mentions.pass(6, 26);

        assertThat(mentions.maybeOf(BuiltInInfoType.PHONE_NUMBER, chars, text.length(), 0, 32, 44, 50))
                .isTrue();
        assertThat(mentions.maybeOf(BuiltInInfoType.PHONE_NUMBER, chars, text.length(), 32, 49, 50, 50))
                .isTrue();
        mentions.restart();
        mentions.pass(6, 26);
        assertThat(mentions.maybeOf(BuiltInInfoType.PHONE_NUMBER, chars, text.length(), 2, 6, 26, 27))
                .isFalse();
        assertThat(mentions.maybeOf(BuiltInInfoType.PHONE_NUMBER, chars, text.length(), 2, 32, 44, 44))
                .isTrue();
    }

    private boolean maybe(BuiltInInfoType type, String text) {
        mentions.restart();
        return maybe(type, text, 0, text.length());
    }

    private boolean maybe(BuiltInInfoType type, String text, int from, int to) {
        return mentions.maybeOf(type, (text + "\0\0").toCharArray(), text.length(), from, from, from, to);
    }
}
