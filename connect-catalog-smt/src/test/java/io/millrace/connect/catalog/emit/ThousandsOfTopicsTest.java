// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.observe.Observer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A task with 5,000 topics, and a catalog that takes 20 ms for an event. */
class ThousandsOfTopicsTest {
    private static final int TOPICS = 5_000;
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    private final Worker worker = new Worker(
            new ReporterSettings(
                    RunStrategy.CONNECTOR,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    HEARTBEAT,
                    Duration.ofSeconds(10),
                    10_000,
                    false,
                    true,
                    true),
            Consumer.OPENLINEAGE,
            new LineageReporter.Sources(null, null));
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    @Test
    void areToldWithinTwoHeartbeats() throws InterruptedException {
        worker.checks = false;
        worker.catalog = event -> {
            worker.clock.advance(Duration.ofMillis(20));
            told.add(event.getInputs().get(0).getName());
            return null;
        };
        long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Instant begun = worker.clock.instant();
        Observer task = worker.task();
        for (int topic = 0; topic < TOPICS; topic++) {
            task.see(Records.order("topic" + topic, 0));
            if (topic % 16 == 0) {
                worker.reporter.step();
            }
        }
        worker.clock.advance(Duration.ofSeconds(2));
        while (told.size() < TOPICS && worker.clock.instant().isBefore(begun.plus(HEARTBEAT.multipliedBy(2)))) {
            worker.clock.advance(Duration.ofMillis(1));
            worker.settle();
        }

        assertThat(told).hasSize(TOPICS);
        assertThat(worker.clock.instant()).isBefore(begun.plus(HEARTBEAT.multipliedBy(2)));
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - used)
                .as("nanoseconds of the processor, for 5,000 events")
                .isLessThan(TOPICS * 5_000_000L);
        assertThat(worker.counters.get(CatalogMetric.EDGES_LEFT_OUT_TOTAL)).isZero();
    }
}
