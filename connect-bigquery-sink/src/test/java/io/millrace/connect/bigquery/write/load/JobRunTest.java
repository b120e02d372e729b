// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import static io.millrace.connect.bigquery.write.load.FakeLoadApi.body;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.cut;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.error;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.lost;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.state;
import static io.millrace.connect.bigquery.write.load.LoadingBench.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Asked;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Kind;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer that a load job's calls can get, and how a job may end. */
@Timeout(60)
class JobRunTest {
    private static final Reply CUT = cut();

    private final LoadingBench bench = new LoadingBench();
    private final FakeLoadApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    private static Reply[] all(Reply reply, int times) {
        return Stream.generate(() -> reply).limit(times).toArray(Reply[]::new);
    }

    @Test
    void aJobAppendsItsObjectsToATableThatIsThere() {
        StagedObject object = bench.stage(1);

        LoadNews.Loaded loaded = bench.news(LoadNews.Loaded.class);

        assertThat(loaded.object()).isSameAs(object);
        Asked job = api.jobs().get(0);
        assertThat(job.id()).matches("millrace-orders-[a-z0-9-]+-1-1");
        assertThat(job.location()).isEqualTo("EU");
        assertThat(job.uris()).containsExactly(object.uri());
        assertThat(job.load().get("createDisposition").getAsString()).isEqualTo("CREATE_NEVER");
        assertThat(job.load().get("writeDisposition").getAsString()).isEqualTo("WRITE_APPEND");
        assertThat(job.load().get("sourceFormat").getAsString()).isEqualTo("NEWLINE_DELIMITED_JSON");
        assertThat(job.load().has("schema"))
                .as("the table says how its columns are")
                .isFalse();
        assertThat(job.labels().get("millrace_connector").getAsString()).isEqualTo("orders");
        bench.await("the object's end", () -> api.objects().size() == 1);
        assertThat(bench.numbers.get(TaskMetric.LOAD_WAITING_OBJECTS)).isZero();
        assertThat(bench.numbers.get(TaskMetric.LOAD_JOBS_PENDING)).isZero();
    }

    @Test
    void aTableMayBeLoadedInAnotherFormAndAtAnotherTime() {
        Destination slow = new Destination("p", "d", "slow");
        Duration hour = Duration.ofHours(1);
        bench.tables.put(
                slow,
                new LoadParts.Table(
                        new LoadSettings.Cut(hour, 1_000_000, 1_000),
                        new JsonFiles(Compression.GZIP, shape -> new TableSchema())));
        Batch late = LoadingBench.batch(slow, 1);
        bench.writer().write(late, Duration.ZERO);
        long before = bench.now();
        bench.stage(2);
        bench.news(LoadNews.Loaded.class);
        assertThat(bench.now() - before).isLessThan(hour.toMillis());

        bench.pass(hour);

        StagedObject object = bench.result(WriteResult.Staged.class, late).object();
        assertThat(object.uri()).endsWith(".json.gz");
        assertThat(bench.news(LoadNews.Loaded.class).object()).isSameAs(object);
    }

    @Test
    void aJobWhoseAnswerIsLostIsAdopted() {
        api.answers(Kind.ASK, lost());

        bench.stage(1);

        bench.news(LoadNews.Loaded.class);
        assertThat(api.calls(Kind.ASK)).hasSize(2);
        assertThat(api.jobs()).hasSize(1);
        assertThat(bench.reasonsOfJobs()).containsExactly(RetryReason.UNAVAILABLE);
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of(RetryReason.UNAVAILABLE, error(500, "internalError")),
                Arguments.of(RetryReason.UNAVAILABLE, error(503, "backendError")),
                Arguments.of(RetryReason.UNAVAILABLE, body(502, "<html>Bad gateway</html>")),
                Arguments.of(RetryReason.QUOTA, error(429, "rateLimitExceeded")),
                Arguments.of(RetryReason.QUOTA, error(403, "jobRateLimitExceeded")),
                Arguments.of(RetryReason.QUOTA, error(403, "quotaExceeded")),
                Arguments.of(RetryReason.UNAVAILABLE, error(403, "accessDenied")), // for a while after it was granted
                Arguments.of(RetryReason.UNAVAILABLE, error(401, "authError")),
                Arguments.of(RetryReason.UNAVAILABLE, CUT),
                Arguments.of(RetryReason.UNAVAILABLE, body(200, "<html>Welcome to this network</html>")),
                Arguments.of(RetryReason.UNAVAILABLE, body(200, "")),
                Arguments.of(RetryReason.UNAVAILABLE, body(204, "")));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aJobIsAskedForByTheSameIdUntilBigQueryHasIt(RetryReason reason, Reply failure) {
        api.answers(Kind.ASK, failure, failure);

        bench.stage(1);

        bench.news(LoadNews.Loaded.class);
        assertThat(bench.reasonsOfJobs()).containsExactly(reason, reason);
        assertThat(bench.repeated).extracting(LoadNews.Repeated::cause).noneMatch(cause -> cause.contains("s3cret"));
        assertThat(api.jobs()).extracting(Asked::id).singleElement().asString().endsWith("-1-1");
    }

