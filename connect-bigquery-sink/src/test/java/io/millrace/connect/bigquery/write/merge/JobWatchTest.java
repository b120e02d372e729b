// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.load.LoadParts;
import io.millrace.connect.bigquery.write.load.Refusal;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a job whatever BigQuery answers (cloud.google.com/bigquery/docs/reference/rest/v2/jobs). */
class JobWatchTest {
    private static final Duration OUTAGE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String TAKEN = "{}";
    private static final String RUNNING = "{\"status\": {\"state\": \"RUNNING\"}}";
    private static final String DONE = "{\"status\": {\"state\": \"DONE\"}}";
    private static final Answer MISSING = refusal(404, "notFound");

    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private final List<String> repetitions = new ArrayList<>();
    private long nowMs = 1_000_000;
    private final MergeDesk desk = desk();

    private static Answer refusal(int status, String reason) {
        return new Answer(status, """
                {"error": {"code": %d, "message": "s3cret", "errors": [{"reason": "%s"}]}}""".formatted(status, reason));
    }

    private static Answer ended(String reason) {
        return ended(reason, "s3cret");
    }

    private static Answer ended(String reason, String message) {
        return new Answer(200, """
                {"status": {"state": "DONE", "errorResult": {"reason": "%s", "message": "%s"}}}""".formatted(reason, message));
    }

    private JobWatchTest answers(Answer... some) {
        answers.addAll(List.of(some));
        return this;
    }

    private JobWatchTest answers(String... bodies) {
        for (String body : bodies) {
            answers.add(new Answer(200, body));
        }
        return this;
    }

    private MergeDesk desk() {
        MergeSettings settings = new MergeSettings(
                new MergeSettings.Staging("tmp", null),
                new MergeSettings.Cut(Duration.ofMinutes(1), 1_000, 1_000_000),
                false,
                PAUSE,
                null,
                false);
        MergeParts parts = new MergeParts(
                settings,
                new LoadParts.Owner("orders", 0),
                new Untold(),
                new Numbers<>(TaskMetric.values()),
                new LoadParts.Retries(
                        new RetryPolicy(new Backoff(PAUSE, PAUSE), () -> Instant.ofEpochMilli(nowMs), new Random(1)),
                        OUTAGE,
                        false),
                new MergeParts.Threads(Thread::new, Runnable::run, Runnable::run));
        Bigquery bigquery = new Bigquery.Builder(new Scripted(), GsonFactory.getDefaultInstance(), null)
                .setApplicationName("test")
                .build();
        return new MergeDesk(parts, new MergeApi(bigquery), Runnable::run);
    }

    /** Runs the job until something has become of it, for an hour at most. */
    private void run() {
        Destination table = new Destination("p", "d", "orders");
        new JobWatch(
                        new JobWatch.Work(table, "1-1-merge", "EU", "merge changes", new JobConfiguration(), null),
                        desk,
                        new Told())
                .start();
        for (long end = nowMs + 3_600_000; outcomes.isEmpty() && nowMs < end; nowMs += 100) {
            desk.timers.run(nowMs);
        }
    }

    @Test
    void aJobThatRunsIsAwaited() {
        answers(TAKEN, RUNNING, RUNNING, DONE).run();

        assertThat(outcomes).containsExactly("done");
        assertThat(repetitions).isEmpty();
        assertThat(asked).hasSize(4);
    }

    @Test
    void aJobThatWasTakenAndIsNeverFoundIsToldAndEndsWithTheOutage() {
        run();

        assertThat(repetitions).isNotEmpty();
        assertThat(repetitions.get(0)).contains("merge changes", "is not found").doesNotContain("s3cret");
        assertThat(outcomes)
                .singleElement()
                .asString()
                .startsWith("failed: table p.d.orders: ")
                .contains("outage.timeout.ms");
    }

    @ParameterizedTest
    @CsvSource({"500, backendError", "429, rateLimitExceeded", "503, ''", "404, notFound"})
    void anAnswerThatPassesIsAskedForAgain(int status, String reason) {
        answers(TAKEN).answers(refusal(status, reason)).answers(RUNNING, DONE).run();

        assertThat(outcomes).containsExactly("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]"})
    void whatIsNoAnswerIsALostOne(String body) {
        answers(body).answers(TAKEN).answers(body).answers(DONE).run();

        assertThat(outcomes).containsExactly("done");
        assertThat(asked.subList(0, 2)).allSatisfy(call -> assertThat(call).startsWith("POST"));
    }

