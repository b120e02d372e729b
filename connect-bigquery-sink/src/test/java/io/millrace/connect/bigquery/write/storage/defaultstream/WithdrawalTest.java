// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.completion;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.end;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.lostAcknowledgement;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.refusal;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.silence;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.FOREVER;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.ORDERS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.batch;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.rpc.Code;
import io.grpc.Status;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Answer;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Arrival;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken back from the writer because its rows are no longer the task's. */
@Timeout(20)
class WithdrawalTest {
    private final WriterBench bench = new WriterBench();
    private final FakeWriteApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void neverSendsAgainWhatWasWithdrawnWhileItWaited() {
        api.answers(refusal(Code.UNAVAILABLE));
        DefaultStreamWriter writer = bench.writer(FOREVER, null);
        Batch waiting = send(writer, ORDERS, "a");
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "b")); // answered after it, on its connection
        Batch held = batch(ORDERS, "c");
        writer.write(held, FOREVER);

        writer.withdraw(List.of(waiting, held));

        assertThat(List.of(bench.result(), bench.result()))
                .allMatch(WriteResult.Withdrawn.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactlyInAnyOrder(waiting, held);
        bench.skip(writer, FOREVER.multipliedBy(2));
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "d"));
        assertThat(api.rows()).containsExactly("b", "d");
    }

    @Test
    void awaitsTheAnswerOfWhatWasOnTheWireWhenItWasWithdrawn() {
        api.answers(silence());
        DefaultStreamWriter writer = bench.writer();
        Batch batch = send(writer, ORDERS, "a");
        Arrival onTheWire = api.arrival();

        writer.withdraw(List.of(batch));
        onTheWire.acknowledge();

        bench.result(WriteResult.Written.class, batch);
    }

    static Stream<Arguments> repeated() {
        return Stream.of(
                Arguments.of(refusal(Code.UNAVAILABLE), false),
                Arguments.of(lostAcknowledgement(), true),
                Arguments.of(end(Status.Code.NOT_FOUND), true),
                Arguments.of(completion(), true));
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void doesNotRepeatWhatWasWithdrawnOnTheWire(Answer failure, boolean endsConnection) {
        api.answers(silence(), silence());
        DefaultStreamWriter writer = bench.writer();
        Batch batch = send(writer, ORDERS, "a");
        Batch wanted = send(writer, ORDERS, "b");
        Arrival first = api.arrival();
        Arrival second = api.arrival();

        writer.withdraw(List.of(batch));
        failure.to(first);
        if (!endsConnection) {
            second.acknowledge();
        }

        assertThat(List.of(bench.result(), bench.result()))
                .extracting(WriteResult::batch, WriteResult::getClass)
                .containsExactlyInAnyOrder(
                        tuple(batch, WriteResult.Withdrawn.class), tuple(wanted, WriteResult.Written.class));
        assertThat(api.rows().stream().filter("a"::equals)).hasSizeLessThanOrEqualTo(1);
    }
}
