// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names in {@code primary.key} compare like BigQuery's: without regard to case. */
@Timeout(60)
class KeyNamesIT {
    @Test
    void aKeyThatIsNamedInAnotherCaseIsTheField() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "named")) {
            bench.with("change.mode", "upsert").with("primary.key", "ID");
            SinkRecord again = SinkBench.record("orders", 0, 2, SinkBench.ORDER, SinkBench.struct(1, "again"));

            bench.task()
                    .produce(orders(0, 0, 2))
                    .produce(again)
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT id, note FROM named.orders ORDER BY id"))
                    .containsExactly(List.of(0L, "n0"), List.of(1L, "again"));
            assertThat(bench.fields("orders")).containsExactly("id", "note");
        }
    }
}