    @Test
    void anOddAnswerToALookIsNoEndOfAJobThatMayRun() {
        answers(TAKEN).answers(refusal(400, "invalid")).run();

        assertThat(outcomes).singleElement().asString().startsWith("failed: ").doesNotContain("s3cret");
    }

    @Test
    void refusalsThatLieFarApartAreNoOutage() {
        answers(TAKEN);
        for (int i = 0; i < 200; i++) {
            answers(refusal(503, "backendError"));
            answers(RUNNING, RUNNING, RUNNING);
        }
        answers(DONE).run();

        assertThat(outcomes).containsExactly("done");
        assertThat(repetitions).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backendError", "stopped", "jobRateLimitExceeded"})
    void aJobThatEndsForAPassingReasonIsFollowedByAnother(String reason) {
        answers(TAKEN).answers(ended(reason)).answers(TAKEN, DONE).run();

        assertThat(outcomes).containsExactly("done");
        assertThat(repetitions).singleElement().asString().contains(reason);
    }

    /** As BigQuery words them; the first has the reason of statements that are wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        invalidQuery      | Could not serialize access to table p:d.orders due to concurrent update
        resourcesExceeded | Resources exceeded during query execution: Too many DML statements outstanding against table p:d.orders, limit is 20.
        invalid           | DML statement has been queued for too long
        """)
    void aStatementThatMetOthersOnTheTableIsFollowedByAnother(String reason, String message) {
        answers(TAKEN).answers(ended(reason, message)).answers(TAKEN, DONE).run();

        assertThat(outcomes).containsExactly("done");
        assertThat(repetitions).singleElement().asString().contains("another statement that changes the table");
    }

    @Test
    void aStatementThatIsTooBigIsRefused() {
        answers(TAKEN)
                .answers(ended("resourcesExceeded", "The query could not be executed in memory"))
                .run();

        assertThat(outcomes).containsExactly("refused: resourcesExceeded");
    }

    @Test
    void aJobThatIsWrongByItselfIsRefused() {
        answers(TAKEN).answers(ended("invalidQuery")).run();

        assertThat(outcomes).containsExactly("refused: invalidQuery");
    }

    private final class Told implements JobWatch.Outcome {
        @Override
        public void done(Job job) {
            outcomes.add("done");
        }

        @Override
        public void refused(Refusal refusal, String job) {
            outcomes.add("refused: " + refusal.cause());
        }

        @Override
        public void failed(ConnectException error) {
            outcomes.add("failed: " + error.getMessage());
        }

        @Override
        public void repeated(RetryReason reason, String cause) {
            repetitions.add(cause);
        }
    }

    private static final class Untold implements WriteEvents {
        @Override
        public void finished(WriteResult result) {
            throw new AssertionError("of a batch");
        }

        @Override
        public void repeated(Repetition repetition) {
            throw new AssertionError("of a batch");
        }

        @Override
        public void told(LoadNews news) {
            throw new AssertionError("by a job");
        }

        @Override
        public void broken(ConnectException error) {
            throw new AssertionError(error);
        }
    }

    /** Answers in turn; in the end it takes jobs and finds none. */
    private final class Scripted extends HttpTransport {
        @Override
        protected LowLevelHttpRequest buildRequest(String method, String url) {
            return new LowLevelHttpRequest() {
                @Override
                public void addHeader(String name, String value) {}

                @Override
                public LowLevelHttpResponse execute() {
                    asked.add(method + " " + url);
                    Answer last = method.equals("POST") ? new Answer(200, TAKEN) : MISSING;
                    return new Said(answers.isEmpty() ? last : answers.remove());
                }
            };
        }
    }

    private static final class Said extends LowLevelHttpResponse {
        private final Answer answer;

        Said(Answer answer) {
            this.answer = answer;
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public @Nullable String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return answer.body().getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public String getContentType() {
            return "application/json; charset=UTF-8";
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + answer.status();
        }

        @Override
        public int getStatusCode() {
            return answer.status();
        }

        @Override
        public String getReasonPhrase() {
            return "";
        }

        @Override
        public int getHeaderCount() {
            return 0;
        }

        @Override
        public String getHeaderName(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public String getHeaderValue(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }
}
