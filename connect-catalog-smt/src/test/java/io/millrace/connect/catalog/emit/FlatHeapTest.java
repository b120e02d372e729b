// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.observe.Chain;
import io.millrace.connect.catalog.observe.Observer;
import io.millrace.connect.catalog.observe.Role;
import io.millrace.connect.catalog.observe.Statistics;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An hour of the clock, a thousand kinds of records in one topic, told every five minutes: what is kept is what there is. */
class FlatHeapTest {
    private static final int KINDS = 1_000;
    private static final Duration STEP = Duration.ofSeconds(30);

    private final AtomicLong sent = new AtomicLong();
    private final Worker worker = new Worker(
            new ReporterSettings(
                    RunStrategy.CONNECTOR,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10),
                    10_000,
                    false,
                    true,
                    true),
            Consumer.OPENLINEAGE,
            new LineageReporter.Sources(null, null));

    private static SinkRecord routed(int turn) {
        SinkRecord record = Records.order("all", turn);
        return record.newRecord(
                "topic-" + turn % KINDS, 0, null, null, record.valueSchema(), record.value(), record.timestamp());
    }

    /** Every schema a new object, as a converter without a cache makes them. */
    private static SinkRecord ofSchema(int turn) {
        SchemaBuilder order = Records.order();
        Schema schema = order.field("extra_" + turn % KINDS, Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        return Records.sink("all", 0, turn, schema, Records.order(schema, turn));
    }

    static Stream<Arguments> kinds() {
        IntFunction<SinkRecord> routed = FlatHeapTest::routed;
        IntFunction<SinkRecord> ofSchema = FlatHeapTest::ofSchema;
        return Stream.of(Arguments.of("names", routed, KINDS), Arguments.of("schemas", ofSchema, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void afterAnHourNoMoreIsKeptThanAfterTenMinutes(String what, IntFunction<SinkRecord> each, int edges)
            throws InterruptedException {
        worker.checks = false;
        worker.catalog = event -> {
            sent.incrementAndGet();
            return null;
        };
        Instant begun = worker.clock.instant();
        Observer task = new Observer(
                Role.AFTER,
                Statistics.COLUMNS,
                false,
                new Chain(),
                worker.reporter,
                () -> Duration.between(begun, worker.clock.instant()).toNanos());

        int turn = pass(task, each, 0, begun.plus(Duration.ofMinutes(10)));
        long afterTenMinutes = kept();
        long sentBefore = sent.get();
        pass(task, each, turn, begun.plus(Duration.ofHours(1)));

        assertThat(kept() - afterTenMinutes).as("bytes of 50 minutes").isLessThan(1_000_000);
        assertThat(sent.get() - sentBefore).isGreaterThanOrEqualTo(9L * edges);
        assertThat(worker.counters.get(CatalogMetric.EDGES)).isEqualTo(edges);
        assertThat(worker.counters.get(CatalogMetric.EDGES_LEFT_OUT_TOTAL)).isZero();
        assertThat(worker.counters.get(CatalogMetric.RECORDS_PASSED_OVER_TOTAL)).isZero();
        assertThat(worker.counters.get(CatalogMetric.ERRORS_TOTAL)).isZero();
    }

    /** A record of each kind every half minute, and what is due is sent. */
    private int pass(Observer task, IntFunction<SinkRecord> each, int from, Instant until) throws InterruptedException {
        int turn = from;
        while (worker.clock.instant().isBefore(until)) {
            for (int kind = 0; kind < KINDS; kind++) {
                worker.clock.advance(STEP.dividedBy(KINDS));
                task.see(each.apply(turn++));
                if (kind % 16 == 0) {
                    worker.reporter.step();
                }
            }
            worker.settle();
        }
        return turn;
    }

    /** Bytes in use once nothing is left to collect. */
    private static long kept() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
