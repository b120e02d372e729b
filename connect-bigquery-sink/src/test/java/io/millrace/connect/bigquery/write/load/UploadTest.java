// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import static io.millrace.connect.bigquery.write.load.FakeLoadApi.body;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.cut;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.error;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.lost;
import static io.millrace.connect.bigquery.write.load.LoadingBench.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Call;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Kind;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Reply;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that an upload can get, and what becomes of its batches. */
@Timeout(60)
class UploadTest {
    private final LoadingBench bench = new LoadingBench();
    private final FakeLoadApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    private String only(StagedObject object) {
        return object.uri().substring(("gs://" + FakeLoadApi.BUCKET + "/").length());
    }

    private List<Call> uploads() {
        return api.calls(Kind.UPLOAD).stream()
                .filter(call -> !call.object().endsWith("lease"))
                .toList();
    }

    /** The first upload is the lease's. */
    private void afterTheLease(Reply... replies) {
        api.answers(Kind.UPLOAD, FakeLoadApi.done());
        api.answers(Kind.UPLOAD, replies);
    }

    @Test
    void rowsOfSeveralBatchesBecomeOneObjectThatSaysWhoseItIs() {
        Batch one = bench.send(1, 2);
        Batch other = bench.send(7);

        StagedObject object = bench.result(WriteResult.Staged.class, one).object();
        assertThat(bench.result(WriteResult.Staged.class, other).object()).isSameAs(object);
        Stored stored = api.object(only(object));
        assertThat(stored.text()).isEqualTo("{\"id\":1}\n{\"id\":2}\n{\"id\":7}\n");
        assertThat(stored.metadata())
                .containsEntry("millrace-connector", "orders")
                .containsEntry("millrace-task", "0");
        assertThat(object.rows()).isEqualTo(3);
        assertThat(object.bytes()).isEqualTo(stored.content().length);
        assertThat(object.origins()).extracting(Object::toString).containsExactly("orders-0@1-7");
        assertThat(bench.repetitions).isEmpty();
    }

    @Test
    void anObjectGoesInOneRequestAsItIs() {
        Batch batch = bench.send(LongStream.range(0, 200_000).toArray());

        StagedObject object = bench.result(WriteResult.Staged.class, batch).object();

        Call upload = uploads().get(0);
        assertThat(uploads()).hasSize(1);
        assertThat(upload.query()).containsEntry("uploadType", "multipart").containsEntry("ifGenerationMatch", "0");
        assertThat(upload.headers()).as("it is compressed already").doesNotContainKey("Content-encoding");
        assertThat(object.bytes()).isGreaterThan(2_000_000);
        assertThat(api.object(only(object)).content()).hasSize((int) object.bytes());
    }

    @Test
    void nothingIsThereBeforeTheLeaseIs() {
        bench.stage(1);
        bench.stage(2);

        assertThat(api.calls(Kind.UPLOAD))
                .extracting(call -> call.object().endsWith("/lease"))
                .containsExactly(true, false, false);
    }

