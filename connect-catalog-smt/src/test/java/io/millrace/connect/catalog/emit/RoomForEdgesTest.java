// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.observe.Observer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoomForEdgesTest {
    @Test
    void edgesBeyondTheLimitAreCountedAndLeftOut() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        for (int topic = 0; topic < 105; topic++) {
            task.see(Records.order("orders" + topic, 0));
            worker.settle();
        }

        worker.pass(Duration.ofSeconds(3));

        assertThat(worker.told()).hasSize(100);
        assertThat(worker.counters.get(CatalogMetric.EDGES_LEFT_OUT_TOTAL)).isEqualTo(5);
    }

    @Test
    void anEdgeThatStoodStillGivesWayToANewOne() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        for (int day = 0; day < 100; day++) {
            task.see(Records.order("orders-" + day, 0));
            worker.settle();
        }
        worker.pass(Duration.ofSeconds(3));
        worker.told();
        worker.clock.advance(Duration.ofDays(1));

        task.see(Records.order("orders-100", 0));
        worker.pass(Duration.ofSeconds(3));

        assertThat(worker.told())
                .anySatisfy(
                        event -> assertThat(event.at("/inputs/0/name").asText()).isEqualTo("orders-100"));
        assertThat(worker.counters.get(CatalogMetric.EDGES)).isEqualTo(100);
        assertThat(worker.counters.get(CatalogMetric.EDGES_LEFT_OUT_TOTAL)).isZero();
    }

    @Test
    void aFullQueueLosesNothing() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        for (int topic = 0; topic < 30; topic++) {
            task.see(Records.order("orders" + topic, 0));
        }
        assertThat(worker.counters.get(CatalogMetric.SIGHTINGS_DROPPED_TOTAL)).isPositive();
        worker.settle();

        for (int more = 0; more < 2_048; more++) {
            for (int topic = 0; topic < 30; topic++) {
                task.see(Records.order("orders" + topic, more));
            }
            worker.reporter.step();
        }
        worker.pass(Duration.ofSeconds(3));

        assertThat(worker.counters.get(CatalogMetric.EDGES)).isEqualTo(30);
    }

    /** Far more topics than the queue has room for, with no record after their first. */
    @Test
    void whatFoundNoRoomIsToldWhenTheTaskEnds() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        for (int topic = 0; topic < 90; topic++) {
            task.see(Records.order("orders" + topic, 0));
        }

        task.close();
        worker.pass(Duration.ofSeconds(3));

        assertThat(worker.told()).hasSize(90);
    }

    @Test
    void anyRecordOffersWhatFoundNoRoom() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        for (int topic = 0; topic < 90; topic++) {
            task.see(Records.order("orders" + topic, 0));
        }
        for (int more = 0; more < 640; more++) {
            task.see(Records.order("orders1", more));
            worker.reporter.step();
        }
        worker.pass(Duration.ofSeconds(3));

        assertThat(worker.told()).hasSize(90);
    }

    private static Worker ofTwoEdges() {
        ReporterSettings few = new ReporterSettings(
                RunStrategy.CONNECTOR,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofSeconds(10),
                2,
                false,
                true,
                true);
        return new Worker(few, Consumer.OPENLINEAGE, new LineageReporter.Sources(null, null));
    }

    @Test
    void anEdgeThatGaveWayComesBackWhenItMovesAndOthersStand() throws InterruptedException {
        Worker worker = ofTwoEdges();
        Observer task = worker.task();
        task.see(Records.order("daily", 0));
        task.see(Records.order("busy", 0));
        worker.pass(Duration.ofSeconds(5));
        for (int i = 1; i < 5; i++) {
            task.see(Records.order("busy", i));
            worker.pass(Duration.ofMinutes(10));
        }
        task.see(Records.order("new", 0));
        worker.pass(Duration.ofSeconds(5));
        worker.told();

        worker.pass(Duration.ofMinutes(31));
        task.see(Records.order("daily", 1));
        worker.pass(Duration.ofSeconds(5));

        assertThat(worker.told())
                .anySatisfy(
                        event -> assertThat(event.at("/inputs/0/name").asText()).isEqualTo("daily"));
    }

    @Test
    void anEdgeThatWasLeftOutIsLetInWhenThereIsRoom() throws InterruptedException {
        Worker worker = ofTwoEdges();
        Observer task = worker.task();
        Observer ending = worker.task();
        task.see(Records.order("one", 0));
        ending.see(Records.order("two", 0));
        worker.settle();
        task.see(Records.order("three", 0));
        worker.pass(Duration.ofSeconds(5));
        assertThat(worker.counters.get(CatalogMetric.EDGES_LEFT_OUT_TOTAL)).isEqualTo(1);
        worker.told();

        worker.pass(Duration.ofMinutes(31));

        assertThat(worker.told())
                .anySatisfy(
                        event -> assertThat(event.at("/inputs/0/name").asText()).isEqualTo("three"));
    }
}
