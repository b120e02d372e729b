// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.Seeded;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static boolean speaks(String pattern, String name) {
        return new Policy.Rule(pattern, List.of(), Map.of(), null, null, Map.of())
                .speaksOf(new DatasetName("bigquery", name));
    }

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, orders2, false",
        "*, anything, true",
        "p.d.*, p.d.orders, true",
        "p.*.orders, p.d.e.orders, true",
        "p.*.orders, p.d.orders2, false",
        "*ord*ers*, p.orders, true",
        "**, x, true",
        "bigquery/p.*, p.d, true",
        "a.c, abc, false",
        "a*a, a, false",
        "'', x, false"
    })
    void aStarIsAnyText(String pattern, String name, boolean speaks) {
        assertThat(speaks(pattern, name)).isEqualTo(speaks);
    }

    @Test
    void isWhatAnExpressionWithDotStarWouldBe() {
        Seeded.tries("isWhatAnExpressionWithDotStarWouldBe", 20_000, random -> {
            String pattern = text(random, "ab*", 8);
            String name = text(random, "ab", 10);
            String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
            boolean expected = name.matches(regex) || ("bigquery/" + name).matches(regex);

            assertThat(speaks(pattern, name)).as("%s of %s", pattern, name).isEqualTo(expected);
        });
    }

    private static String text(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    /** Which took an expression longer than anybody waits. */
    @Test
    @Timeout(20)
    void manyStarsCostNoMoreThanOne() {
        assertThat(speaks("*a".repeat(20) + "*b", "a".repeat(5_000))).isFalse();
    }
}
