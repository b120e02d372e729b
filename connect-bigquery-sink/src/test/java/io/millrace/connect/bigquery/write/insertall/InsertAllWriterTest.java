// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.body;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.cut;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.error;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.lost;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.rowErrors;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.silence;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.FOREVER;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.MOMENT;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.ORDERS;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.TIMEOUT;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.numbers;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.bigquery.write.dispatch.Unanswered;
import io.millrace.connect.bigquery.write.insertall.FakeInsertApi.Answer;
import io.millrace.connect.bigquery.write.insertall.FakeInsertApi.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that a request can get, and what becomes of its batch. */
@Timeout(30)
class InsertAllWriterTest {
    private final InsertBench bench = new InsertBench();
    private final FakeInsertApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    // ---- what is sent

    @Test
    void sendsTheRowsAsTheyAreWithIdsByWhichBigQueryKnowsThemAgain() {
        Batch batch = send(bench.writer(), ORDERS, "{\"id\":1}", "{\"note\":\"gr\u00fcn \\\"}],\"}");

        WriteResult.Written written = bench.result(WriteResult.Written.class, batch);
        Arrival arrival = api.arrival();
        assertThat(arrival.path()).isEqualTo("/bigquery/v2/projects/p/datasets/d/tables/orders/insertAll");
        assertThat(arrival.json()).containsExactly("{\"id\":1}", "{\"note\":\"gr\u00fcn \\\"}],\"}");
        assertThat(arrival.ids()).containsExactly("orders-0-0", "orders-0-1");
        assertThat(arrival.header("Content-type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(arrival.header("Content-length")).isNotEmpty();
        assertThat(arrival.header("User-agent")).contains("bench");
        assertThat(written.schemaChanged()).isFalse();
        assertThat(bench.repetitions).isEmpty();
    }

    @Test
    void leavesIdsOutAndCompressesWhereThatIsAskedFor() {
        InsertAllSettings settings = new InsertAllSettings(TIMEOUT, null, false, true);
        Batch batch = send(bench.writer(settings, MOMENT, bench), ORDERS, "{\"id\":1}", "{\"id\":2}");

        bench.result(WriteResult.Written.class, batch);
        Arrival arrival = api.arrival();
        assertThat(arrival.json()).containsExactly("{\"id\":1}", "{\"id\":2}");
        assertThat(arrival.ids()).containsExactly(null, null);
        assertThat(arrival.header("Content-encoding")).isEqualTo("gzip");
    }

    @Test
    void holdsABatchBackForAsLongAsItIsTold() {
        bench.stopTime();
        InsertAllWriter writer = bench.writer();
        Batch batch = numbers(ORDERS, 1);

        writer.write(batch, Duration.ofMinutes(1));
        Batch other = send(writer, InsertBench.RETURNS, "{}");
        bench.result(WriteResult.Written.class, other);
        assertThat(api.rows()).containsExactly("{}");
        bench.skip(writer, Duration.ofMinutes(1));

        bench.result(WriteResult.Written.class, batch);
    }

    // ---- what passes

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of(RetryReason.UNAVAILABLE, error(500, "internalError")),
                Arguments.of(RetryReason.UNAVAILABLE, error(500, "backendError")),
                Arguments.of(RetryReason.UNAVAILABLE, error(503, "backendError")),
                Arguments.of(RetryReason.UNAVAILABLE, error(400, "tableUnavailable")),
                Arguments.of(RetryReason.UNAVAILABLE, error(408, "timeout")),
                Arguments.of(RetryReason.UNAVAILABLE, body(502, "<html>Bad gateway</html>")),
                Arguments.of(RetryReason.UNAVAILABLE, body(503, "")),
                Arguments.of(RetryReason.QUOTA, error(403, "quotaExceeded")),
                Arguments.of(RetryReason.QUOTA, error(403, "rateLimitExceeded")),
                Arguments.of(RetryReason.QUOTA, error(429, "rateLimitExceeded")),
                Arguments.of(RetryReason.QUOTA, body(429, "")),
                Arguments.of(RetryReason.CONNECTION, cut()),
                Arguments.of(RetryReason.CONNECTION, body(200, "<html>Welcome to this network</html>")),
                Arguments.of(RetryReason.CONNECTION, body(200, "")),
                Arguments.of(RetryReason.CONNECTION, body(200, "{\"kind\":\"bigquery#")),
                Arguments.of(
                        RetryReason.CONNECTION,
                        body(200, "{\"insertErrors\":[{\"index\":7,\"errors\":[{\"reason\":\"invalid\"}]}]}")),
                Arguments.of(RetryReason.UNAVAILABLE, rowErrors("backendError", "", 0)),
                Arguments.of(RetryReason.UNAVAILABLE, rowErrors("timeout", "", 1)),
                Arguments.of(RetryReason.UNAVAILABLE, rowErrors("stopped", "", 0)));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void repeatsWhatFailsForAMomentAndTellsWhyEachTime(RetryReason reason, Answer failure) {
        api.answers(failure, failure);

        Batch batch = send(bench.writer(), ORDERS, "{\"id\":1}", "{\"id\":2}");

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).containsExactly(reason, reason);
        assertThat(bench.repetitions).extracting(Repetition::cause).noneMatch(cause -> cause.contains("s3cret"));
        assertThat(api.rows()).containsExactly("{\"id\":1}", "{\"id\":2}");
        assertThat(Stream.generate(api::arrival).limit(3))
                .extracting(Arrival::ids)
                .as("BigQuery drops what it knows")
                .containsOnly(List.of("orders-0-0", "orders-0-1"));
    }

