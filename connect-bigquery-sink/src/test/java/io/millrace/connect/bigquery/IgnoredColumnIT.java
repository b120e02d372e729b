// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column is dropped while rows with it are on their way, and columns are neither added nor missed. */
@Timeout(60)
class IgnoredColumnIT {
    @ParameterizedTest(name = "records are kept: {0}")
    @ValueSource(booleans = {true, false})
    void rowsThatWereEncodedForItGoOnWithoutIt(boolean kept) {
        DeadLetters letters = new DeadLetters();
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "ignored")
                        .with("name", "ignored")
                        .with("schema.evolution", "none")
                        .with("schema.unknown.fields", "ignore")
                        .with("flush.timeout.ms", "50")) {
            SinkTaskHarness task = bench.task(kept ? letters : null)
                    .produce(orders(0, 0, 5))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.run("ALTER TABLE orders DROP COLUMN note"); // the sink learns of it only by the refusal

            task.produce(orders(0, 5, 8)).deliverAll(Duration.ofSeconds(20));
            task.produce(orders(0, 8, 12)).deliverAll(Duration.ofSeconds(20));

            assertThat(bench.column("id")).contains(5L, 6L, 7L, 8L, 9L, 10L, 11L);
            assertThat(letters.letters()).isEmpty();
        }
    }
}
