// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.announcement;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.completion;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.end;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.lostAcknowledgement;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.refusal;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.rowErrors;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.silence;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.BROKEN;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.FOREVER;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.MOMENT;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.ORDERS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.RETURNS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.TIMEOUT;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.batch;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.rpc.Code;
import io.grpc.Status;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Answer;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Arrival;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that a request can get, and what becomes of its batch. */
@Timeout(20)
class DefaultStreamWriterTest {
    private final WriterBench bench = new WriterBench();
    private final FakeWriteApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void tellsThatABatchIsWritten() {
        Batch batch = send(bench.writer(), ORDERS, "a", "b");

        WriteResult.Written written = bench.result(WriteResult.Written.class, batch);

        assertThat(api.rows()).containsExactly("a", "b");
        assertThat(bench.repetitions).isEmpty();
        assertThat(written.schemaChanged()).isFalse();
    }

    @Test
    void explainsItsRowsOncePerConnectionAndTable() {
        DefaultStreamWriter writer = bench.writer();

        for (Destination table : List.of(ORDERS, ORDERS, RETURNS, ORDERS)) {
            bench.result(WriteResult.Written.class, send(writer, table, "a"));
        }

        assertThat(Stream.generate(api::arrival).limit(4))
                .extracting(Arrival::connection, Arrival::explained)
                .containsExactly(tuple(1, true), tuple(1, false), tuple(1, true), tuple(1, true));
    }

    @Test
    void routesAConnectionByItsLocationOrElseByItsTable() {
        DefaultStreamWriter writer = bench.writer();
        for (String location : Arrays.asList("EU", "europe-west3", null)) {
            Batch batch = new Batch(ORDERS, location, batch(ORDERS, "a").rows());
            writer.write(batch, Duration.ZERO);
            bench.result(WriteResult.Written.class, batch);
        }

        assertThat(api.routes())
                .containsExactly(
                        "write_location=projects/p/locations/eu",
                        "write_location=projects/p/locations/europe-west3",
                        "write_stream=projects/p/datasets/d/tables/orders/streams/_default");
    }

