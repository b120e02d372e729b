// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.silence;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.FOREVER;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.MOMENT;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.ORDERS;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.RETURNS;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.SHAPE;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.TIMEOUT;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.numbers;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong on a thread of the writer: it is told, nothing is left unanswered, and the writer goes on. */
@Timeout(30)
class BrokenInsertsTest {
    private final InsertBench bench = new InsertBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    static Stream<Throwable> defects() {
        return Stream.of(
                new IllegalStateException("a defect of ours"),
                new NoClassDefFoundError("com/google/Missing"),
                new StackOverflowError(),
                new AssertionError("of a library"),
                new OutOfMemoryError("Java heap space"));
    }

    private static void raise(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    /** The record of a row that breaks whoever asks where it came from. */
    private record Nowhere(Throwable failure) implements Origin {
        @Override
        public String topic() {
            raise(failure);
            return "";
        }

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public long offset() {
            return 0;
        }
    }

    @ParameterizedTest
    @MethodSource("defects")
    void tellsAnyThrowableOfACallAndAnswersAllThatItHas(Throwable defect) {
        InsertAllWriter writer = bench.writer();
        bench.api.answers(silence());
        Batch onTheWire = send(writer, ORDERS, "{}");
        bench.api.arrival();
        Batch delayed = numbers(RETURNS, 1);
        writer.write(delayed, FOREVER);
        Batch broken = new Batch(RETURNS, null, List.of(new Row(new Nowhere(defect), SHAPE, new byte[] {'{', '}'})));

        writer.write(broken, Duration.ZERO);

        assertThat(List.of(bench.result(), bench.result(), bench.result()))
                .allMatch(WriteResult.Failed.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactlyInAnyOrder(onTheWire, delayed, broken);
        assertThat(bench.breakdowns.remove())
                .hasCause(defect)
                .hasMessageContaining(defect.getClass().getName());
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "{}"));
    }

    @Test
    void tellsADefectThoughItHasNoBatch() {
        InsertAllWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "{}"));

        bench.threads().get(0).interrupt(); // as nobody should

        assertThat(bench.breakdown()).hasMessageContaining("Interrupted");
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "{}"));
    }

    /** A receiver that fails at its first answer, as one without memory for its queue does. */
    private final class Forgetful implements WriteEvents {
        private final AtomicInteger answers = new AtomicInteger();
        private final Throwable failure;

        Forgetful(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void finished(WriteResult result) {
            if (answers.getAndIncrement() == 0) {
                raise(failure);
            }
            bench.finished(result);
        }

        @Override
        public void repeated(Repetition repetition) {}

        @Override
        public void told(LoadNews news) {
            throw new AssertionError("nothing is loaded");
        }

        @Override
        public void broken(ConnectException error) {
            bench.broken(error);
        }
    }

    @ParameterizedTest
    @MethodSource("defects")
    void anAnswerThatGotLostIsGivenAgainAsAFailure(Throwable failure) {
        InsertAllWriter writer =
                bench.writer(new InsertAllSettings(TIMEOUT, null, true, false), MOMENT, new Forgetful(failure));

        Batch batch = send(writer, ORDERS, "{}");

        bench.result(WriteResult.Failed.class, batch);
        assertThat(bench.breakdown()).hasCause(failure);
    }
}
