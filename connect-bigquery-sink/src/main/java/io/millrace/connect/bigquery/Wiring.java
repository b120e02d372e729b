// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.ahead.AheadNews;
import io.millrace.connect.bigquery.ahead.RegisteredTables;
import io.millrace.connect.bigquery.ahead.TablesAhead;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.RowChanges;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.config.WritePlan;
import io.millrace.connect.bigquery.deliver.Buffer;
import io.millrace.connect.bigquery.deliver.DeliverySettings;
import io.millrace.connect.bigquery.deliver.Guarantee;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.deliver.OriginReader;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.RowFormat;
import io.millrace.connect.bigquery.flight.InFlight;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.metrics.SinkMetrics;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.pipeline.RowConverter;
import io.millrace.connect.bigquery.pipeline.TableAccounts;
import io.millrace.connect.bigquery.pipeline.TableMode;
import io.millrace.connect.bigquery.pipeline.TablePipelines;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.bigquery.registry.TopicSchemas;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.table.TableRetries;
import io.millrace.connect.bigquery.table.TableThreads;
import io.millrace.connect.bigquery.table.Tables;
import io.millrace.connect.bigquery.task.BackPressure;
import io.millrace.connect.bigquery.task.Mailbox;
import io.millrace.connect.bigquery.task.RunningTask;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetrySettings;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WritersByTable;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.registry.SchemaRegistry;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** Builds a task out of its configuration, and takes it apart in reverse order. */
final class Wiring implements AutoCloseable {
    /** How long the schema registry may take for one answer; nobody's record waits for it. */
    private static final Duration REGISTRY_DEADLINE = Duration.ofSeconds(10);

    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final SinkConfig config;
    private final Desk desk;
    private final RunningTask task;

    /** What a task shares with other threads: they post to it, they fail it, and all go by one clock. */
    record Desk(Mailbox<TablePipelines> mailbox, TaskHealth health, RetryPolicy retry) {
        Desk(RetryPolicy retry, @Nullable Duration outage) {
            this(new Mailbox<>(), new TaskHealth(retry.clock(), outage), retry);
        }
    }

    /**
     * What is at a task's other end.
     *
     * @param tables takes questions about tables
     * @param ahead makes tables before their first record
     * @param modes of all plans of writing that the task has
     */
    record Ends(Consumer<TableQuestion> tables, TablesAhead ahead, Map<WritePlan, WriteMethods.Mode> modes) {}

