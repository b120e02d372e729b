// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {
    @Test
    void leavesWhatFitsIntoALineAsItIs() {
        assertThat(OneLine.of("öffentlich.orders-2026 🚀")).isEqualTo("öffentlich.orders-2026 🚀");
    }

    @Test
    void letsNobodyBeginALineOfTheLog() {
        assertThat(OneLine.of("a\nERROR b\r\u001b[2J\u0085c\u2028d"))
                .isEqualTo("a\\u000aERROR b\\u000d\\u001b[2J\\u0085c\\u2028d");
    }

    @Test
    void saysHowLongALongNameIs() {
        assertThat(OneLine.of("x".repeat(5_000))).hasSizeLessThan(300).endsWith("…(5000 characters)");
        assertThat(OneLine.whole("x".repeat(5_000) + "\n")).isEqualTo("x".repeat(5_000) + "\\u000a");
    }

    /** A turn of direction makes a line read otherwise than it is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202e", "\u2066", "\u200b", "\ufeff", "\u0085", "\u2028", "\ud800", "\udc00", "\u001b", "\u0000"
            })
    void showsWhatIsNotSeen(String unseen) {
        assertThat(OneLine.of("a" + unseen + "b")).isEqualTo(String.format("a\\u%04xb", (int) unseen.charAt(0)));
        assertThat(OneLine.of("größer \ud83d\ude00 日本")).isEqualTo("größer \ud83d\ude00 日本");
    }
}
