// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExpressionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(?:x{1,1000}){1,1000}",
                "(a{1000}){150}",
                "(?P<n>[a-z]{90}){90,}",
                "((a|b){100}c?){50}",
                "(\\Qa{b\\E{1000}){10}",
                "([]x]{200}){100}",
                "([^]\\]{3]{200}){100}",
                "(\\p{Greek}{200}){100}",
                "(a{1000}){6}"
            })
    void whatWouldFillTheHeapIsRefusedBeforeItIsCompiled(String regex) {
        assertThatThrownBy(() -> Expressions.compile(regex))
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("5000 parts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[A-Z]{2}[0-9]{4,10}",
                "(?i)\\b(?:kunde|customer)[ -]?(\\d{6,12})\\b",
                "a{1000}",
                "\\x{41}{3}|\\p{L}+",
                "[[:alpha:]\\]]{2,}",
                "\\Q(a{1000}){1000}\\E",
                "\\(a{20}\\){30}",
                "a{,5}|{|}|a{x}",
                ""
            })
    void whatPeopleWriteIsCompiled(String regex) {
        assertThat(Expressions.compile(regex).pattern()).isEqualTo(regex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a)", "[", "a**", "\\", "(?=a)", "x{2,1}"})
    void whatIsNoExpressionIsRefusedByRe2(String regex) {
        assertThatThrownBy(() -> Expressions.compile(regex)).isInstanceOf(PatternSyntaxException.class);
    }

    @Test
    void nestingAndLengthHaveAnEnd() {
        assertThatThrownBy(() -> Expressions.compile("(".repeat(9_000) + ")".repeat(9_000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Expressions.compile("a|".repeat(20_000))).isInstanceOf(IllegalArgumentException.class);
        String words = IntStream.range(0, 500).mapToObj(i -> "word" + i).collect(Collectors.joining("|"));
        assertThat(Expressions.compile(words).matches("word499")).isTrue();
    }
}
