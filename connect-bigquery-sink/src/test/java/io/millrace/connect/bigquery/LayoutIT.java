// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.SinkTaskHarness;
import org.apache.kafka.common.TopicPartition;
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
    void layoutsDifferByTable() { // pain 27
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
    void partitionsByWhenKafkaGotTheRecord() { // pain 28
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
