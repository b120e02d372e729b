// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What a task knows of a table is forgotten when nothing came for it for long. */
class IdleTablesTest {
    private static void poll(TaskBench bench, int minutes) {
        for (int i = 0; i < minutes; i++) {
            bench.pass(Duration.ofMinutes(1));
            bench.flush();
        }
    }

    @Test
    void aTableThatHadNothingForLongIsAskedForAgain() {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0)).made("created").acknowledge();

            poll(bench, 20);
            bench.take(order(0, 1));

            assertThat(bench.questions).hasSize(1);
            assertThat(bench.written).isEmpty();
            bench.made().acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    @Test
    void theNumbersOfATableThatHadNothingForLongAreShownNoMore() throws Exception {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            int before = shownTables();
            bench.take(order(0, 0)).made("created").acknowledge();
            assertThat(shownTables()).isEqualTo(before + 1);

            poll(bench, 20);

            assertThat(shownTables()).isEqualTo(before);
        }
    }

    private static int shownTables() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.millrace.connect:type=bigquery-sink-table,*"), null)
                .size();
    }

    @Test
    void aTableThatHasSomethingNowAndThenIsKept() {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0)).made("created").acknowledge();

            for (int offset = 1; offset < 5; offset++) {
                poll(bench, 10);
                bench.take(order(0, offset)).acknowledge();
            }

            assertThat(bench.questions).isEmpty();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 5L);
        }
    }

    @Test
    void aTableWithRowsUnderWayIsKeptHoweverLongTheyTake() {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0)).made("created");

            poll(bench, 40);
            bench.acknowledge();

            assertThat(bench.questions).isEmpty();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L);
        }
    }
}
