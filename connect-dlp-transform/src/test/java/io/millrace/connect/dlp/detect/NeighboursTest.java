// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.text.Scan.Candidate;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
    private static Candidate finding(String type, int start, int end) {
        return new Candidate(new InfoType(type), Likelihood.LIKELY, start, end);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 60})
    void answerAsIfEachWereLookedAt(int count) {
        Random random = new Random(count);
        for (int round = 0; round < 200; round++) {
            List<Candidate> all = IntStream.range(0, count)
                    .mapToObj(i -> {
                        int start = random.nextInt(40);
                        return finding(i % 2 == 0 ? "ONE" : "TWO", start, start + 1 + random.nextInt(10));
                    })
                    .distinct()
                    .sorted(Comparator.comparingInt(Candidate::start))
                    .toList();
            List<Candidate> some = all.stream()
                    .filter(each -> each.infoType().name().equals("ONE"))
                    .toList();
            Neighbours neighbours = new Neighbours(some);

            for (Candidate asked : all) {
                assertThat(neighbours.hold(asked))
                        .isEqualTo(some.stream()
                                .anyMatch(other -> !other.equals(asked)
                                        && other.start() <= asked.start()
                                        && asked.end() <= other.end()));
                assertThat(neighbours.touch(asked))
                        .isEqualTo(some.stream()
                                .anyMatch(other -> !other.equals(asked)
                                        && other.start() < asked.end()
                                        && asked.start() < other.end()));
            }
        }
    }

    @Test
    void aFindingIsNoNeighbourOfItself() {
        Candidate only = finding("ONE", 3, 9);

        assertThat(new Neighbours(List.of(only)).touch(only)).isFalse();
        assertThat(new Neighbours(List.of(only)).hold(only)).isFalse();
    }
}
