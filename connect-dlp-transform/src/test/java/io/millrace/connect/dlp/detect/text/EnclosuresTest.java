// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnclosuresTest {

    private final Enclosures around = new Enclosures();
    private int told;

    private static char[] padded(String text) {
        return (text + "\0".repeat(64)).toCharArray();
    }

    private void restart() {
        around.restart();
        told = 0;
    }

    /** As a scan does that tells of each bracket before it asks about what is behind. */
    private boolean isElement(char[] chars, int value) {
        for (; told < value; told++) {
            if ("{}[]".indexOf(chars[told]) >= 0) {
                around.bracket(chars, told);
            }
        }
        return around.isElement(chars, Enclosures.mark(chars, value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"phones\":[\"1\",\"@\"]} | phones",
                "{\"phone\":{\"numbers\":[\"1\",\"@\"]}} | phone.numbers",
                "{\"phones\":[[1],[2,[@]]]} | phones",
                "{\"phones\":[1],\"ids\":[@]} | ids",
                "{\"phones\":[[1,{2],\"ids\":[@]} | ids",
                "{\"a\":[}1,2],\"phones\":[@]} | phones",
                "{\"phones\":[1],\"a\":1,@} | ''",
                "[1,@] | ''",
                "phones: see 1, @ | ''"
            })
    void anElementIsCalledAsItsList(String text, String path) {
        restart();

        boolean named = isElement(padded(text), text.indexOf('@'));

        assertThat(named ? around.path() : "").isEqualTo(path);
    }

    @Test
    void deepTextsHaveNoNames() {
        String text = "{\"phones\":" + "[".repeat(1_000) + "1]" + "]".repeat(999) + ",\"ids\":[2]}";
        restart();

        assertThat(isElement(padded(text), text.indexOf('1'))).isFalse();
        assertThat(isElement(padded(text), text.indexOf('2'))).isTrue();
        assertThat(around.path()).isEqualTo("ids");
    }

    /** What was read is not read again, or long lists would cost their square: here it is not there any more. */
    @Test
    void aListIsReadOnce() {
        String beginning = "{\"phones\":[";
        String text = beginning + "1111,".repeat(10_000);
        char[] chars = padded(text);
        restart();
        for (int value = beginning.length(); value < text.length(); value += 5) {
            assertThat(isElement(chars, value)).isTrue();
            assertThat(around.path()).isEqualTo("phones");
            Arrays.fill(chars, 0, beginning.length() - 1, 'x');
            Arrays.fill(chars, beginning.length(), value + 4, '}');
        }
    }
}
