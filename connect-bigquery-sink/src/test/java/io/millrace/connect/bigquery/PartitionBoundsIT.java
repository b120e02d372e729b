// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows of partitions that the Storage Write API does not write: 10 years back, 1 year ahead. */
@Timeout(60)
class PartitionBoundsIT {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
            .build();
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String dataset) {
        return new SinkBench(emulator, dataset)
                .with("table.partition.field", "day")
                .with("table.partition.type", "day");
    }

    private static SinkRecord days(long offset, long daysAgo) {
        Date day = Date.from(Instant.ofEpochSecond((Instant.now().getEpochSecond() / 86_400 - daysAgo) * 86_400));
        return record(
                "orders",
                0,
                offset,
                SCHEMA,
                new Struct(SCHEMA).put("id", offset).put("day", day));
    }

    private static List<SinkRecord> someTooOld() {
        return List.of(days(0, 1), days(1, 4_000), days(2, 3_000), days(3, -500), days(4, 0));
    }

    @Test
    void areLettersThatNameTheRuleWhereBigQueryNamesThem() {
        try (SinkBench bench = bench("named")) {
            DeadLetters letters = new DeadLetters();

            bench.task(letters).produce(someTooOld()).assign(ORDERS_0).deliverAll();

            assertThat(letters.offsets()).containsExactly(1L, 3L);
            assertThat(letters.letters().get(0).error())
                    .hasMessageContaining("named.orders")
                    .hasMessageContaining("10 years back")
                    .hasMessageContaining("day");
            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 2L, 4L);
        }
    }

    @Test
    void areLettersWhereBigQueryRefusesTheRequestAndNamesNone() {
        try (SinkBench bench = bench("unnamed")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters);
            // the request as a whole, and again with its schema; then the parts are judged by what is in them
            bench.broken(
                    Trigger.on("AppendRows").times(2),
                    new Fault.Refuse(Status.Code.INVALID_ARGUMENT, null, "secret value"));

            task.produce(someTooOld()).assign(ORDERS_0).deliverAll();

            assertThat(letters.offsets()).containsExactlyInAnyOrder(1L, 3L);
            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 2L, 4L);
        }
    }

    @Test
    void areLettersOneByOneWhereEveryRequestWithThemIsRefused() {
        try (SinkBench bench = bench("single")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters);
            bench.broken(
                    Trigger.on("AppendRows").always(),
                    new Fault.Refuse(Status.Code.INVALID_ARGUMENT, null, "secret value"));

            task.produce(List.of(days(0, 4_000), days(1, 5_000)))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.offsets()).containsExactlyInAnyOrder(0L, 1L);
            assertThat(letters.letters().get(0).error())
                    .hasMessageContaining("single.orders")
                    .hasMessageContaining("INVALID_ARGUMENT")
                    .hasMessageContaining("10 years back")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void stopTheTaskWithTheRuleWhereBadRecordsAreNotTolerated() {
        try (SinkBench bench = bench("strict")) {
            SinkTaskHarness task = bench.task().produce(days(0, 4_000)).assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("strict.orders")
                    .hasMessageContaining("10 years back");
        }
    }
}