    @Test
    void tellsThatATableHasChangedAndSendsNothingTwice() {
        // Elsewhere the notice that a table has changed ends the task.
        api.answers(announcement());

        WriteResult.Written written = bench.result(WriteResult.Written.class, send(bench.writer(), ORDERS, "a"));

        assertThat(written.schemaChanged()).isTrue();
        assertThat(api.rows()).containsExactly("a");
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of(RetryReason.UNAVAILABLE, refusal(Code.UNAVAILABLE)),
                Arguments.of(RetryReason.UNAVAILABLE, refusal(Code.INTERNAL)),
                Arguments.of(RetryReason.UNAVAILABLE, refusal(Code.ABORTED)),
                Arguments.of(RetryReason.QUOTA, refusal(Code.RESOURCE_EXHAUSTED)),
                Arguments.of(RetryReason.CONNECTION, end(Status.Code.UNAVAILABLE)),
                Arguments.of(RetryReason.CONNECTION, end(Status.Code.INTERNAL)),
                Arguments.of(RetryReason.QUOTA, end(Status.Code.RESOURCE_EXHAUSTED)),
                Arguments.of(RetryReason.CONNECTION, completion()));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void repeatsWhatFailsForAMomentAndTellsWhyEachTime(RetryReason reason, Answer failure) {
        // Elsewhere a passing refusal ends the task.
        api.answers(failure, failure);

        Batch batch = send(bench.writer(), ORDERS, "a");

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).containsExactly(reason, reason);
        assertThat(api.rows()).containsExactly("a");
    }

    @Test
    void aLostAcknowledgementCostsADuplicateAndNothingElse() {
        api.answers(lostAcknowledgement());

        Batch batch = send(bench.writer(), ORDERS, "a", "b");

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).containsExactly(RetryReason.CONNECTION);
        assertThat(api.rows()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void repeatsAllThatWasOnABrokenConnection() {
        api.answers(silence(), silence(), end(Status.Code.UNAVAILABLE));
        DefaultStreamWriter writer = bench.writer();

        List<Batch> batches = List.of(send(writer, ORDERS, "a"), send(writer, ORDERS, "b"), send(writer, ORDERS, "c"));

        assertThat(Stream.generate(bench::result).limit(3))
                .allMatch(WriteResult.Written.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactlyInAnyOrderElementsOf(batches);
        assertThat(api.rows()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void givesUpAConnectionThatDoesNotAnswerAndRepeatsTheRequest() {
        // Elsewhere the task hangs for ever.
        api.answers(silence());
        DefaultStreamWriter writer = bench.writer();
        Batch batch = send(writer, ORDERS, "a");
        api.arrival();

        bench.skip(writer, TIMEOUT);

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).containsExactly(RetryReason.TIMEOUT);
        assertThat(api.arrival().connection()).isEqualTo(2);
    }

    @Test
    void aTableThatIsNotAnsweredKeepsItsConnectionToItself() {
        api.answers(silence());
        DefaultStreamWriter writer = bench.writer();
        send(writer, ORDERS, "slow");
        api.arrival();
        bench.skip(writer, Duration.ofSeconds(2));

        Batch other = send(writer, RETURNS, "quick");

        bench.result(WriteResult.Written.class, other);
        assertThat(api.arrival().connection()).isEqualTo(2);
    }

    @Test
    void repeatsForAsLongAsItTakes() {
        DefaultStreamWriter writer = bench.writer();
        api.answers(Stream.generate(() -> refusal(Code.UNAVAILABLE)).limit(300).toArray(Answer[]::new));

        Batch batch = send(writer, ORDERS, "a");
        for (int i = 0; i < 5; i++) {
            bench.skip(writer, Duration.ofHours(1));
        }

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).hasSizeGreaterThanOrEqualTo(300).contains(RetryReason.UNAVAILABLE);
    }

    @Test
    void tellsOfARepetitionWhileItLasts() {
        DefaultStreamWriter writer = bench.writer(FOREVER, null);
        api.answers(refusal(Code.RESOURCE_EXHAUSTED));

        Batch batch = send(writer, ORDERS, "a");
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "answered after it"));

        assertThat(bench.repetitions).containsExactly(new Repetition(batch, RetryReason.QUOTA, "RESOURCE_EXHAUSTED"));
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of(refusal(Code.UNAVAILABLE), "UNAVAILABLE"),
                Arguments.of(refusal(Code.RESOURCE_EXHAUSTED), "RESOURCE_EXHAUSTED"),
                Arguments.of(end(Status.Code.INTERNAL), "INTERNAL"));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void failsWhereAnOutageLastsLongerThanItMay(Answer answer, String cause) {
        DefaultStreamWriter writer = bench.writer(MOMENT, Duration.ofMillis(30));
        api.answers(Stream.generate(() -> answer).limit(200).toArray(Answer[]::new));

        Batch batch = send(writer, ORDERS, "a");

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining("30 ms")
                .hasMessageContaining(cause)
                .hasMessageContaining("outage.timeout.ms");
        assertThat(bench.repetitions(batch)).isNotEmpty();
    }

    @Test
    void namesRefusedRowsByPositionAndNotByWhatIsInThem() {
        // Elsewhere the wrong rows are reported, or the others are lost.
        api.answers(rowErrors(0, 2));

        WriteResult.RowsRefused refused =
                bench.result(WriteResult.RowsRefused.class, send(bench.writer(), ORDERS, "a", "b", "c"));

        assertThat(refused.reasons()).containsOnlyKeys(0, 2);
        assertThat(refused.reasons().get(2))
                .isEqualTo("BigQuery refused the row with FIELDS_ERROR; it names id")
                .doesNotContain("s3cret");
        assertThat(api.rows()).isEmpty();
    }

    @Test
    void tellsThatTheTableOrItsColumnsAreMissing() {
        api.answers(
                refusal(Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND),
                refusal(Code.INVALID_ARGUMENT, StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS),
                refusal(Code.PERMISSION_DENIED));
        DefaultStreamWriter writer = bench.writer();

        for (Lack lack : List.of(Lack.TABLE, Lack.COLUMNS, Lack.PERMISSION)) {
            Batch batch = send(writer, ORDERS, "a");
            assertThat(bench.result(WriteResult.TableBehind.class, batch).lack())
                    .isEqualTo(lack);
        }
    }

    @Test
    void tellsARequestThatIsTooLargeFromOneThatIsWrong() {
        api.answers(refusal(Code.INVALID_ARGUMENT), refusal(Code.INVALID_ARGUMENT));
        DefaultStreamWriter writer = bench.writer();

        bench.result(WriteResult.TooLarge.class, send(writer, ORDERS, "x".repeat(9_600_000)));
        bench.result(WriteResult.TableBehind.class, send(writer, ORDERS, "x"));
    }

    @Test
    void asksForTheTypesOfTheTableWhereItsRowsAreRefusedAsAWhole() {
        DefaultStreamWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));
        api.answers(refusal(Code.INVALID_ARGUMENT), refusal(Code.INVALID_ARGUMENT));

        Batch batch = send(writer, ORDERS, "b");

        assertThat(bench.result(WriteResult.TableBehind.class, batch).lack()).isEqualTo(Lack.TYPES);
        assertThat(api.rows()).containsExactly("a");
    }

    @Test
    void findsTheOneThatEndedAConnectionAndWritesTheOthers() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, ORDERS, RETURNS);
        api.answers(silence(), silence(), end(Status.Code.NOT_FOUND));
        api.thenAnswers(arrival -> arrival.rows().contains("b"), end(Status.Code.NOT_FOUND));
        Batch first = send(writer, ORDERS, "a");
        Batch missing = send(writer, RETURNS, "b");
        Batch last = send(writer, ORDERS, "c");

        List<WriteResult> all = List.of(bench.result(), bench.result(), bench.result());

        assertThat(all)
                .filteredOn(WriteResult.Written.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactlyInAnyOrder(first, last);
        assertThat(all)
                .filteredOn(WriteResult.TableBehind.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactly(missing);
    }

    @Test
    void failsAtOnceWhereOnlyAPersonCanHelpWithoutBigQuerysWords() {
        api.answers(refusal(Code.FAILED_PRECONDITION));

        WriteResult.Failed failed = bench.result(WriteResult.Failed.class, send(bench.writer(), ORDERS, "a"));

        assertThat(failed.error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining("FAILED_PRECONDITION")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void repeatsWithItsSchemaWhatMayHaveBeenRefusedForAnothersSchema() {
        DefaultStreamWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));
        api.answers(refusal(Code.INVALID_ARGUMENT));

        Batch unexplained = send(writer, ORDERS, "b");

        bench.result(WriteResult.Written.class, unexplained);
        assertThat(Stream.generate(api::arrival).limit(3))
                .extracting(Arrival::explained)
                .containsExactly(true, false, true);
    }

    @Test
    void closesWhileARequestIsUnansweredAndTellsNothingMore() {
        api.answers(silence());
        DefaultStreamWriter writer = bench.writer();
        send(writer, ORDERS, "a");
        Arrival unanswered = api.arrival();

        writer.close();
        unanswered.acknowledge();

        assertThat(bench.results).isEmpty();
    }

    @Test
    void failsEveryBatchRatherThanHangOnADefect() {
        DefaultStreamWriter writer = bench.writer();
        Batch broken = new Batch(ORDERS, "EU", List.of(new Row(new WriterBench.At("t", 0, 0), BROKEN, new byte[0])));

        writer.write(broken, Duration.ZERO);

        bench.result(WriteResult.Failed.class, broken);
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));
    }
}
