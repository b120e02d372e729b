// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.runtime.RealWorker;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A worker remembers what it consumed of partitions that were revoked, and says so of them when they come back: what a task was
 * handed before is no reason to commit now.
 */
@Timeout(60)
class StaleConsumedOffsetIT {
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void commitsNothingOfAPartitionThatItWasNotHandedSinceItCameBack(boolean all, boolean lost) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench =
                        new SinkBench(emulator, "stale").with("name", "stale").with("flush.timeout.ms", "50")) {
            bench.broken(Trigger.on("AppendRows").always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "later"));
            try (RealWorker worker = bench.worker(Duration.ofMinutes(10))) {
                worker.produce(orders(0, 0, 10)).produce(orders(1, 0, 1));
                worker.assign(ORDERS_0, ORDERS_1);
                worker.fetch(ORDERS_1);
                worker.iterateUntil(Duration.ofSeconds(20), () -> bench.calls("AppendRows") > 3);
                worker.fetch(ORDERS_0);
                worker.iterate(); // that put has partition 0's records in hand
                assertThat(worker.lastThrown()).as("a put takes its records").isNull();

                // Partition 0, or everything, is taken and comes back within one poll …
                if (lost) {
                    worker.lose(all ? worker.assignment() : List.of(ORDERS_0));
                } else {
                    worker.revoke(all ? worker.assignment() : List.of(ORDERS_0));
                }
                worker.assign(ORDERS_0, ORDERS_1);
                emulator.faults().clear();
                worker.fetch(ORDERS_1); // … and partition 1's fetch answers first
                worker.iterateUntil(Duration.ofSeconds(20), () -> {
                    worker.requestCommit();
                    return worker.committed(ORDERS_1) == 1;
                });
                worker.stopGracefully(); // another rebalance, or a stop, comes before partition 0's

                assertThat(worker.committed(ORDERS_0))
                        .as("partition 0's records are in no table: %s", worker.history())
                        .isZero();
                assertThat(worker.committed(ORDERS_1)).isEqualTo(1);
            }
        }
    }
}
