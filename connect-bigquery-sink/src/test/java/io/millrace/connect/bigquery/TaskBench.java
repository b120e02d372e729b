// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.ahead.TablesAhead;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.config.RecordSettings;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.config.Validation;
import io.millrace.connect.bigquery.config.WritePlan;
import io.millrace.connect.bigquery.config.WritingSettings;
import io.millrace.connect.bigquery.deliver.Acknowledged;
import io.millrace.connect.bigquery.deliver.DeliverySettings;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.metrics.SinkMetrics;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.route.RoutingSettings;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.task.RunningTask;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteApi;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A task with everything real but the two ends: what it writes and asks is kept here, and the test answers, in whichever
 * order it likes. Time stands still unless the test moves it; answers are taken with the next poll.
 */
final class TaskBench implements AutoCloseable {
    private static final int MANY = 1_000;

    /** Batches that the writer was given and has not answered, oldest first. */
    final Deque<Batch> written = new ArrayDeque<>();

    /** Of these batches the writer was to find the rows that are refused. */
    final List<Batch> sifted = new ArrayList<>();

    /** What was taken back from the writer. */
    final List<Batch> withdrawn = new ArrayList<>();

    /** How long the writer was to hold batches back. */
    final List<Duration> delays = new ArrayList<>();

    /** Questions about tables that are not answered, oldest first. */
    final Deque<TableQuestion> questions = new ArrayDeque<>();

    final SinkTaskHarness task;

    private final Wiring.Desk desk = new Wiring.Desk(
            new RetryPolicy(new Backoff(Duration.ofMillis(100), Duration.ofMinutes(1)), this::instant, new Random(1)),
            null);
    private final SinkConfig config;
    private WriteApi api = WriteMethods.STORAGE_WRITE;
    private @Nullable SinkMetrics metrics;
    private @Nullable TableShape seen;
    private long now = 1_000_000;

    TaskBench(@Nullable DeadLetters letters, long bufferBytes) {
        this(letters, bufferBytes, SchemaSettings.DEFAULT);
    }

    TaskBench(@Nullable DeadLetters letters, long bufferBytes, SchemaSettings schema) {
        config = config(schema, new DeliverySettings(bufferBytes, Duration.ZERO, letters != null));
        task = new SinkTaskHarness(new Shell(), Map.of(), letters);
    }

    TaskBench() {
        this(null, 1 << 20);
    }

    /** A task whose writer talks to this. */
    TaskBench(@Nullable DeadLetters letters, WriteApi api) {
        this.config = config(SchemaSettings.DEFAULT, new DeliverySettings(1 << 20, Duration.ZERO, letters != null));
        this.api = api;
        this.task = new SinkTaskHarness(new Shell(), Map.of(), letters);
    }

    private static SinkConfig config(SchemaSettings schema, DeliverySettings delivery) {
        SinkConfig defaults = Validation.parsed(
                Map.of("name", "bench", "topics", "orders", "project", "the-project", "dataset", "d"));
        WritingSettings writing = defaults.writing();
        BatchSettings batch = new BatchSettings(1 << 20, MANY, Duration.ofMinutes(1), Duration.ofMinutes(1));
        return new SinkConfig(
                defaults.task(),
                defaults.connection(),
                new RoutingSettings("p", "d", "${topic}", Map.of(), false, NameRule.MINIMAL),
                new RecordSettings(ChangeSettings.DEFAULT, Map.of(), schema, null),
                defaults.tables(),
                new WritingSettings(
                        new WritePlan.StorageAppend(batch), Map.of(), writing.retry(), delivery, writing.letters()));
    }

    private RunningTask wire(SinkTaskContext context) {
        metrics = SinkMetrics.of("bench" + System.identityHashCode(this), 0, context);
        WriteMethods.Mode mode =
                new WriteMethods.Mode(new ProtoFormat(), TableContent.CHANGELOG, new Hand(), api, Acknowledged::new);
        return Wiring.task(
                config,
                context,
                metrics,
                desk,
                new Wiring.Ends(
                        questions::addLast,
                        TablesAhead.NONE,
                        Map.of(config.writing().plan(), mode)));
    }

