// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Positions in a folded text lead back to the text as it came. */
class FoldedTextTest {

    private static final String[] PIECES = {
        "a",
        "7",
        " plain ",
        "\\n",
        "\\u0020",
        "%20",
        "&#64;",
        "\u00e9",
        "e\u0301",
        "\u200e",
        "\u0301",
        "\uff14",
        "\u8c22",
        "\ud83d\ude00",
        "\\\\"
    };

    @Test
    void everyRangeLeadsBackToWhatItIsFoldedFrom() {
        long seed = new Random().nextLong();
        System.out.println("every range leads back: seed " + seed);
        Random random = new Random(seed);
        FoldedText text = new FoldedText();

        for (int round = 0; round < 2_000; round++) {
            StringBuilder original = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                original.append(PIECES[random.nextInt(PIECES.length)]);
            }
            text.load(original.toString());
            text.fold();

            int before = 0;
            for (int i = 0; i < text.length(); i++) {
                int start = text.originStart(i);
                int end = text.originEnd(i + 1);
                String piece = original.substring(start, end);
                boolean low = Character.isLowSurrogate(text.at(i));
                assertThat(start).as(original.toString()).isGreaterThanOrEqualTo(low ? 0 : before);
                assertThat(text.width(i)).as(original.toString()).isEqualTo(end - start);
                assertThat(FoldedText.folded(piece)).as(original.toString()).contains(text.substring(i, i + 1));
                before = end;
            }
            text.clear();
        }
    }

    @Test
    void whatIsDroppedOrEscapedInsideSpreadsARange() {
        FoldedText text = new FoldedText();
        text.load("12\u200e34 \\u0035678 \u00e9 9012");
        text.fold();

        assertThat(text.substring(0, text.length())).isEqualTo("1234 5678 \u00e9 9012");
        assertThat(text.isSpread(0, 4)).isTrue();
        assertThat(text.isSpread(0, 2)).isFalse();
        assertThat(text.isSpread(2, 4)).isFalse();
        assertThat(text.isSpread(5, 9)).isTrue();
        assertThat(text.isSpread(6, 9)).isFalse();
        assertThat(text.isSpread(12, 16)).isFalse();
        text.clear();
    }

    /** What reads on stops there, and no text is read behind its end, nor one that came before. */
    @Test
    void behindATextThereAreNuls() {
        FoldedText text = new FoldedText();
        for (String original : new String[] {"caf\\u00e9 \\u0034111", "7".repeat(1_024), "&#64;7", "7", ""}) {
            text.load(original);
            assertNulsBehind(text);
            text.fold();
            assertNulsBehind(text);
            text.clear();
            assertNulsBehind(text);
        }
    }

    private static void assertNulsBehind(FoldedText text) {
        assertThat(text.chars()).hasSizeGreaterThan(text.length());
        assertThat(String.valueOf(text.chars(), text.length(), text.chars().length - text.length()))
                .matches("\0+");
        assertThat(text.at(text.length())).isEqualTo('\0');
    }
}
