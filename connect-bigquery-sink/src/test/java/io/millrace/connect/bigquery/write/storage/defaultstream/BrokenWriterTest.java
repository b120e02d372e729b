// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.end;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.silence;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.BROKEN;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.MOMENT;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.ORDERS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.RETURNS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.batch;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.Status;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.dispatch.Unanswered;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong on the writer's thread: it is told, nothing is left unanswered, and the thread goes on. */
@Timeout(30)
class BrokenWriterTest {
    private final WriterBench bench = new WriterBench();
    private final FakeWriteApi api = bench.api;

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

    @ParameterizedTest
    @MethodSource("defects")
    void tellsAnyThrowableAndAnswersAllThatItHas(Throwable defect) {
        api.answers(silence());
        DefaultStreamWriter writer = bench.writer();
        Batch onTheWire = send(writer, ORDERS, "a");
        api.arrival();
        Batch delayed = batch(RETURNS, "b");
        writer.write(delayed, Duration.ofHours(1));
        bench.defect(defect);
        Batch broken = batch(ORDERS, BROKEN, "c");
        writer.write(broken, Duration.ZERO);

        assertThat(List.of(bench.result(), bench.result(), bench.result()))
                .allMatch(WriteResult.Failed.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactlyInAnyOrder(onTheWire, delayed, broken);
        assertThat(bench.breakdowns.remove()).hasCause(defect);
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "d"));
    }

    @Test
    void tellsADefectThoughItHasNoBatch() {
        DefaultStreamWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));

        bench.thread().interrupt(); // as nobody should

        assertThat(bench.breakdown()).hasMessageContaining("Interrupted");
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "b"));
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
                WriterBench.raise(failure);
            }
            bench.finished(result);
        }

        @Override
        public void repeated(Repetition repetition) {}

        @Override
        public void told(LoadNews news) {
            throw new AssertionError("nothing is staged");
        }

        @Override
        public void broken(ConnectException error) {
            bench.broken(error);
        }
    }

    @ParameterizedTest
    @MethodSource("defects")
    void anAnswerThatGotLostIsGivenAgainAsAFailure(Throwable failure) {
        DefaultStreamWriter writer = bench.writer(MOMENT, null, new Forgetful(failure));

        Batch batch = send(writer, ORDERS, "a");

        bench.result(WriteResult.Failed.class, batch);
        assertThat(bench.breakdown()).hasCause(failure);
    }

    @Test
    void repeatsWhatFoundNoDirectMemory() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, ORDERS, RETURNS);
        api.answers(silence());
        Batch onTheWire = send(writer, ORDERS, "a");
        api.arrival();

        api.failToSend(2, new OutOfMemoryError("Cannot reserve 2097152 bytes of direct buffer memory"));
        Batch batch = send(writer, ORDERS, "b");

        assertThat(List.of(bench.result(), bench.result()))
                .allMatch(WriteResult.Written.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactlyInAnyOrder(onTheWire, batch);
        assertThat(bench.repetitions)
                .filteredOn(repetition -> repetition.batch().equals(batch))
                .isNotEmpty()
                .allMatch(repetition -> repetition.reason() == RetryReason.CONNECTION
                        && repetition.cause().contains("OutOfMemoryError")
                        && repetition.cause().contains("MaxDirectMemorySize"));
        assertThat(bench.breakdowns).isEmpty();
    }

    static Stream<Arguments> expiredTokens() {
        return Stream.of(
                Arguments.of(end(Status.Code.UNAUTHENTICATED)),
                Arguments.of(FakeWriteApi.refusal(Code.UNAUTHENTICATED)));
    }

    @ParameterizedTest
    @MethodSource("expiredTokens")
    void connectsAnewWithTheNextTokenWhereOneHasExpired(Answer expired) {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, ORDERS);
        api.answers(expired, expired);

        Batch batch = send(writer, RETURNS, "a");

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).hasSize(2);
        assertThat(Stream.generate(api::arrival).limit(3))
                .extracting(FakeWriteApi.Arrival::connection)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("expiredTokens")
    void failsWhereNoTokenIsAcceptedAndSaysSo(Answer expired) {
        api.thenAnswers(any -> true, expired);

        Batch batch = send(bench.writer(), ORDERS, "a");

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageContaining("credentials.source");
        assertThat(bench.repetitions(batch)).hasSize(Unanswered.CREDENTIAL_REFUSALS - 1);
    }
}
