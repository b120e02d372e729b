// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables are made as they are laid out, each as it was said of it. */
@Timeout(120)
class LayoutIT {
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
    void layoutsDifferByTable() {
        // Elsewhere tables are clustered only if they are partitioned, and all alike.
        try (SinkBench bench = new SinkBench(emulator, "layouts").with("topics", "orders,other")) {
            bench.with("table.clustering.fields", "id").with("table.other.clustering.fields", "note");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 1));
            task.produce(record("other", 0, 0, SinkBench.ORDER, SinkBench.struct(7, "x")));

            task.assign(ORDERS_0, new TopicPartition("other", 0)).deliverAll();

            assertThat(bench.clustering("orders")).containsExactly("id");
            assertThat(bench.clustering("other")).containsExactly("note");
        }
    }

    @Test
    void partitionsByWhenKafkaGotTheRecord() {
        // Elsewhere rows do not say when Kafka got the record.
        try (SinkBench bench = new SinkBench(emulator, "arrivals").with("kafka.columns", "offset,timestamp")) {
            bench.with("table.partition.field", "_kafka_timestamp").with("table.clustering.fields", "_kafka_offset");

            bench.task()
                    .produce(SinkBench.orders(0, 0, 2))
                    .assign(SinkBench.ORDERS_0)
                    .deliverAll();

            assertThat(bench.partitionedBy("orders")).isEqualTo("DAY of _kafka_timestamp");
            assertThat(bench.column("_kafka_offset")).containsExactlyInAnyOrder(0L, 1L);
        }
    }

    @Test
    void tablesWithoutTheColumnsAreMadeWithoutThem() {
        TopicPartition beats = new TopicPartition("beats.shop", 0);
        Schema beat = SchemaBuilder.struct()
                .field("ts_ms", Schema.INT64_SCHEMA)
                .field("day", Schema.STRING_SCHEMA)
                .build();
        try (SinkBench bench = new SinkBench(emulator, "heartbeats")) {
            bench.with("topics", "orders,beats.shop").with("record.format", "plain");
            bench.with("table.partition.field", "_kafka_timestamp").with("table.clustering.fields", "note");
            bench.with("kafka.columns", "timestamp").with("table.beats.shop.partition.field", "day");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 1));
            task.produce(record(
                    beats.topic(), 0, 0, beat, new Struct(beat).put("ts_ms", 1L).put("day", "x")));

            task.assign(ORDERS_0, beats).deliverAll();

            assertThat(bench.partitionedBy("orders")).isEqualTo("DAY of _kafka_timestamp");
            assertThat(bench.clustering("orders")).containsExactly("note");
            assertThat(bench.column("beats_shop", "ts_ms")).containsExactly(1L);
        }
    }

    @Test
    void aFirstRecordWithoutAValueToPartitionByMakesItsColumnAllTheSame() {
        try (SinkBench bench = new SinkBench(emulator, "nullday").with("column.types", "created=TIMESTAMP")) {
            Map<String, Object> first = new HashMap<>(Map.of("id", 1L));
            first.put("created", null);

            bench.with("table.partition.field", "created")
                    .task()
                    .produce(record("orders", 0, 0, null, first))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.partitionedBy("orders")).isEqualTo("DAY of created");
        }
    }

    @Test
    void mayCreateOneTableAndNotAnother() {
        try (SinkBench bench = new SinkBench(emulator, "chosen").with("topics", "shop.orders,other")) {
            bench.with("table.create", "false").with("table.shop.orders.create", "true");
            SinkTaskHarness task = bench.task();
            task.produce(record("shop.orders", 0, 0, SinkBench.ORDER, SinkBench.struct(1, "x")));
            task.assign(new TopicPartition("shop.orders", 0)).deliverAll();
            assertThat(bench.column("shop_orders", "id")).containsExactly(1L);

            task.produce(record("other", 0, 0, SinkBench.ORDER, SinkBench.struct(2, "x")));
            task.assign(new TopicPartition("other", 0));

            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("test-project.chosen.other does not exist")
                    .hasMessageContaining("table.other.create=true");
        }
    }
}
