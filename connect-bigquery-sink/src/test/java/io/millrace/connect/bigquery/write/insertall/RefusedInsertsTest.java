// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.body;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.error;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.others;
import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.rowErrors;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.FOREVER;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.ORDERS;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.numbers;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.insertall.FakeInsertApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What BigQuery says of single rows, or of a request whose rows it does not name. */
@Timeout(30)
class RefusedInsertsTest {
    private final InsertBench bench = new InsertBench();
    private final FakeInsertApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void tellsWhichRowsAreRefusedAndByWhichColumnButNotWhatIsInThem() {
        api.answers(rowErrors("invalid", "r[3].x", 1, 2));

        Batch batch = numbers(ORDERS, 4);
        bench.writer().write(batch, Duration.ZERO);

        WriteResult.RowsRefused refused = bench.result(WriteResult.RowsRefused.class, batch);
        assertThat(refused.othersWritten()).isFalse();
        assertThat(refused.reasons())
                .containsOnly(
                        entry(1, "BigQuery refused the row with invalid; it names r.X"),
                        entry(2, "BigQuery refused the row with invalid; it names r.X"));
        assertThat(refused.columns()).containsOnly(entry(1, Set.of("r.x")), entry(2, Set.of("r.x")));
        assertThat(api.rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret", "s3cret.id", "7"})
    void namesNoColumnThatTheTableDoesNotHave(String location) {
        api.answers(rowErrors("invalid", location, 0));

        Batch batch = numbers(ORDERS, 1);
        bench.writer().write(batch, Duration.ZERO);

        WriteResult.RowsRefused refused = bench.result(WriteResult.RowsRefused.class, batch);
        assertThat(refused.reasons().get(0))
                .startsWith("BigQuery refused the row with invalid. ")
                .contains("10 years")
                .doesNotContain("s3cret");
        assertThat(refused.named(0)).isEmpty();
    }

    @Test
    void readsAnIndexThatIsLeftOutAsTheFirstRow() {
        api.answers(body(
                200,
                "{\"insertErrors\":[{\"errors\":[{\"reason\":\"invalid\",\"location\":\"id\"}]},"
                        + "{\"index\":1,\"errors\":[{\"reason\":\"stopped\"}]}]}"));

        Batch batch = numbers(ORDERS, 2);
        bench.writer().write(batch, Duration.ZERO);

        assertThat(bench.result(WriteResult.RowsRefused.class, batch).reasons()).containsOnlyKeys(0);
    }

    @Test
    void refusesTheRowsAtFaultWhereOthersOnlyFailedForAMoment() {
        api.answers(body(
                200,
                "{\"insertErrors\":[{\"index\":0,\"errors\":[{\"reason\":\"backendError\"}]},"
                        + "{\"index\":1,\"errors\":[{\"reason\":\"stopped\"},{\"reason\":\"invalid\"}]}]}"));

        Batch batch = numbers(ORDERS, 2);
        bench.writer().write(batch, Duration.ZERO);

        assertThat(bench.result(WriteResult.RowsRefused.class, batch).reasons()).containsOnlyKeys(1);
    }

    @Test
    void takesRowsThatAreNotNamedForWrittenAndSendsOnlyTheOthersAgain() {
        api.answers(others("backendError", 1, 2, 3), others("rateLimitExceeded", 2), others("timeout", 0));

        Batch batch = numbers(ORDERS, 5);
        bench.writer().write(batch, Duration.ZERO);

        bench.result(WriteResult.Written.class, batch);
        assertThat(api.rows()).hasSize(5).doesNotHaveDuplicates();
        assertThat(bench.repetitions(batch))
                .containsExactly(RetryReason.UNAVAILABLE, RetryReason.QUOTA, RetryReason.UNAVAILABLE);
    }

    @Test
    void refusesARowBesideWhichTheOthersAreWritten() {
        api.answers(others("invalid", 1));

        Batch batch = numbers(ORDERS, 3);
        bench.writer().write(batch, Duration.ZERO);

        WriteResult.RowsRefused refused = bench.result(WriteResult.RowsRefused.class, batch);
        assertThat(refused.othersWritten()).isTrue();
        assertThat(refused.reasons()).containsOnlyKeys(1);
        assertThat(api.rows()).containsExactly("{\"id\":0}", "{\"id\":2}");
    }

    @Test
    void refusesRowsOfWhatIsLeftByTheirPlaceInTheBatch() {
        api.answers(others("backendError", 1, 3, 4), rowErrors("invalid", "id", 1), others("invalid", 0));

        Batch batch = numbers(ORDERS, 5);
        bench.writer().write(batch, Duration.ZERO);

        WriteResult.RowsRefused refused = bench.result(WriteResult.RowsRefused.class, batch);
        assertThat(refused.othersWritten()).isTrue();
        assertThat(refused.reasons()).containsOnlyKeys(1, 3);
        assertThat(api.rows()).containsExactly("{\"id\":0}", "{\"id\":2}", "{\"id\":4}");
    }

    @Test
    void takesBackWhatIsLeftOfABatch() {
        InsertAllWriter writer = bench.writer(FOREVER, null);
        api.answers(others("backendError", 1));
        Batch batch = numbers(ORDERS, 2);
        writer.write(batch, Duration.ZERO);
        bench.awaitRepetitions(1);

        writer.withdraw(List.of(batch));

        bench.result(WriteResult.Withdrawn.class, batch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "63", "0,1,2,40"})
    void findsTheRowsThatAreRefusedOfABatchThatIsRefusedAsAWhole(String list) {
        Set<String> bad = list.isEmpty() ? Set.of() : Set.of(list.split(","));
        api.thenAnswers(
                arrival -> arrival.json().stream().anyMatch(row -> bad.contains(row.replaceAll("\\D", ""))),
                error(400, "invalid"));
        Batch batch = numbers(ORDERS, 64);

        bench.writer().sift(batch);

        WriteResult result = bench.result();
        if (bad.isEmpty()) {
            assertThat(result).isInstanceOf(WriteResult.Written.class);
        } else {
            WriteResult.RowsRefused refused = (WriteResult.RowsRefused) result;
            assertThat(refused.othersWritten()).isTrue();
            assertThat(refused.reasons().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            bad.stream().map(Integer::valueOf).toList());
            assertThat(refused.reasons().values())
                    .allMatch(reason -> reason.contains("400 invalid") && !reason.contains("s3cret"));
        }
        assertThat(api.rows()).hasSize(64 - bad.size()).doesNotHaveDuplicates();
    }

    static Stream<Answer> tooLarge() {
        return Stream.of(error(413, "uploadTooLarge"), body(413, "<html>Too large</html>"), body(413, ""));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void saysThatARequestIsTooLarge(Answer refusal) {
        api.answers(refusal);

        bench.result(WriteResult.TooLarge.class, send(bench.writer(), ORDERS, "{}"));
    }

    @Test
    void rowsWithMoreErrorsThanAreReadAreSentInParts() {
        api.answers(body(200, "{\"insertErrors\":[" + " ".repeat(17 << 20) + "]}"));

        bench.result(WriteResult.TooLarge.class, send(bench.writer(), ORDERS, "{}", "{}"));
    }

    @Test
    void aRowIsSentAgainWhoseAnswerHasNoEnd() {
        api.answers(body(200, "{\"insertErrors\":[" + " ".repeat(17 << 20) + "]}"));

        bench.result(WriteResult.Written.class, send(bench.writer(), ORDERS, "{}"));
    }
}
