// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.record;
import static io.millrace.connect.bigquery.SinkBench.struct;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.runtime.RealWorker;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker whose task threw a RetriableException gives the same records again, with whatever it polled since: as long as a task
 * throws so and resumes partitions, the batch grows without bound.
 */
@Timeout(60)
class PiledUpRecordsIT {
    private static final TopicPartition STUCK = new TopicPartition("stuck", 0);
    private static final TopicPartition BUSY = new TopicPartition("busy", 0);
    private static final int COUNT = 2_000;
    private static final int BUFFER = 1 << 20;
    private static final int ONE_POLL = 500 * 2 * 2_300;

    private static List<SinkRecord> records(String topic, int count) {
        return LongStream.range(0, count)
                .mapToObj(offset -> record(topic, 0, offset, SinkBench.ORDER, struct(offset, "x".repeat(2_000))))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 300})
    void aPutIsGivenOnePollHoweverLongATableIsLate(int busyMillis) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "piled")
                        .with("name", "piled")
                        .with("topics", "stuck,busy")
                        .with("buffer.max.bytes", Integer.toString(BUFFER))
                        .with("request.max.bytes", "262144")
                        .with("flush.timeout.ms", "50")) {
            bench.brokenTable(
                    "stuck",
                    Trigger.on("AppendRows").always(),
                    new Fault.Refuse(Status.Code.UNAVAILABLE, null, "late"));
            bench.brokenTable(
                    "busy",
                    Trigger.on("AppendRows").always(),
                    new Fault.Delay(Duration.ofMillis(busyMillis), Moment.BEFORE));
            try (RealWorker worker = bench.worker(Duration.ofMillis(200))) {
                worker.produce(records("stuck", 1)).produce(records("busy", COUNT));
                worker.assign(STUCK, BUSY);
                worker.fetch(STUCK);
                worker.iterate(Duration.ofMillis(200)); // the stuck table's record is on its way …
                worker.fetch(BUSY); // … when the busy topic's backlog comes
                boolean done = worker.iterateUntil(Duration.ofSeconds(30), () -> {
                    assertThat(worker.lastThrown()).isNull();
                    assertThat(bench.held()).isLessThanOrEqualTo(BUFFER + ONE_POLL);
                    return worker.committed(BUSY) == COUNT;
                });

                assertThat(worker.puts()).allMatch(records -> records <= 500);
                assertThat(done)
                        .as("the busy table goes on: %s", worker.committed())
                        .isTrue();
                assertThat(worker.committed(STUCK)).isZero();
            }
        }
    }
}