    private Wiring(SinkConfig config, SinkTaskContext context) {
        this.config = config;
        RetrySettings retry = config.writing().retry();
        Backoff backoff = new Backoff(retry.initialBackoff(), retry.maxBackoff());
        this.desk = new Desk(new RetryPolicy(backoff, steady(), new SharedRandom()), retry.outage());
        try {
            GoogleClients google = GoogleClients.of(config.connection());
            undo.push(google::close);
            SinkMetrics metrics =
                    SinkMetrics.of(config.task().connector(), config.task().task(), context);
            undo.push(metrics::close);
            this.task = task(config, context, metrics, desk, ends(google, metrics.task()));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Starts a task; nothing is left behind if that fails. */
    static Wiring start(SinkConfig config, SinkTaskContext context) {
        return new Wiring(config, context);
    }

    RunningTask task() {
        return task;
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    /** A task between the worker and these ends. */
    static RunningTask task(SinkConfig config, SinkTaskContext context, SinkMetrics metrics, Desk desk, Ends ends) {
        DeliverySettings promised = config.writing().delivery();
        Buffer buffer = new Buffer(promised.bufferMaxBytes());
        OffsetTracker tracker = new OffsetTracker(OriginReader.ofThisWorker());
        Guarantee guarantee = modeOf(ends, config.writing().plan()).guarantee().apply(tracker);
        Rejects rejects = new Rejects(
                config.writing().letters().through(context.errantRecordReporter()), promised.tolerant(), buffer);
        InFlight inFlight = new InFlight(
                writer(config, ends),
                tracker::readAgain,
                desk.health(),
                desk.retry().clock());
        TablePipelines pipelines = new TablePipelines(
                modes(config, ends),
                ends.tables(),
                ends.ahead(),
                inFlight,
                new TableAccounts(buffer, rejects, desk.health(), metrics),
                desk.retry());
        return new RunningTask(
                desk.mailbox(),
                new Router(config.routing()),
                new RunningTask.Delivery(tracker, guarantee, rejects, promised.flushTimeout()),
                pipelines,
                new BackPressure(context, tracker, buffer, rejects, pipelines, metrics.task()),
                desk.health());
    }

    /** How the task thread goes about each table. */
    private static Function<Destination, TableMode> modes(SinkConfig config, Ends ends) {
        record Kind(WritePlan plan, ChangeSettings change) {}
        record Form(RowFormat<?> format, ChangeSettings change) {}
        Map<Kind, TableMode> modes = new HashMap<>();
        Map<Form, RowConverter> converters = new HashMap<>();
        return table -> modes.computeIfAbsent(
                new Kind(config.writing().of(table), config.records().changeOf(table)), kind -> {
                    WriteMethods.Mode mode = modeOf(ends, kind.plan());
                    return new TableMode(
                            converters.computeIfAbsent(
                                    new Form(mode.format(), kind.change()),
                                    form -> rows(config.records().schema(), form.change(), mode)),
                            kind.plan().batch(),
                            mode.api());
                });
    }

    /** The writer of all tables. */
    private static RowWriter writer(SinkConfig config, Ends ends) {
        RowWriter common = modeOf(ends, config.writing().plan()).writer();
        if (ends.modes().size() == 1) {
            return common;
        }
        return new WritersByTable(
                ends.modes().values().stream()
                        .map(WriteMethods.Mode::writer)
                        .distinct()
                        .toList(),
                table -> modeOf(ends, config.writing().of(table)).writer());
    }

    private static WriteMethods.Mode modeOf(Ends ends, WritePlan plan) {
        return Objects.requireNonNull(ends.modes().get(plan));
    }

    private static RowConverter rows(SchemaSettings schema, ChangeSettings change, WriteMethods.Mode mode) {
        Changes changes = new Changes(change);
        return new RowConverter(
                new RecordShapes(schema, changes, mode.content()),
                new RowEncoders(schema, changes, mode.format(), InstantSource.system(), mode.content()),
                new RowChanges(changes, change),
                schema);
    }

    private Ends ends(GoogleClients google, Numbers<TaskMetric> numbers) {
        Tables tables = tables(google, news -> desk.mailbox().post(pipelines -> pipelines.take(news)), "table");
        undo.push(tables::close);
        Map<WritePlan, WriteMethods.Mode> modes = new LinkedHashMap<>();
        WriteMethods methods = new WriteMethods(
                config, google, events(), numbers, new WriteMethods.Means(desk.retry(), this::threads, undo::push));
        for (WritePlan plan : config.writing().plans()) {
            WriteMethods.Mode mode = plan.fold(methods);
            undo.push(mode.writer()::close);
            modes.put(plan, mode);
        }
        return new Ends(tables::ask, ahead(google, numbers, modes), modes);
    }

    private Tables tables(GoogleClients google, Consumer<TableNews> news, String room) {
        return new Tables(
                google.bigquery(),
                config.tables(),
                config.records().schema(),
                news,
                new TableRetries(desk.retry(), config.writing().retry().outage()),
                new TableThreads(
                        Executors.newSingleThreadScheduledExecutor(threads(room + "-timer")),
                        Executors.newCachedThreadPool(threads(room))));
    }

    /** Shares nothing with a record's way but BigQuery: what waits there must not make a record wait. */
    private TablesAhead ahead(
            GoogleClients google, Numbers<TaskMetric> numbers, Map<WritePlan, WriteMethods.Mode> modes) {
        RegistrySettings registry = config.records().registry();
        if (registry == null) {
            return TablesAhead.NONE;
        }
        SchemaSettings schema = config.records().schema();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(threads("registry"));
        undo.push(thread::shutdownNow);
        Tables tables = tables(google, new AheadNews(numbers, thread), "registry-table");
        undo.push(tables::close);
        return new RegisteredTables(
                new TopicSchemas(new SchemaRegistry(registry.access(), REGISTRY_DEADLINE), registry, config.keyUse()),
                new RegisteredTables.Prospect(
                        new Router(config.routing()),
                        table -> new RecordShapes(
                                schema,
                                new Changes(config.records().changeOf(table)),
                                Objects.requireNonNull(
                                                modes.get(config.writing().of(table)))
                                        .content())),
                tables::ask,
                numbers,
                desk.retry(),
                thread);
    }

    /** What a writer tells is told to the task's thread. */
    private WriteEvents events() {
        return new WriteEvents() {
            @Override
            public void finished(WriteResult result) {
                desk.mailbox().post(pipelines -> pipelines.take(result));
            }

            @Override
            public void repeated(Repetition repetition) {
                desk.mailbox().post(pipelines -> pipelines.take(repetition));
            }

            @Override
            public void told(LoadNews news) {
                desk.mailbox().post(pipelines -> pipelines.take(news));
            }

            @Override
            public void broken(ConnectException error) {
                desk.health().fail(error);
            }
        };
    }

    private ThreadFactory threads(String room) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, config.task() + "-" + room + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            // Whatever ends a thread of ours ends the task: it would go on without it, and nobody would know.
            thread.setUncaughtExceptionHandler((ended, why) -> desk.health().fail("thread " + ended.getName(), why));
            return thread;
        };
    }

    /** Time that never jumps: a corrected clock must not make answers overdue. */
    private static InstantSource steady() {
        Instant start = Clock.systemUTC().instant();
        long nanos = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - nanos);
    }

    /** Chance for several threads. */
    private static final class SharedRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
