// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table whose rows are not acknowledged holds its share of the buffer, and leaves the rest to the others for good. */
class StuckTableTest {
    private static final TopicPartition OTHER = new TopicPartition("other", 0);

    private static List<SinkRecord> others(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> record("other", 0, offset, SinkBench.ORDER, SinkBench.struct(offset, "x")))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 300, 900})
    void aBurstOfAnotherTableIsOverWhenItIsAcknowledged(int burst) {
        try (TaskBench bench = new TaskBench(null, 40_000)) {
            bench.task.assign(ORDERS_0, ORDERS_1, OTHER);
            bench.take(order(0, 0)).made("created").acknowledge();
            bench.take(others(0, 1)).made("created").acknowledge();
            bench.take(orders(0, 1, 200)); // not answered from here on
            List<Batch> stuck = new ArrayList<>(bench.written);
            assertThat(bench.task.paused()).containsExactly(ORDERS_0);

            bench.take(others(1, burst));
            acknowledgeAllBut(stuck, bench);

            assertThat(bench.task.committed()).containsEntry(OTHER, (long) burst);
            assertThat(bench.task.paused()).as("what feeds the stuck table").containsExactly(ORDERS_0);
            bench.take(others(burst, burst + 10));
            acknowledgeAllBut(stuck, bench);
            assertThat(bench.task.committed()).containsEntry(OTHER, burst + 10L);
        }
    }

    private static void acknowledgeAllBut(List<Batch> stuck, TaskBench bench) {
        for (Batch batch : new ArrayList<>(bench.written)) {
            if (!stuck.contains(batch)) {
                bench.answer(new WriteResult.Written(batch, Duration.ZERO, false));
            }
        }
    }
}