    @Test
    void sendsAnInsertOnceMoreWhoseAnswerWasLostAndNotTwice() {
        api.answers(lost());

        Batch batch = send(bench.writer(), ORDERS, "{\"id\":1}");

        bench.result(WriteResult.Written.class, batch);
        assertThat(api.rows()).containsExactly("{\"id\":1}", "{\"id\":1}");
        assertThat(bench.repetitions(batch)).containsExactly(RetryReason.CONNECTION);
    }

    @Test
    void givesUpWhatIsNotAnsweredInTimeAndSendsItAgain() {
        bench.stopTime();
        InsertAllWriter writer = bench.writer();
        api.answers(silence());
        Batch batch = send(writer, ORDERS, "{\"id\":1}");
        api.arrival();

        bench.skip(writer, TIMEOUT);
        bench.awaitRepetitions(1);
        bench.skip(writer, MOMENT);

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).containsExactly(RetryReason.TIMEOUT);
    }

    @Test
    void failsWhatIsRefusedForLongerThanAnOutageMayLast() {
        bench.stopTime();
        InsertAllWriter writer = bench.writer(MOMENT, Duration.ofSeconds(30));
        api.thenAnswers(any -> true, error(503, "backendError"));
        Batch batch = send(writer, ORDERS, "{}");
        bench.awaitRepetitions(1);

        bench.skip(writer, Duration.ofSeconds(30));

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining("503 backendError")
                .hasMessageContaining("outage.timeout.ms");
    }

    // ---- what is the table's

    static Stream<Arguments> behind() {
        return Stream.of(
                Arguments.of(Lack.TABLE, error(404, "notFound")),
                Arguments.of(Lack.TABLE, body(404, "")),
                Arguments.of(Lack.PERMISSION, error(403, "accessDenied")),
                Arguments.of(Lack.PERMISSION, error(403, "insufficientPermissions")),
                Arguments.of(Lack.PERMISSION, body(403, "")),
                Arguments.of(Lack.TYPES, error(400, "invalid")),
                Arguments.of(Lack.TYPES, error(400, "badRequest")),
                Arguments.of(Lack.TYPES, error(400, "parseError")));
    }

    @ParameterizedTest
    @MethodSource("behind")
    void givesABatchBackWhoseTableIsNotWhatItNeeds(Lack lack, Answer refusal) {
        api.answers(refusal);

        Batch batch = send(bench.writer(), ORDERS, "{}");

        assertThat(bench.result(WriteResult.TableBehind.class, batch).lack()).isEqualTo(lack);
        assertThat(api.arrival().json()).hasSize(1);
        assertThat(api.arrived()).as("it is not repeated by itself").isZero();
    }

    // ---- what is neither

    static Stream<Arguments> fatal() {
        return Stream.of(
                Arguments.of(error(403, "billingNotEnabled"), "403 billingNotEnabled"),
                Arguments.of(error(400, "invalidParameter"), "400 invalidParameter"),
                Arguments.of(error(501, "notImplemented"), "501 notImplemented"),
                Arguments.of(error(418, "s3cret text"), "418"));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void failsWhatNoRepetitionMendsAndSaysByWhichCode(Answer refusal, String code) {
        api.answers(refusal);

        Batch batch = send(bench.writer(), ORDERS, "{}");

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining(code)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void asksWithTheNextTokenWhereOneHasExpired() {
        api.answers(error(401, "authError"), error(401, "authError"));

        Batch batch = send(bench.writer(), ORDERS, "{}");

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).containsExactly(RetryReason.UNAVAILABLE, RetryReason.UNAVAILABLE);
    }

    @Test
    void failsWhereNoTokenIsAcceptedAndSaysSo() {
        api.thenAnswers(any -> true, error(401, "authError"));

        Batch batch = send(bench.writer(), ORDERS, "{}");

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("401 authError")
                .hasMessageContaining("credentials.source");
        assertThat(bench.repetitions(batch)).hasSize(Unanswered.CREDENTIAL_REFUSALS - 1);
    }

    // ---- taking back, and the end

    @Test
    void neverSendsWhatIsTakenBackBeforeItsTime() {
        InsertAllWriter writer = bench.writer();
        Batch batch = numbers(ORDERS, 1);
        writer.write(batch, FOREVER);

        writer.withdraw(List.of(batch));

        bench.result(WriteResult.Withdrawn.class, batch);
        assertThat(api.rows()).isEmpty();
    }

    @Test
    void doesNotRepeatWhatIsTakenBackWhileItIsOnTheWire() {
        bench.stopTime();
        InsertAllWriter writer = bench.writer();
        api.answers(silence());
        Batch batch = send(writer, ORDERS, "{}");
        api.arrival();

        writer.withdraw(List.of(batch));
        assertThat(bench.results).isEmpty();
        bench.skip(writer, TIMEOUT);

        bench.result(WriteResult.Withdrawn.class, batch);
        assertThat(api.arrived()).isZero();
    }

    @Test
    void closesWhileARequestIsUnansweredAndTellsNothingMore() throws InterruptedException {
        InsertAllWriter writer = bench.writer();
        api.answers(silence());
        send(writer, ORDERS, "{}");
        api.arrival();
        writer.write(numbers(ORDERS, 1), FOREVER);

        writer.close();

        for (Thread thread : bench.threads()) {
            thread.join(5_000);
            assertThat(thread.isAlive())
                    .as("a thread that waits for an answer, too")
                    .isFalse();
        }
        assertThat(bench.results).isEmpty();
        assertThat(bench.repetitions).isEmpty();
    }
}
