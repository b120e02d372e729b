// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainListTest {

    private final PlainList list = new PlainList();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phones=12,34,56 | phones",
                "phones: 12, 34, 56 | phones",
                "phones=12,34 ids=12,56 | ids",
                "phones=1, call me at 12,56 | ''",
                "phones=12 and 56 | ''",
                "phones=56 | ''",
                "12,56 | ''",
                "{\"phone\":\"12\",\"56\":1} | ''"
            })
    void aNumberIsCalledAsItsList(String text, String name) {
        list.restart();

        boolean named = list.isElement(text.toCharArray(), text.indexOf("56"));

        assertThat(named ? text.substring(list.nameStart(), list.nameEnd()) : "")
                .isEqualTo(name);
    }

    /** What was walked through is not walked through again, or long lists would cost their square: here it is not there any more. */
    @Test
    void eachCharacterIsReadOnce() {
        String beginning = "phones=1111,";
        String text = beginning + "1111,".repeat(10_000);
        char[] chars = text.toCharArray();
        list.restart();
        for (int value = beginning.length(); value < text.length(); value += 5) {
            assertThat(list.isElement(chars, value)).isTrue();
            assertThat(list.nameEnd()).isEqualTo(beginning.indexOf('='));
            Arrays.fill(chars, beginning.indexOf('=') + 1, value, 'x');
        }
    }
}