    /** The JDK repeats a GET by itself whose connection ends. */
    static Stream<Arguments> passingLooks() {
        return passing().filter(one -> one.get()[1] != CUT);
    }

    @ParameterizedTest
    @MethodSource("passingLooks")
    void aJobIsLookedAtUntilItsEndIsTold(RetryReason reason, Reply failure) {
        api.answers(Kind.LOOK, state("PENDING"), failure, state("RUNNING"), failure, body(200, "{}"));

        bench.stage(1);

        bench.news(LoadNews.Loaded.class);
        assertThat(bench.reasonsOfJobs()).containsExactly(reason, reason);
        assertThat(api.calls(Kind.ASK)).hasSize(1);
    }

    @Test
    void aJobMayBeSeenLaterThanItWasTaken() {
        api.answers(Kind.LOOK, all(error(404, "notFound"), 5));

        bench.stage(1);

        bench.news(LoadNews.Loaded.class);
        assertThat(api.calls(Kind.ASK)).hasSize(1);
        assertThat(bench.repeated).isEmpty();
    }

    @Test
    void aJobThatIsNeverSeenIsAskedForByTheSameIdAndThatIsTold() {
        api.thenAnswers(Kind.LOOK, error(404, "notFound"));
        bench.stage(1);
        bench.await("another call", () -> api.calls(Kind.ASK).size() > 1);

        api.thenAnswers(Kind.LOOK, FakeLoadApi.done());

        bench.news(LoadNews.Loaded.class);
        assertThat(api.jobs()).hasSize(1);
        assertThat(bench.repeated)
                .extracting(LoadNews.Repeated::cause)
                .allMatch(cause -> cause.contains("does not find"));
    }

    @Test
    void aJobThatIsNeverSeenEndsWithTheOutage() {
        bench.outage = Duration.ofMinutes(5);
        api.thenAnswers(Kind.LOOK, error(404, "notFound"));

        StagedObject object = bench.stage(1);
        bench.pass(Duration.ofMinutes(8));

        LoadNews.Failed failed = bench.news(LoadNews.Failed.class);
        assertThat(failed.object()).isSameAs(object);
        assertThat(failed.error()).hasMessageContaining("outage.timeout.ms");
    }

