// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.ROW;
import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.record;
import static io.millrace.connect.bigquery.MergeIT.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A table whose {@code upsert.strategy} changes: what came before still orders what comes after. */
@Timeout(120)
class MergeSwitchIT {
    @Test
    void anOlderChangeNeverWinsAndALaterOneAlwaysDoes() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = MergeIT.bench(emulator, "switched")) {
            bench.with("upsert.strategy", "cdc");
            deliver(bench, record(1, KEY, key(1), ROW, row(1, "a")), record(2, KEY, key(2), ROW, row(2, "a")));

            bench.with("upsert.strategy", "merge");
            deliver(bench, record(10, KEY, key(1), ROW, row(1, "b")), record(11, KEY, key(3), ROW, row(3, "b")));
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
            deliver(
                    bench,
                    record(10, KEY, key(1), ROW, row(1, "b")), // read again
                    record(15, KEY, key(4), ROW, row(4, "old")),
                    record(30, KEY, key(2), ROW, row(2, "d")));
            assertThat(notes(bench)).containsExactly("c", "d", "c");

            deliver(bench, record(31, KEY, key(1), ROW, row(1, "d")), record(32, KEY, key(4), null, null));
            assertThat(notes(bench)).containsExactly("d", "d");
        }
    }

    private static List<Object> notes(SinkBench bench) {
        return bench.rows("SELECT note FROM switched.orders ORDER BY id").stream()
                .map(row -> row.get(0))
                .toList();
    }
}
