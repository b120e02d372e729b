// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.ROW;
import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.record;
import static io.millrace.connect.bigquery.MergeIT.row;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.ShiftedClock;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A table whose {@code upsert.strategy} changes: what came before still orders what comes after. */
@Timeout(120)
class MergeSwitchIT {
    private final ShiftedClock clock = new ShiftedClock();

    @Test
    void anOlderChangeNeverWinsAndALaterOneAlwaysDoes() {
        try (Emulator emulator = Emulator.builder().clock(clock).start();
                SinkBench bench = MergeIT.bench(emulator, "switched")) {
            bench.with("upsert.strategy", "cdc");
            deliver(bench, record(1, KEY, key(1), ROW, row(1, "a")), record(2, KEY, key(2), ROW, row(2, "a")));

            bench.with("upsert.strategy", "merge");
            deliverLater(
                    bench,
                    Duration.ofMinutes(31),
                    record(10, KEY, key(1), ROW, row(1, "b")),
                    record(11, KEY, key(3), ROW, row(3, "b")));
            assertThat(notes(bench)).containsExactly("b", "a", "b");

            bench.with("upsert.strategy", "cdc");
            deliver(
                    bench,
                    record(20, KEY, key(1), ROW, row(1, "c")),
                    record(21, KEY, key(3), null, null),
                    record(22, KEY, key(4), ROW, row(4, "c")));
            assertThat(notes(bench)).containsExactly("c", "a", "c");
            assertThat(bench.rows("SELECT COUNT(`__sequence`) FROM switched.orders WHERE id IN (1, 4)"))
                    .containsExactly(List.of(2L));

            bench.with("upsert.strategy", "merge");
            deliverLater(
                    bench,
                    Duration.ofMinutes(62),
                    record(10, KEY, key(1), ROW, row(1, "b")), // read again
                    record(15, KEY, key(4), ROW, row(4, "old")),
                    record(30, KEY, key(2), ROW, row(2, "d")));
            assertThat(notes(bench)).containsExactly("c", "d", "c");

            deliver(bench, record(31, KEY, key(1), ROW, row(1, "d")), record(32, KEY, key(4), null, null));
            assertThat(notes(bench)).containsExactly("d", "d");
        }
    }

    @Test
    void rowsOfStreamingInsertsAreWaitedFor() {
        try (Emulator emulator = Emulator.builder().clock(clock).start();
                SinkBench bench = MergeIT.bench(emulator, "inserted")) {
            bench.with("change.mode", "append").with("write.method", "streaming-insert");
            deliver(bench, record(1, KEY, key(1), ROW, row(1, "a")));

            bench.with("change.mode", "upsert-delete").with("write.method", "storage-write");
            deliverLater(bench, Duration.ofMinutes(31), record(10, KEY, key(1), ROW, row(1, "b")));

            assertThat(bench.rows("SELECT note FROM inserted.orders")).containsExactly(List.of("b"));
        }
    }

    /** Delivers changes that BigQuery does not merge until it is so late. */
    private void deliverLater(SinkBench bench, Duration when, SinkRecord... records) {
        try (CapturedLogs logs = new CapturedLogs()) {
            SinkTaskHarness task = bench.task();
            task.produce(records).assign(ORDERS_0, ORDERS_1);
            task.pollUntil(
                    "the log says what is waited for",
                    () -> logs.text().contains("rows that were streamed into the table lately"));
            assertThat(task.committed().getOrDefault(ORDERS_0, 0L))
                    .as("nothing is merged yet")
                    .isLessThanOrEqualTo(records[0].kafkaOffset());

            clock.set(when);
            task.deliverAll();
            bench.stop(task);
        }
    }

    private static List<Object> notes(SinkBench bench) {
        return bench.rows("SELECT note FROM switched.orders ORDER BY id").stream()
                .map(row -> row.get(0))
                .toList();
    }
}