    @Test
    void anUploadWhoseAnswerIsLostIsFoundByTheNext() {
        afterTheLease(lost());

        StagedObject object = bench.stage(1);

        assertThat(bench.reasons()).containsExactly(RetryReason.UNAVAILABLE);
        assertThat(uploads()).hasSize(2);
        assertThat(api.calls(Kind.GET)).as("what is there is looked at").hasSize(1);
        bench.news(LoadNews.Loaded.class);
        assertThat(api.jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.uris()).containsExactly(object.uri()));
    }

    @Test
    void anotherObjectOfThatNameIsNobodysRows() {
        afterTheLease((call, api) -> {
            api.put(call.object(), "other", Map.of(), Instant.now());
            call.exchange().close();
        });

        Batch batch = bench.send(1);

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining("412 conditionNotMet")
                .hasMessageNotContaining("s3cret");
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of(RetryReason.UNAVAILABLE, error(500, "internalError")),
                Arguments.of(RetryReason.UNAVAILABLE, error(503, "backendError")),
                Arguments.of(RetryReason.UNAVAILABLE, body(502, "<html>Bad gateway</html>")),
                Arguments.of(RetryReason.UNAVAILABLE, body(408, "")),
                Arguments.of(RetryReason.QUOTA, error(429, "rateLimitExceeded")),
                Arguments.of(RetryReason.QUOTA, error(403, "rateLimitExceeded")),
                Arguments.of(RetryReason.UNAVAILABLE, error(401, "authError")),
                Arguments.of(RetryReason.UNAVAILABLE, cut()),
                Arguments.of(RetryReason.UNAVAILABLE, body(200, "<html>Welcome to this network</html>")),
                Arguments.of(RetryReason.UNAVAILABLE, body(200, "")),
                Arguments.of(RetryReason.UNAVAILABLE, body(204, "")),
                Arguments.of(RetryReason.UNAVAILABLE, body(200, "{\"kind\":\"storage#")),
                Arguments.of(RetryReason.CONNECTION, error(400, "invalid"))); // bytes that were damaged on their way
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatFailsForAMomentGoesOnceMoreAndIsTold(RetryReason reason, Reply failure) {
        afterTheLease(failure, failure);

        bench.stage(1);

        assertThat(bench.reasons()).containsExactly(reason, reason);
        assertThat(bench.repetitions).extracting(Repetition::cause).noneMatch(cause -> cause.contains("s3cret"));
        bench.news(LoadNews.Loaded.class);
        assertThat(bench.breakdowns).isEmpty();
    }

    static Stream<Arguments> fatal() {
        return Stream.of(
                Arguments.of(error(401, "authError"), "Google refuses the credentials"),
                Arguments.of(error(400, "invalid"), "400 invalid"),
                Arguments.of(error(403, "forbidden"), "storage.objects.create"),
                Arguments.of(error(404, "notFound"), "gcs.bucket.create=true"),
                Arguments.of(error(418, "s3cret text"), "status 418"));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void whatNoRepetitionMendsFailsAndSaysWhatWould(Reply refusal, String words) {
        api.thenAnswers(Kind.UPLOAD, refusal);

        Batch batch = bench.send(1);

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining("bucket waiting")
                .hasMessageContaining(words)
                .hasMessageNotContaining("s3cret");
        assertThat(api.jobs()).isEmpty();
    }

    @Test
    void aMissingPermissionIsWaitedForWhereTheTaskGoesOnWithoutWhatCannotBeHad() {
        bench.tolerant = true;
        api.thenAnswers(Kind.UPLOAD, error(403, "forbidden"));
        Batch batch = bench.send(1);
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.results).isEmpty();

        api.thenAnswers(Kind.UPLOAD, FakeLoadApi.done());

        bench.result(WriteResult.Staged.class, batch);
    }

    @Test
    void anOutageEndsAsLateAsItIsTold() {
        bench.outage = Duration.ofMinutes(1);
        api.thenAnswers(Kind.UPLOAD, error(503, "backendError"));

        Batch batch = bench.send(1);

        assertThat(bench.result(WriteResult.Failed.class, batch).error())
                .hasMessageContaining("503 backendError")
                .hasMessageContaining("outage.timeout.ms");
    }

    @Test
    void aMissingBucketIsMadeWhereTheDatasetIs() {
        bench.settings = new LoadSettings(
                new LoadSettings.Place(FakeLoadApi.BUCKET, "pre", true),
                bench.settings.file(),
                bench.settings.cut(),
                LoadingBench.SPACING,
                null);
        api.withoutBucket();
        api.answers(Kind.BUCKET, error(503, "backendError"), lost(), error(409, "conflict"));

        bench.stage(1);

        assertThat(new String(api.calls(Kind.BUCKET).get(0).body(), StandardCharsets.UTF_8))
                .contains("\"location\":\"EU\"")
                .contains("\"name\":\"waiting\"");
        bench.news(LoadNews.Loaded.class);
    }

    @Test
    void theLeaseIsRenewedEveryMinute() {
        bench.stage(1);

        bench.pass(Duration.ofSeconds(200));

        assertThat(api.calls(Kind.UPLOAD).stream().filter(call -> call.object().endsWith("/lease")))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void whatIsHeldBackWaitsItsTimeAndCanBeTakenBack() {
        Batch late = LoadingBench.batch(ORDERS, 1);
        Batch unwanted = LoadingBench.batch(ORDERS, 2);
        bench.writer().write(late, Duration.ofMinutes(1));
        bench.writer().write(unwanted, Duration.ofMinutes(1));

        bench.writer().withdraw(List.of(unwanted));

        bench.result(WriteResult.Withdrawn.class, unwanted);
        long before = bench.now();
        StagedObject object = bench.result(WriteResult.Staged.class, late).object();
        assertThat(bench.now() - before).isGreaterThanOrEqualTo(60_000);
        assertThat(object.rows()).isEqualTo(1);
    }

    @Test
    void aBatchThatIsTakenBackWhileItIsOnItsWayIsInNoJob() {
        api.answers(Kind.UPLOAD, FakeLoadApi.done(), error(503, "backendError"));
        Batch batch = bench.send(1);
        bench.await("an upload", () -> !bench.repetitions.isEmpty() || uploads().size() > 0);

        bench.writer().withdraw(List.of(batch));

        bench.result(WriteResult.Withdrawn.class, batch);
        bench.pass(Duration.ofSeconds(30));
        assertThat(api.jobs()).isEmpty();
        assertThat(api.objects().keySet()).allMatch(name -> name.endsWith("/lease"));
    }
}
