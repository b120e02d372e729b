// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of many megabytes: whatever a request takes is written. */
@Timeout(60)
class LargeRowsIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkTaskHarness task(SinkBench bench, DeadLetters letters, int bytes) {
        return bench.with("buffer.max.bytes", "134217728")
                .task(letters)
                .produce(record("orders", 0, 0, SinkBench.ORDER, SinkBench.struct(0, "small")))
                .produce(record("orders", 0, 1, SinkBench.ORDER, SinkBench.struct(1, "x".repeat(bytes))))
                .produce(record("orders", 0, 2, SinkBench.ORDER, SinkBench.struct(2, "small")))
                .assign(ORDERS_0);
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000_000, 9_600_000, 12_000_000, 19_500_000})
    void whatARequestTakesIsWritten(int bytes) {
        try (SinkBench bench = new SinkBench(emulator, "large" + bytes)) {
            DeadLetters letters = new DeadLetters();

            task(bench, letters, bytes).deliverAll();

            assertThat(letters.offsets()).isEmpty();
            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 1L, 2L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {19_899_970, 20_100_000})
    void whatNoRequestTakesIsALetterThatSaysSo(int bytes) {
        try (Emulator older = Emulator.builder().maxRequestBytes(19_800_000).start();
                SinkBench bench = new SinkBench(older, "huge")) {
            DeadLetters letters = new DeadLetters();

            task(bench, letters, bytes).deliverAll();

            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(letters.letters().get(0).error()).hasMessageContaining("bytes");
            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 2L);
        }
    }

    @Test
    void aQuotaThatIsUsedUpForAMomentDoesNotMakeALargeRowTooLarge() {
        try (SinkBench bench = new SinkBench(emulator, "quota")) {
            bench.broken(
                    Trigger.on("AppendRows").times(3),
                    new Fault.Refuse(Status.Code.RESOURCE_EXHAUSTED, null, "slower"));
            DeadLetters letters = new DeadLetters();

            task(bench, letters, 12_000_000).deliverAll();

            assertThat(letters.offsets()).isEmpty();
            assertThat(bench.column("id")).hasSize(3);
        }
    }
}
