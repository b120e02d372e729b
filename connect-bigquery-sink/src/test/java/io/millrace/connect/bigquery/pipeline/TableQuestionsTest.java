// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableQuestionsTest {
    private static final List<String> KEY = List.of("id");

    private final List<TableQuestion> asked = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(1_000);
    private final TableQuestions questions = new TableQuestions(
            new Destination("p", "d", "t"),
            asked::add,
            new RetryPolicy(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)), () -> now, new Random(1)));

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void anAnswerIsTrustedForAMomentIfItWasAskedForTheSakeOfARecord() {
        assertThat(questions.mayHaveChanged()).as("never seen").isTrue();

        questions.look(KEY);
        questions.answered();
        assertThat(questions.mayHaveChanged()).as("seen before the record came").isTrue();

        questions.doubt(KEY);
        questions.answered();
        assertThat(questions.mayHaveChanged()).isFalse();

        pass(Duration.ofMillis(10));
        assertThat(questions.mayHaveChanged()).isTrue();
    }

    @Test
    void looksThatFindNothingNewBecomeRare() {
        int looks = 0;
        for (int record = 0; record < 60_000; record++) { // a bad one each millisecond
            if (questions.mayHaveChanged()) {
                questions.doubt(KEY);
                questions.answered();
                looks++;
            }
            pass(Duration.ofMillis(1));
        }

        assertThat(looks).isLessThan(20);
        assertThat(asked).hasSize(looks);
    }

    @Test
    void aTableThatDidChangeIsDoubtedAtOnceAgain() {
        for (int i = 0; i < 20; i++) {
            questions.doubt(KEY);
            questions.answered();
        }
        pass(Duration.ofMillis(100));
        assertThat(questions.mayHaveChanged()).isFalse();

        questions.changed();

        assertThat(questions.mayHaveChanged()).isTrue();
    }

    @Test
    void asksNothingWhileAnAnswerIsOnItsWay() {
        questions.look(KEY);
        assertThat(questions.isFree()).isFalse();

        questions.doubt(KEY);
        questions.refresh(KEY);

        assertThat(asked).hasSize(1);
    }

    @Test
    void restsAfterARefusalLongerEachTime() {
        Duration before = Duration.ZERO;
        for (int refusals = 0; refusals < 4; refusals++) {
            questions.look(KEY);
            questions.refused();
            assertThat(questions.isFree()).isFalse();
            Duration rest = Duration.ZERO;
            while (!questions.rested(now.toEpochMilli())) {
                pass(Duration.ofMillis(50));
                rest = rest.plusMillis(50);
            }
            assertThat(questions.isFree()).isTrue();
            assertThat(rest).isGreaterThan(before);
            before = rest;
        }
    }

    @Test
    void anAnswerMayComeSoonUnlessItIsLateAlready() {
        assertThat(questions.promising(now.toEpochMilli())).isFalse();
        questions.look(KEY);
        assertThat(questions.promising(now.toEpochMilli())).isTrue();

        pass(Duration.ofSeconds(2));

        assertThat(questions.promising(now.toEpochMilli())).isFalse();
    }

    @Test
    void aTableThatIsSaidToHaveChangedIsLookedAtNowAndThen() {
        for (int i = 0; i < 30; i++) {
            questions.refresh(KEY);
            questions.answered();
            pass(Duration.ofSeconds(1));
        }

        assertThat(asked).hasSize(3);
    }
}