    @Test
    void aJobIsLookedForWhereBigQueryRunsIt() {
        Batch batch = new Batch(ORDERS, null, LoadingBench.batch(ORDERS, 1).rows());

        bench.writer().write(batch, Duration.ZERO);

        bench.result(WriteResult.Staged.class, batch);
        bench.news(LoadNews.Loaded.class);
        assertThat(api.jobs().get(0).location()).isNull();
        assertThat(api.calls(Kind.LOOK))
                .allMatch(call -> "EU".equals(call.query().get("location")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backendError",
                "internalError",
                "jobBackendError",
                "jobInternalError",
                "rateLimitExceeded",
                "jobRateLimitExceeded",
                "quotaExceeded",
                "tableUnavailable",
                "stopped",
                "timeout",
                "accessDenied",
                "billingNotEnabled",
                "blocked"
            })
    void aJobThatEndsForAMomentIsFollowedByAnotherAttempt(String reason) {
        api.endsWith(reason, reason);

        StagedObject object = bench.stage(1);

        assertThat(bench.news(LoadNews.Loaded.class).object()).isSameAs(object);
        assertThat(api.jobs())
                .extracting(job -> job.id().replaceAll(".*-(\\d+-\\d+)$", "$1"))
                .containsExactly("1-1", "1-2", "1-3");
        assertThat(bench.repeated).extracting(LoadNews.Repeated::cause).allMatch(cause -> cause.contains("ends with"));
        assertThat(bench.numbers.get(TaskMetric.LOAD_JOBS_FAILED_TOTAL)).isEqualTo(2);
    }

    @Test
    void aQuotaOfJobsIsNotSpentOnAttempts() {
        api.endsWith("quotaExceeded", "quotaExceeded");
        bench.stage(1);
        bench.await("the first job", () -> api.calls(Kind.ASK).size() == 1);
        long before = bench.now();

        bench.news(LoadNews.Loaded.class);

        assertThat(bench.now() - before).isGreaterThanOrEqualTo(2 * LoadingBench.SPACING.toMillis());
    }

    @Test
    void refusalsThatLieFarApartAreNoOutage() {
        bench.outage = Duration.ofMinutes(5);
        api.thenAnswers(Kind.LOOK, state("RUNNING"));
        bench.stage(1);
        for (int hour = 0; hour < 3; hour++) {
            int before = bench.repeated.size();
            api.answers(Kind.LOOK, error(503, "backendError"));
            bench.await("a refusal", () -> bench.repeated.size() > before);
            bench.pass(Duration.ofMinutes(6));
        }

        api.thenAnswers(Kind.LOOK, FakeLoadApi.done());

        bench.news(LoadNews.Loaded.class);
    }

    static Stream<Arguments> fatal() {
        return Stream.of(
                Arguments.of(Kind.ASK, error(403, "accessDenied"), "bigquery.jobs.create"),
                Arguments.of(Kind.ASK, error(403, "billingNotEnabled"), "403 billingNotEnabled"),
                Arguments.of(Kind.ASK, error(401, "authError"), "Google refuses the credentials"),
                Arguments.of(Kind.LOOK, error(400, "invalid"), "400 invalid"),
                Arguments.of(Kind.LOOK, error(403, "accessDenied"), "bigquery.jobs.create"));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void whatNoRepetitionMendsFailsAndSaysWhatWould(Kind kind, Reply refusal, String words) {
        api.thenAnswers(kind, refusal);

        StagedObject object = bench.stage(1);

        LoadNews.Failed failed = bench.news(LoadNews.Failed.class);
        assertThat(failed.object()).isSameAs(object);
        assertThat(failed.error())
                .hasMessageContaining("p.d.orders")
                .hasMessageContaining(words)
                .hasMessageNotContaining("s3cret");
        assertThat(api.objects()).as("its rows are nowhere else").hasSize(2);
    }

    @Test
    void twoJobsOfATableBeginAsFarApartAsTheDaysQuotaWants() {
        bench.stage(1);
        bench.news(LoadNews.Loaded.class);
        long first = bench.now();
        bench.stage(2);
        bench.news(LoadNews.Loaded.class);

        bench.stage(3);
        bench.news(LoadNews.Loaded.class);

        assertThat(bench.now() - first).isGreaterThanOrEqualTo(LoadingBench.SPACING.toMillis());
        assertThat(api.jobs()).hasSize(3);
        assertThat(api.jobs()).extracting(Asked::uris).doesNotHaveDuplicates();
    }

    /** What its forgotten jobs were called would be adopted. */
    @Test
    void aTableThatWasIdleIsLoadedByJobsAndObjectsOfOtherNames() {
        List<StagedObject> objects = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            objects.add(bench.stage(i));
            bench.news(LoadNews.Loaded.class);
            bench.pass(Duration.ofMinutes(5));
        }

        assertThat(objects).extracting(StagedObject::uri).doesNotHaveDuplicates();
        assertThat(api.jobs()).hasSize(3).extracting(Asked::uris).doesNotHaveDuplicates();
    }

    static Stream<Arguments> deletions() {
        return Stream.of(
                Arguments.of(error(503, "backendError")),
                Arguments.of(error(429, "rateLimitExceeded")),
                Arguments.of(error(403, "forbidden")),
                Arguments.of(cut()),
                Arguments.of(lost()));
    }

    @ParameterizedTest
    @MethodSource("deletions")
    void aLoadedObjectGoesHoweverOftenItsDeletionFails(Reply failure) {
        api.answers(Kind.DELETE, failure, failure);

        bench.stage(1);

        bench.news(LoadNews.Loaded.class);
        bench.await("the object's end", () -> api.objects().size() == 1);
        assertThat(bench.breakdowns).isEmpty();
        assertThat(bench.news).isEmpty();
    }

    @Test
    void anObjectThatSomebodyElseHasDeletedIsDeletedOnce() {
        api.answers(Kind.DELETE, error(404, "notFound"));

        bench.stage(1);

        bench.news(LoadNews.Loaded.class);
        bench.pass(Duration.ofMinutes(5));
        assertThat(api.calls(Kind.DELETE)).hasSize(1);
    }
}
