// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhraseIndexTest {
    private static List<String> found(PhraseIndex index, String text) {
        List<String> found = new ArrayList<>();
        index.find(text, (start, end) -> found.add(text.substring(start, end)));
        return found;
    }

    @Test
    void findsTheLongestOfPhrasesThatBeginAlike() {
        PhraseIndex index = new PhraseIndex("d", List.of("new", "new york", "New-York City Hall", "york"));

        assertThat(found(index, "the new york city hal, NEW  york city hall"))
                .containsExactly("new york", "york", "NEW  york city hall", "york");
        assertThat(index.isPhrase("New York")).isTrue();
        assertThat(index.isPhrase("new york city")).isFalse();
        assertThat(index.isPhrase("")).isFalse();
        assertThat(index.isIn("in newer yorks")).isFalse();
    }

    @Test
    void looksAtEachWordHoweverManyPhrasesBeginWithIt() {
        PhraseIndex few = new PhraseIndex("d", phrases(10));
        PhraseIndex many = new PhraseIndex("d", phrases(50_000));
        String text = "patient of somebody, patient again; ".repeat(300);

        long ofFew = cost(few, text);

        assertThat(cost(many, text)).isLessThan(20 * ofFew + 200_000_000L);
    }

    private static List<String> phrases(int count) {
        return IntStream.range(0, count).mapToObj(i -> "patient number " + i).toList();
    }

    private static long cost(PhraseIndex index, String text) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(index.isIn(text)).isFalse();
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }
}
