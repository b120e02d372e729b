// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** A table is said to have changed, and the task looks at it: nothing depends on the answer. */
class LookTest {
    private static final Schema WITH_PHONE = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.INT64_SCHEMA)
            .field("phone", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static SinkRecord withPhone(long offset) {
        return record("orders", 0, offset, WITH_PHONE, new Struct(WITH_PHONE).put("id", offset));
    }

    @Test
    void aLookThatIsLateConcernsNobody() {
        try (TaskBench bench = looking()) {
            TableQuestion look = bench.questions.getFirst();

            for (int times = 0; times < 10; times++) {
                bench.pass(Duration.ofMinutes(1));
                bench.news(new TableNews.Late(look.table(), "503 backendError"));
                bench.task.poll(1);
            }

            assertThat(bench.task.lastRetriable()).isNull();
            bench.take(order(0, 2));
            assertThat(bench.origins()).containsExactly("orders-0@2");
        }
    }

    @Test
    void makesATableAnewThatALookDoesNotFind() {
        try (TaskBench bench = looking()) {
            bench.news(new TableNews.Gone(bench.questions.removeFirst().table()));
            assertThat(bench.questions).as("until a record needs it").isEmpty();

            bench.take(order(0, 2));

            assertThat(requireNonNull(bench.questions.getFirst().wanted()).columns())
                    .extracting(Column::name)
                    .containsExactly("id", "note");
            bench.made("created").acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 3L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void makesATableAnewThatIsGoneForWhatWaitedAndWhatWasOnItsWay() {
        try (TaskBench bench = looking()) {
            bench.take(order(0, 2));
            bench.take(withPhone(3));

            bench.news(new TableNews.Gone(bench.questions.removeFirst().table()));
            bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.TABLE));
            while (!bench.questions.isEmpty()) {
                bench.made("created");
            }

            assertThat(bench.origins()).containsExactlyInAnyOrder("orders-0@2", "orders-0@3");
            while (!bench.written.isEmpty()) {
                bench.acknowledge();
            }
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 4L);
        }
    }

    /** A bench that looks at its table, which is said to have changed. */
    private static TaskBench looking() {
        TaskBench bench = new TaskBench();
        bench.task.assign(ORDERS_0);
        bench.take(order(0, 0)).made("created").acknowledge();
        bench.take(order(0, 1));
        bench.answer(new WriteResult.Written(bench.written.getFirst(), Duration.ZERO, true));
        assertThat(bench.questions).hasSize(1);
        return bench;
    }
}
