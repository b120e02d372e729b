// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Updates that move a row to another key, and whose new row BigQuery itself refuses. */
@Timeout(120)
class MovedRowsIT {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("row")
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("day", SchemaBuilder.int32().name("io.debezium.time.Date").build())
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("shop.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field(
                    "source",
                    SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build())
            .field("op", Schema.STRING_SCHEMA)
            .build();

    @Test
    void stayWhereTheyAreAndNothingOfTheRecordIsApplied() {
        DeadLetters deadLetters = new DeadLetters();
        int today = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "moved")
                        .with("change.mode", "upsert-delete")
                        .with("primary.key", "id")
                        .with("errors.tolerance", "all")
                        .with("table.partition.field", "day")
                        .with("table.partition.type", "day")) {
            SinkTaskHarness task = bench.task(deadLetters);
            task.produce(envelope(0, null, row(1, today), "c"), envelope(1, null, row(5, today), "c"))
                    .assign(ORDERS_0)
                    .deliverAll();
            task.produce(
                            envelope(
                                    2,
                                    row(1, today),
                                    row(2, today - 9_000),
                                    "u"), // a partition that rows cannot be streamed to
                            envelope(3, row(5, today), row(6, today), "u"))
                    .deliverAll();

            assertThat(bench.rows("SELECT id FROM moved.orders ORDER BY id")).containsExactly(List.of(1L), List.of(6L));
            assertThat(deadLetters.offsets()).containsExactly(2L);
            assertThat(task.committed()).containsEntry(ORDERS_0, 4L);
        }
    }

    private static Struct row(long id, int day) {
        return new Struct(ROW).put("id", id).put("day", day);
    }

    private static SinkRecord envelope(long offset, @Nullable Struct before, @Nullable Struct after, String op) {
        Struct value = new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put("source", new Struct(ENVELOPE.field("source").schema()).put("ts_ms", offset))
                .put("op", op);
        return new SinkRecord(
                "orders",
                0,
                null,
                null,
                ENVELOPE,
                value,
                offset,
                1_700_000_000_000L + offset,
                TimestampType.CREATE_TIME);
    }
}
