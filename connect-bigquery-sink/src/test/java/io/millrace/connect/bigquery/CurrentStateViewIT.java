// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The view over a changelog that {@code view.create} keeps. */
@Timeout(120)
class CurrentStateViewIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void showsTheLastRowOfEachKeyThatIsThere() {
        try (SinkBench bench = new SinkBench(emulator, "viewed").with("view.create", "true")) {
            bench.with("primary.key", "id");
            SinkTaskHarness task = bench.task();
            task.produce(
                    change(0, "c", 1, "a"), change(1, "c", 2, "b"), change(2, "u", 1, "A"), change(3, "d", 2, "b"));
            task.assign(ORDERS_0).deliverAll();
            assertThat(bench.rows("SELECT id, note FROM viewed.orders_current")).containsExactly(List.of(1L, "A"));

            task.produce(change(4, "t", 0, null), change(5, "c", 3, "c")).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM viewed.orders_current")).containsExactly(List.of(3L, "c"));
            assertThat(bench.column("id")).hasSize(6);
        }
    }

    @Test
    void showsItAlsoWhereTheKeyIsOfATypeThatRowsCannotBePartitionedBy() {
        try (SinkBench bench = new SinkBench(emulator, "viewed_by_price").with("view.create", "true")) {
            bench.with("primary.key", "price");
            SinkTaskHarness task = bench.task();
            Schema keyed = SchemaBuilder.struct()
                    .field("price", Schema.FLOAT64_SCHEMA)
                    .field("__op", Schema.STRING_SCHEMA)
                    .field("__deleted", Schema.STRING_SCHEMA)
                    .field("__source_ts_ms", Schema.INT64_SCHEMA)
                    .build();
            Struct first = new Struct(keyed).put("price", 1.5).put("__op", "c").put("__deleted", "false");

            task.produce(
                    record("orders", 0, 0, keyed, first.put("__source_ts_ms", 1L)),
                    record("orders", 0, 1, keyed, first.put("__source_ts_ms", 2L)));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT price FROM viewed_by_price.orders_current"))
                    .containsExactly(List.of(1.5));
        }
    }

    @Test
    void makesNoViewThatNobodyCouldQuery() {
        try (SinkBench bench = new SinkBench(emulator, "guarded")) {
            bench.with("primary.key", "id").with("table.partition.type", "day");
            bench.with("table.partition.filter.required", "true");
            bench.task().produce(change(0, "c", 1, "a")).assign(ORDERS_0).deliverAll();
            bench.with("table.partition.filter.required", "false").with("view.create", "true");

            bench.task().produce(change(0, "c", 1, "a")).assign(ORDERS_0).deliverAll();

            assertThat(bench.hasTable("orders_current")).isFalse();
        }
    }

    /** A Debezium change of one row. */
    private static SinkRecord change(long offset, String op, long id, @Nullable String note) {
        Schema row = SchemaBuilder.struct()
                .name("row")
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema source = SchemaBuilder.struct()
                .field("lsn", Schema.INT64_SCHEMA)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("x.Envelope")
                .field("before", row)
                .field("after", row)
                .field("source", source)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(envelope)
                .put("op", op)
                .put("source", new Struct(source).put("lsn", 100 + offset).put("ts_ms", 1_700_000_000_000L));
        if (!op.equals("t")) {
            value.put(
                    op.equals("d") ? "before" : "after",
                    new Struct(row).put("id", id).put("note", note));
        }
        return record("orders", 0, offset, envelope, value);
    }
}
