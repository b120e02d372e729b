// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.text.FoldedText;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonthsTest {

    private final Months months = new Months();

    /** By the Unicode CLDR that the JDK has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ar", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr",
                "hu", "id", "is", "it", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv",
                "tr", "uk"
            })
    void ofEachLanguageAreKnown(String language) {
        Locale locale = Locale.forLanguageTag(language);
        for (Month month : Month.values()) {
            for (TextStyle style : new TextStyle[] {TextStyle.FULL, TextStyle.FULL_STANDALONE}) {
                String name = month.getDisplayName(style, locale).replaceFirst("^(de |d’)", "");
                String folded = FoldedText.folded(name.toLowerCase(Locale.ROOT));
                char[] chars = (folded + "\0\0").toCharArray();
                assertThat(months.isOne(chars, 0, folded.length())).as(name).isTrue();
                assertThat(months.mayBegin(chars, 0) && months.mayEnd(chars, folded.length()))
                        .as(name)
                        .isTrue();
            }
        }
    }
}
