// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What becomes of a batch, its slots and its memory, for each answer of the writer. */
class InFlightTest extends FlightBench {
    @Test
    void finishesAndReleasesWhatIsWritten() {
        Batch batch = send(0, 0);

        inFlight.take(new WriteResult.Written(batch, Duration.ofMillis(5), true));

        assertThat(owner.heard).containsExactly("written 2", "table changed", "answered");
        allIsDone();
    }

    @Test
    void takesOneAnswerForABatch() {
        Batch batch = send(0);
        WriteResult.Written written = new WriteResult.Written(batch, Duration.ZERO, false);
        inFlight.take(written);

        inFlight.take(written); // of a batch that is nobody's any more

        assertThat(owner.heard).containsExactly("written 1", "answered");
        assertThatThrownBy(() -> inFlight.written(written)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsOfRepetitionsWhichLeaveEverythingAsItIs() {
        Batch batch = send(0);

        inFlight.take(new Repetition(batch, RetryReason.QUOTA, "busy"));

        assertThat(owner.heard).containsExactly("repeated");
        assertThat(tracker.open()).isEqualTo(1);
        assertThat(buffer.bytes()).isPositive();
    }

    @Test
    void givesABatchBackWhoseTableIsBehindWithItsMemory() {
        long before = buffer.bytes();
        Batch batch = send(0);
        long held = buffer.bytes();

        inFlight.take(new WriteResult.TableBehind(batch, Lack.TABLE));

        assertThat(owner.heard).containsExactly("behind TABLE", "answered");
        assertThat(buffer.bytes()).isEqualTo(held).isGreaterThan(before);
        owner.received.remove(0).release();
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void sendsTheRestOfABatchWhoseTableIsBehindWithoutRowsThatWereLost() {
        Batch batch = send(0, 1);
        lose(0);

        inFlight.take(new WriteResult.TableBehind(batch, Lack.TABLE));

        Batch rest = writer.written.removeFirst();
        assertThat(origins(rest)).containsExactly("t-1@1");
        inFlight.take(new WriteResult.Written(rest, Duration.ZERO, false));
        allIsDone();
    }

    @Test
    void rejectsRowsAndSendsTheRestWhereNothingWasWritten() {
        Batch batch = send(0, 0, 0);

        inFlight.take(new WriteResult.RowsRefused(batch, Map.of(1, "bad")));

        assertThat(owner.heard).containsExactly("refused [1]", "reject t-0@1 table p.d.t: bad", "answered");
        assertThat(origins(writer.written.getFirst())).containsExactly("t-0@0", "t-0@2");
        assertThat(tracker.open())
                .as("what is rejected is its owner's to finish")
                .isEqualTo(3);
    }

    @Test
    void rejectsRowsAndFinishesTheOthersWhereTheyWereWritten() {
        Batch batch = send(0, 0, 0);

        inFlight.take(new WriteResult.RowsRefused(batch, Map.of(1, "bad"), true));

        assertThat(owner.heard)
                .containsExactly("written 2", "refused [0]", "reject t-0@1 table p.d.t: bad", "answered");
        assertThat(tracker.open()).isEqualTo(1);
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void leavesABatchToItsOwnerWhoTakesItBack() {
        Batch batch = send(0);
        owner.takesBack = true;

        inFlight.take(new WriteResult.RowsRefused(batch, Map.of(0, "bad")));

        assertThat(owner.heard).containsExactly("refused [0]", "answered");
        assertThat(writer.written).isEmpty();
        assertThat(buffer.bytes()).isPositive();
    }

    @Test
    void sendsHalvesOfWhatIsTooLarge() {
        Batch batch = send(0, 0, 0);

        inFlight.take(new WriteResult.TooLarge(batch));

        assertThat(writer.written)
                .extracting(InFlightTest::origins)
                .containsExactly(List.of("t-0@0"), List.of("t-0@1", "t-0@2"));
        inFlight.take(new WriteResult.Written(writer.written.removeLast(), Duration.ZERO, false));
        inFlight.take(new WriteResult.TooLarge(writer.written.removeFirst()));
        assertThat(owner.heard).anyMatch(heard -> heard.startsWith("reject t-0@0"));
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void withdrawsWhatIsNotWhollyThisTasksAnyMore() {
        Batch partly = send(0, 1);
        Batch others = send(2);
        lose(0);

        inFlight.withdrawLost();
        assertThat(writer.withdrawn).containsExactly(partly);
        inFlight.take(new WriteResult.Withdrawn(partly));

        assertThat(origins(writer.written.getFirst())).containsExactly("t-1@1");
        inFlight.take(new WriteResult.Written(writer.written.removeFirst(), Duration.ZERO, false));
        inFlight.take(new WriteResult.Written(others, Duration.ZERO, false));
        allIsDone();
    }

    @Test
    void failsTheTaskForWhatIsStillItsOwnOnly() {
        Batch lost = send(0);
        lose(0);
        inFlight.take(new WriteResult.Failed(lost, new ConnectException("denied")));
        health.check();

        Batch own = send(1);
        inFlight.take(new WriteResult.Failed(own, new ConnectException("denied")));

        assertThatThrownBy(health::check).hasMessage("denied");
        assertThat(buffer.bytes()).isZero();
    }
}
