// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What becomes of rows in Cloud Storage, their slots and their memory. */
class StagedRowsTest extends FlightBench {
    private static StagedObject object(long rows) {
        return new StagedObject(TABLE, "gs://b/o" + rows, List.of(), rows, 10);
    }

    private void stage(StagedObject object, Batch... batches) {
        for (Batch batch : batches) {
            inFlight.take(new WriteResult.Staged(batch, object));
        }
    }

    @Test
    void freesMemoryWhenRowsAreStagedAndFinishesThemWhenTheyAreLoaded() {
        StagedObject object = object(1_004);
        Batch first = send(new int[1_000]);
        Batch second = send(0, 0, 1, 1);
        long held = buffer.bytes();

        stage(object, first, second);

        assertThat(tracker.open()).isEqualTo(1_004);
        assertThat(buffer.bytes())
                .as("neighbours are one run")
                .isLessThan(held / 100)
                .isPositive();
        assertThat(inFlight.anyPromising(0)).isFalse();
        inFlight.take(new LoadNews.Loaded(object, Duration.ZERO));
        assertThat(owner.heard).containsExactly("answered", "answered", "loaded 1004");
        allIsDone();
    }

    @Test
    void discardsAnObjectNoneOfWhoseRowsIsStillThisTasks() {
        StagedObject both = object(2);
        StagedObject lost = object(1);
        stage(both, send(0, 1));
        stage(lost, send(0));
        lose(0);

        inFlight.withdrawLost();

        assertThat(writer.discarded).containsExactly(lost);
        inFlight.take(new LoadNews.Loaded(lost, Duration.ZERO)); // of a job that was under way
        inFlight.take(new LoadNews.Loaded(both, Duration.ZERO));
        assertThat(owner.heard).containsExactly("answered", "answered", "loaded 2");
        allIsDone();
    }

    @Test
    void discardsAnObjectThatWasStagedWhenItsPartitionWasLost() {
        StagedObject object = object(1);
        Batch batch = send(0);
        lose(0);
        inFlight.withdrawLost();

        stage(object, batch);
        inFlight.discardLost();

        assertThat(writer.discarded).containsExactly(object);
        allIsDone();
    }

    @Test
    void finishesRowsThatAreSetAsideOnlyWhereTheTaskGoesOnWithoutThem() {
        StagedObject tolerated = object(1);
        StagedObject fatal = object(2);
        stage(tolerated, send(0));
        stage(fatal, send(0, 0));

        owner.tolerant = true;
        inFlight.take(new LoadNews.SetAside(tolerated, SHAPE, "gs://b/failed", "invalid"));
        owner.tolerant = false;
        inFlight.take(new LoadNews.SetAside(fatal, SHAPE, "gs://b/failed", "invalid"));

        assertThat(tracker.open()).isEqualTo(2);
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void aFailedObjectFailsTheTaskOnlyIfItsRowsAreStillThisTasks() {
        StagedObject object = object(1);
        stage(object, send(0));
        lose(0);

        inFlight.take(new LoadNews.Failed(object, new ConnectException("no")));

        assertThat(owner.heard).doesNotContain("failed");
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void passesOnWhatIsToldOfAnObjectUntilItIsLoaded() {
        StagedObject object = object(1);
        stage(object, send(0));
        LoadNews.Lacking lacking = new LoadNews.Lacking(object, SHAPE);

        inFlight.take(lacking);
        inFlight.take(new LoadNews.Repeated(object, RetryReason.QUOTA, "busy"));
        inFlight.take(new LoadNews.Loaded(object, Duration.ZERO));
        inFlight.take(lacking);

        assertThat(owner.heard).containsExactly("answered", "lacking", "repeated QUOTA", "loaded 1");
    }

    @Test
    void anOutdatedObjectIsDiscardedAndItsRecordsAreReadAgain() {
        StagedObject object = object(2);
        stage(object, send(0, 0));

        inFlight.take(new LoadNews.Outdated(object, SHAPE, "invalid"));

        assertThat(writer.discarded).containsExactly(object);
        assertThat(owner.heard).containsExactly("answered", "outdated");
        assertThat(buffer.bytes()).isZero();
        assertThat(tracker.open()).isEqualTo(2);
        assertThat(tracker.rereads()).hasSize(1);
        inFlight.take(new LoadNews.Loaded(object, Duration.ZERO)); // nobody's any more
        assertThat(tracker.open()).isEqualTo(2);
    }

    @Test
    void anOutdatedObjectWhoseRecordsKafkaHasNoMoreIsSetAside() {
        StagedObject object = object(2);
        next = 10;
        stage(object, send(0, 0));
        next = 0; // the topic was made anew
        send(0);

        inFlight.take(new LoadNews.Outdated(object, SHAPE, "invalid"));

        assertThat(writer.discarded).isEmpty();
        assertThat(writer.setAside).containsExactly(object);
        assertThat(owner.heard).containsExactly("answered");
        long held = buffer.bytes();
        owner.tolerant = true;
        inFlight.take(new LoadNews.SetAside(object, SHAPE, "gs://b/failed", "invalid"));
        assertThat(buffer.bytes()).isLessThan(held);
    }

    @Test
    void anOutdatedObjectOfLostPartitionsIsDiscardedOnly() {
        StagedObject object = object(1);
        stage(object, send(0));
        lose(0);

        inFlight.take(new LoadNews.Outdated(object, SHAPE, "invalid"));

        assertThat(writer.discarded).containsExactly(object);
        assertThat(owner.heard).containsExactly("answered");
        allIsDone();
    }
}
