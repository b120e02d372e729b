// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
