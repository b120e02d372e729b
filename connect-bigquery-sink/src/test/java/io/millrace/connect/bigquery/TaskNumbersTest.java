// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is shown is what happened: every number is counted where its event is. */
class TaskNumbersTest {
    private static final Map<RetryReason, Integer> TIMES = Map.of(
            RetryReason.CONNECTION, 1,
            RetryReason.TIMEOUT, 2,
            RetryReason.QUOTA, 3,
            RetryReason.UNAVAILABLE, 4,
            RetryReason.TABLE, 5);

    @Test
    void countsWhatWaitsWhatIsOnItsWayAndWhatIsThere() {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            bench.take(orders(0, 10, 13));
            assertThat(bench.number(TableMetric.WAITING_RECORDS)).isEqualTo(3);
            assertThat(bench.number(TaskMetric.OPEN_RECORDS)).isEqualTo(3);
            assertThat(bench.number(TaskMetric.OFFSET_LAG)).isEqualTo(3);

            bench.made("created");
            assertThat(bench.number(TableMetric.SCHEMA_CHANGES_TOTAL)).isEqualTo(1);
            assertThat(bench.number(TableMetric.WAITING_RECORDS)).isZero();
            assertThat(bench.number(TableMetric.IN_FLIGHT_REQUESTS)).isEqualTo(1);
            assertThat(bench.number(TaskMetric.BUFFER_BYTES))
                    .isEqualTo(bench.bytesHeld())
                    .isPositive();
            assertThat(bench.number(TaskMetric.BUFFER_LIMIT_BYTES)).isEqualTo(1 << 20);

            long bytes = bench.written.getFirst().bytes();
            bench.answer(new WriteResult.Written(bench.written.getFirst(), Duration.ofMillis(400), false));
            assertThat(bench.number(TableMetric.IN_FLIGHT_REQUESTS)).isZero();
            assertThat(bench.number(TableMetric.ROWS_TOTAL)).isEqualTo(3);
            assertThat(bench.number(TableMetric.BYTES_TOTAL)).isEqualTo(bytes);
            assertThat(bench.number(TableMetric.REQUESTS_TOTAL)).isEqualTo(1);
            assertThat(bench.number(TableMetric.REQUEST_LATENCY_MS_TOTAL)).isEqualTo(400);
            assertThat(bench.number(TableMetric.REQUEST_LATENCY_AVG_MS)).isPositive();
            assertThat(bench.number(TaskMetric.OPEN_RECORDS)).isZero();
            assertThat(bench.number(TaskMetric.OFFSET_LAG)).isZero();
            assertThat(bench.number(TaskMetric.BUFFER_BYTES)).isZero();
        }
    }

    @Test
    void countsRepeatedRequestsByReasonWhileTheyAreRepeated() {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0)).made();

            TIMES.forEach((reason, times) -> {
                for (int i = 0; i < times; i++) {
                    bench.repeat(reason);
                }
            });

            assertThat(bench.number(TableMetric.RETRIES_CONNECTION_TOTAL)).isEqualTo(1);
            assertThat(bench.number(TableMetric.RETRIES_TIMEOUT_TOTAL)).isEqualTo(2);
            assertThat(bench.number(TableMetric.RETRIES_QUOTA_TOTAL)).isEqualTo(3);
            assertThat(bench.number(TableMetric.RETRIES_UNAVAILABLE_TOTAL)).isEqualTo(4);
            assertThat(bench.number(TableMetric.RETRIES_TABLE_TOTAL)).isEqualTo(5);
            bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.TABLE));
            assertThat(bench.number(TableMetric.RETRIES_TABLE_TOTAL)).isEqualTo(6);
        }
    }

    @Test
    void countsWhatIsReportedSkippedOrDeliveredAgain() {
        try (TaskBench bench = new TaskBench(new DeadLetters(), 1 << 20)) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0), order(0, 1), record("orders", 0, 2, null, null))
                    .made();
            bench.task.seekBack();
            bench.flush();

            bench.refused(new WriteResult.RowsRefused(bench.written.getFirst(), Map.of(1, "bad")));

            assertThat(bench.number(TableMetric.ERRANT_ROWS_TOTAL)).isEqualTo(1);
            assertThat(bench.number(TaskMetric.ERRANT_RECORDS_TOTAL)).isEqualTo(1);
            assertThat(bench.number(TaskMetric.SKIPPED_RECORDS_TOTAL)).isEqualTo(1);
            assertThat(bench.number(TaskMetric.REDELIVERED_RECORDS_TOTAL)).isEqualTo(3);
        }
    }

    @Test
    void countsPausedPartitions() {
        try (TaskBench bench = new TaskBench(null, 10_000)) {
            bench.task.assign(ORDERS_0);
            bench.take(orders(0, 0, 200)).made();
            assertThat(bench.number(TaskMetric.PAUSED_PARTITIONS)).isEqualTo(1);

            bench.acknowledge();

            assertThat(bench.number(TaskMetric.PAUSED_PARTITIONS)).isZero();
        }
    }
}
