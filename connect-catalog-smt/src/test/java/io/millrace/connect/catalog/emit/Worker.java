// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.catalog.SpecCheck;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.EventJson;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.catalog.event.JobSettings;
import io.millrace.connect.catalog.event.Naming;
import io.millrace.connect.catalog.event.NamingSettings;
import io.millrace.connect.catalog.event.Policy;
import io.millrace.connect.catalog.observe.Chain;
import io.millrace.connect.catalog.observe.Observer;
import io.millrace.connect.catalog.observe.Role;
import io.millrace.connect.catalog.observe.Statistics;
import io.millrace.connect.kit.config.TopicTemplate;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One worker's reporter, stepped by hand on a clock that is moved by hand, and what its catalog was told. */
final class Worker {
    static final ReporterSettings SETTINGS = new ReporterSettings(
            RunStrategy.CONNECTOR,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(15),
            Duration.ofSeconds(10),
            100,
            false,
            true,
            true);

    final TestClock clock = new TestClock();
    final Numbers<CatalogMetric> counters = new Numbers<>(CatalogMetric.values());
    final LineageReporter reporter;
    /** Throws what the catalog answers; null takes the event. */
    volatile Function<OpenLineage.RunEvent, @Nullable RuntimeException> catalog = event -> null;

    /** Whether events are held against the specification, which takes milliseconds, and kept. */
    volatile boolean checks = true;

    private final Semaphore wakeUp = new Semaphore(0);
    private final List<JsonNode> told = new ArrayList<>();
    private long nanos;

    Worker(ReporterSettings settings, Consumer consumer, LineageReporter.Sources sources) {
        Naming naming = new Naming(new NamingSettings(
                "kafka-connect",
                List.of("kafka://broker:9092"),
                List.of(),
                List.of("bigquery"),
                TopicTemplate.parse("p.raw.${topic}"),
                Map.of()));
        EventWriter writer = new EventWriter(
                consumer,
                new JobSettings(List.of(), Map.of(), settings.heartbeat()),
                new EventWriter.Versions("4.3.1", "test"));
        TransportSender sender = new TransportSender("sender", () -> new Stub(consumer), wakeUp::release);
        Target target = new Target(
                new Target.Way("catalog", writer, Set.of(), sender),
                settings,
                counters,
                new RetryPolicy(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), clock, new Random(7)),
                clock.instant());
        reporter = new LineageReporter(
                new LineageReporter.Parts(
                        new ArrayBlockingQueue<>(16),
                        wakeUp,
                        new LineageGraph("orders-sink", naming, settings, counters),
                        new SnapshotBuilder(naming, settings, new Policy(List.of()), null),
                        sources,
                        List.of(target)),
                settings,
                counters,
                clock);
    }

    static Worker plain() {
        return new Worker(SETTINGS, Consumer.OPENLINEAGE, new LineageReporter.Sources(null, null));
    }

    /** Another task of the connector; its nano clock goes a minute per look, so that every schema is looked at. */
    Observer task() {
        return new Observer(
                Role.AFTER, Statistics.COLUMNS, false, new Chain(), reporter, () -> nanos += 60_000_000_000L);
    }

    /** Lets {@code time} go by, a step each second, and sends what is due. */
    void pass(Duration time) throws InterruptedException {
        for (long seconds = time.toSeconds(); seconds > 0; seconds--) {
            clock.advance(Duration.ofSeconds(1));
            settle();
        }
    }

    void settle() throws InterruptedException {
        while (true) {
            boolean more = reporter.step();
            if (!more || !sending()) {
                return;
            }
            if (!wakeUp.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new AssertionError("a send did not end");
            }
        }
    }

    /** Lets at most {@code sends} events be sent. */
    void steps(int sends) throws InterruptedException {
        for (int i = 0; i < sends && reporter.step() && sending(); i++) {
            if (!wakeUp.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new AssertionError("a send did not end");
            }
        }
    }

    private boolean sending() {
        return reporter.sending();
    }

    /** What was taken since the last call; every event is valid. */
    List<JsonNode> told() {
        synchronized (told) {
            List<JsonNode> now = List.copyOf(told);
            told.clear();
            return now;
        }
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("eventType").asText()).toList();
    }

    private final class Stub extends Transport {
        private final Consumer consumer;

        Stub(Consumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public void emit(OpenLineage.RunEvent event) {
            RuntimeException answer = catalog.apply(event);
            if (answer != null) {
                throw answer;
            }
            if (!checks) {
                return;
            }
            JsonNode valid = SpecCheck.valid(EventJson.line(event, consumer));
            synchronized (told) {
                told.add(valid);
            }
        }

        @Override
        public void emit(OpenLineage.DatasetEvent event) {
            throw new AssertionError("no dataset events");
        }

        @Override
        public void emit(OpenLineage.JobEvent event) {
            throw new AssertionError("no job events");
        }

        @Override
        public void close() {}
    }
}
