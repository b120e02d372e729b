// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.emit.SubjectLookup.Answer;
import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SubjectLookupTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(900);
    private static final Registered THIRD = new Registered("registry", "orders-value", 3, 17, "AVRO", "Order");

    private final SubjectLookup lookup = new SubjectLookup();

    private Answer answer(CompletableFuture<Optional<Registered>> question) {
        lookup.await(question, LATER);
        return lookup.take(NOON);
    }

    @Test
    void anAnswerIsTakenWhenItComes() {
        CompletableFuture<Optional<Registered>> question = new CompletableFuture<>();
        assertThat(lookup.isDue(NOON)).isTrue();

        assertThat(answer(question)).isEqualTo(Answer.NONE);
        assertThat(lookup.isOpen()).isTrue();
        question.complete(Optional.of(THIRD));
        assertThat(lookup.take(NOON)).isEqualTo(Answer.NEW);

        assertThat(lookup.registered()).isEqualTo(THIRD);
        assertThat(lookup.isOpen()).isFalse();
        assertThat(lookup.isDue(NOON.plusSeconds(60))).isFalse();
        assertThat(lookup.isDue(LATER)).isTrue();
    }

    @Test
    void theSameAnswerIsNoNews() {
        answer(CompletableFuture.completedFuture(Optional.of(THIRD)));

        assertThat(answer(CompletableFuture.completedFuture(Optional.of(THIRD))))
                .isEqualTo(Answer.SAME);
    }

    @Test
    void aFailureAndAnAbsentSubjectKeepWhatIsKnownAndAreAskedAgainSoon() {
        answer(CompletableFuture.completedFuture(Optional.of(THIRD)));

        assertThat(answer(CompletableFuture.failedFuture(new IllegalStateException())))
                .isEqualTo(Answer.FAILED);
        assertThat(answer(CompletableFuture.completedFuture(Optional.empty()))).isEqualTo(Answer.FAILED);

        assertThat(lookup.registered()).isEqualTo(THIRD);
        assertThat(lookup.isDue(NOON.plusSeconds(29))).isFalse();
        assertThat(lookup.isDue(NOON.plusSeconds(30))).isTrue();
    }
}
