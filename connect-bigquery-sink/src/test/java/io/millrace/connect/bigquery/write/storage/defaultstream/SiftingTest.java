// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.end;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.refusal;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.rowErrors;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.FOREVER;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.ORDERS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.Status;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that BigQuery refuses of a batch that it refused as a whole. */
@Timeout(30)
class SiftingTest {
    private final WriterBench bench = new WriterBench();
    private final FakeWriteApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    private static Batch rows(int count) {
        return batch(
                ORDERS, IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
    }

    private void refuse(Set<String> bad) {
        api.thenAnswers(arrival -> arrival.rows().stream().anyMatch(bad::contains), refusal(Code.INVALID_ARGUMENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99", "50", "0,1,2,3", "7,50,51,98", ""})
    void areFoundAndAllOthersAreWrittenOnce(String list) {
        Set<String> bad = list.isEmpty() ? Set.of() : Set.of(list.split(","));
        refuse(bad);
        Batch batch = rows(100);

        bench.writer().sift(batch);

        WriteResult result = bench.result();
        assertThat(result.batch()).isSameAs(batch);
        if (bad.isEmpty()) {
            assertThat(result).isInstanceOf(WriteResult.Written.class);
        } else {
            WriteResult.RowsRefused refused = (WriteResult.RowsRefused) result;
            assertThat(refused.othersWritten()).isTrue();
            assertThat(refused.reasons().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            bad.stream().map(Integer::valueOf).toList());
            assertThat(refused.reasons().values())
                    .allMatch(reason -> reason.contains("INVALID_ARGUMENT")
                            && reason.contains("10 years")
                            && !reason.contains("s3cret"));
        }
        assertThat(api.rows())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100)
                        .mapToObj(Integer::toString)
                        .filter(row -> !bad.contains(row))
                        .toList());
    }

    @Test
    void aSingleRowIsNotSentAgain() {
        Batch batch = rows(1);

        bench.writer().sift(batch);

        assertThat(bench.result(WriteResult.RowsRefused.class, batch).reasons()).containsOnlyKeys(0);
        assertThat(api.rows()).isEmpty();
    }

    @Test
    void takesRowErrorsForWhatTheyAre() {
        api.answers(rowErrors(1));
        Batch batch = rows(4);

        bench.writer().sift(batch);

        WriteResult.RowsRefused refused = bench.result(WriteResult.RowsRefused.class, batch);
        assertThat(refused.reasons()).hasSize(1);
        assertThat(api.rows()).hasSize(3);
    }

    @Test
    void repeatsPartsThatFailForAMomentAndTellsItOfTheWhole() {
        api.answers(refusal(Code.UNAVAILABLE), end(Status.Code.UNAVAILABLE));
        Batch batch = rows(8);

        bench.writer().sift(batch);

        bench.result(WriteResult.Written.class, batch);
        assertThat(api.rows()).hasSize(8);
        assertThat(bench.repetitions(batch)).isNotEmpty().contains(RetryReason.UNAVAILABLE);
    }

    @Test
    void givesTheWholeBackWhereTheTableIsGone() {
        api.thenAnswers(any -> true, refusal(Code.NOT_FOUND));
        Batch batch = rows(8);

        bench.writer().sift(batch);

        assertThat(bench.result(WriteResult.TableBehind.class, batch).lack()).isEqualTo(Lack.TABLE);
    }

    @Test
    void canBeWithdrawn() {
        api.thenAnswers(any -> true, refusal(Code.UNAVAILABLE));
        DefaultStreamWriter writer = bench.writer(FOREVER, null);
        Batch batch = rows(8);
        writer.sift(batch);
        api.arrival();
        api.arrival();
        bench.skip(writer, Duration.ZERO);

        writer.withdraw(List.of(batch));

        bench.result(WriteResult.Withdrawn.class, batch);
        assertThat(bench.results).isEmpty();
    }
}