    private Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    /** Takes records, and sends what can be sent without waiting for company. */
    TaskBench take(Collection<SinkRecord> records) {
        task.produce(records);
        return flush();
    }

    TaskBench take(SinkRecord... records) {
        return take(List.of(records));
    }

    TaskBench flush() {
        task.poll(MANY);
        task.commit();
        return this;
    }

    void pass(Duration time) {
        now += time.toMillis();
    }

    /** The oldest question, which is now answered: the table is as it was wanted. */
    TaskBench made(String... changes) {
        TableQuestion question = questions.removeFirst();
        return ready(question.table(), Objects.requireNonNull(question.wanted()), changes);
    }

    /** The oldest question, which is now answered: the table is so. */
    TaskBench found(TableShape shape) {
        return ready(questions.removeFirst().table(), shape);
    }

    /** The only question, which is now answered: the table is as it was when it was last seen. */
    TaskBench unchanged() {
        assertThat(questions).singleElement().extracting(TableQuestion::wanted).isNull();
        return found(Objects.requireNonNull(seen));
    }

    /** Some rows of a batch are refused, and the look at the table that follows finds it unchanged. */
    TaskBench refused(WriteResult.RowsRefused refusal) {
        return answer(refusal).unchanged();
    }

    private TaskBench ready(Destination table, TableShape shape, String... changes) {
        seen = shape;
        return news(new TableNews.Ready(table, shape, "EU", null, List.of(changes)));
    }

    TaskBench news(TableNews news) {
        desk.mailbox().post(pipelines -> pipelines.take(news));
        return flush();
    }

    /** Answers the oldest batch with success. */
    TaskBench acknowledge() {
        return answer(new WriteResult.Written(written.getFirst(), Duration.ZERO, false));
    }

    /** The writer's answer. */
    TaskBench answer(WriteResult result) {
        post(result);
        return flush();
    }

    /** The writer repeats the oldest batch. */
    TaskBench repeat(RetryReason reason) {
        Repetition repetition = new Repetition(written.getFirst(), reason, reason.name());
        desk.mailbox().post(pipelines -> pipelines.take(repetition));
        return flush();
    }

    /** The writer is broken, which the task has not seen yet. */
    void breakWriter(ConnectException error) {
        desk.health().fail(error);
    }

    /** The writer's answer, which the task has not seen yet. */
    void post(WriteResult result) {
        written.remove(result.batch());
        desk.mailbox().post(pipelines -> pipelines.take(result));
    }

    /** Where the rows of a batch come from. */
    static List<String> origins(Batch batch) {
        return batch.rows().stream().map(Row::origin).map(Object::toString).toList();
    }

    /** Where the rows of all unanswered batches come from. */
    List<String> origins() {
        return written.stream().flatMap(batch -> origins(batch).stream()).toList();
    }

    long bytesHeld() {
        return number(TaskMetric.BUFFER_BYTES);
    }

    long number(TaskMetric metric) {
        return Objects.requireNonNull(metrics).task().get(metric);
    }

    long number(TableMetric metric) {
        return Objects.requireNonNull(metrics)
                .table(new Destination("p", "d", "orders"))
                .get(metric);
    }

    @Override
    public void close() {
        task.close();
        Objects.requireNonNull(metrics).close();
    }

    /** What Connect sees. */
    private final class Shell extends SinkTask {
        private @Nullable RunningTask running;

        private RunningTask running() {
            return Objects.requireNonNull(running);
        }

        @Override
        public String version() {
            return "bench";
        }

        @Override
        public void start(Map<String, String> properties) {
            running = wire(context);
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            running().open(partitions);
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            running().put(records);
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
            return running().preCommit(consumed);
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            running().close(partitions);
        }

        @Override
        public void stop() {}
    }

    private final class Hand implements RowWriter {
        @Override
        public void write(Batch batch, Duration delay) {
            written.addLast(batch);
            delays.add(delay);
        }

        @Override
        public void sift(Batch batch) {
            written.addLast(batch);
            sifted.add(batch);
        }

        @Override
        public void withdraw(Collection<Batch> batches) {
            withdrawn.addAll(batches);
        }

        @Override
        public void close() {}
    }
}
