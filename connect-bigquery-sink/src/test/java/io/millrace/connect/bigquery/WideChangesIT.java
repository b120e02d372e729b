// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.record;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** BigQuery's change data capture takes tables with 2,000 columns at the top level at most. */
@Timeout(120)
class WideChangesIT {
    /** A row of the key and so many columns in all. */
    private static SinkRecord row(long offset, long id, int columns) {
        SchemaBuilder fields = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
        IntStream.range(1, columns).forEach(i -> fields.field("c" + i, Schema.OPTIONAL_INT64_SCHEMA));
        Schema schema = fields.build();
        return record(
                offset, KEY, key(id), schema, new Struct(schema).put("id", id).put("c" + (columns - 1), offset));
    }

    @Test
    void aRecordWithMoreIsABadOneAndTheOthersGoOn() {
        DeadLetters letters = new DeadLetters();
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "wide")
                        .with("change.mode", "upsert")
                        .with("errors.tolerance", "all")) {
            bench.task(letters)
                    .produce(row(0, 1, 2_001), row(1, 1, 1_999), row(2, 2, 2_000), row(3, 3, 2_001), row(4, 3, 5))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.offsets()).containsExactlyInAnyOrder(0L, 3L);
            assertThat(letters.letters())
                    .allSatisfy(letter -> assertThat(letter.error())
                            .hasMessageContaining("would have 2001 columns at its top level")
                            .hasMessageContaining("2000 at most")
                            .hasMessageContaining("upsert.strategy=merge"));
            assertThat(bench.rows("SELECT id, c1998, c1999 FROM wide.orders WHERE id < 3 ORDER BY id"))
                    .containsExactly(Arrays.asList(1L, 1L, null), Arrays.asList(2L, null, 2L));
            assertThat(bench.rows("SELECT id, c4 FROM wide.orders WHERE id = 3"))
                    .containsExactly(List.of(3L, 4L));
        }
    }

    @Test
    void mergesTakeMore() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = MergeIT.bench(emulator, "wide")) {
            bench.task().produce(row(0, 1, 2_001)).assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, c2000 FROM wide.orders")).containsExactly(List.of(1L, 0L));
        }
    }
}
