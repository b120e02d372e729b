// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.ahead.AheadNews;
import io.millrace.connect.bigquery.ahead.RegisteredTables;
import io.millrace.connect.bigquery.ahead.TablesAhead;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.config.WritePlan;
import io.millrace.connect.bigquery.deliver.Acknowledged;
import io.millrace.connect.bigquery.deliver.Buffer;
import io.millrace.connect.bigquery.deliver.DeliverySettings;
import io.millrace.connect.bigquery.deliver.Guarantee;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.deliver.OriginReader;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.RowFormat;
import io.millrace.connect.bigquery.encode.avro.AvroFormat;
import io.millrace.connect.bigquery.encode.avro.AvroSchemas;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.json.JsonFormat;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
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
import io.millrace.connect.bigquery.table.design.GoogleSchema;
import io.millrace.connect.bigquery.task.BackPressure;
import io.millrace.connect.bigquery.task.Mailbox;
import io.millrace.connect.bigquery.task.RunningTask;
import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetrySettings;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteApi;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WritersByTable;
import io.millrace.connect.bigquery.write.insertall.InsertAllSettings;
import io.millrace.connect.bigquery.write.insertall.InsertAllWriter;
import io.millrace.connect.bigquery.write.load.AvroFiles;
import io.millrace.connect.bigquery.write.load.FileForm;
import io.millrace.connect.bigquery.write.load.JsonFiles;
import io.millrace.connect.bigquery.write.load.LoadGoogle;
import io.millrace.connect.bigquery.write.load.LoadParts;
import io.millrace.connect.bigquery.write.load.LoadSettings;
import io.millrace.connect.bigquery.write.load.LoadWriter;
import io.millrace.connect.bigquery.write.storage.StorageWriteSettings;
import io.millrace.connect.bigquery.write.storage.defaultstream.DefaultStreamWriter;
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
import java.util.concurrent.ExecutorService;
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
    /** Most append connections of one task to one location; BigQuery allows thousands per project. */
    private static final int CONNECTIONS = 8;
    /** It refuses a request whose schema has a column that it does not see. */
    static final WriteApi STORAGE_WRITE = new WriteApi("the Storage Write API", /* columnsByRow= */ false);
    /** It refuses rows. */
    static final WriteApi INSERT_ALL = new WriteApi("BigQuery's insertAll", /* columnsByRow= */ true);

    static final WriteApi LOAD_JOBS = new WriteApi("the load job", /* columnsByRow= */ false);
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
    record Ends(Consumer<TableQuestion> tables, TablesAhead ahead, Map<WritePlan, Mode> modes) {}

    /**
     * What a plan of writing comes to.
     *
     * @param format what rows look like, for one task
     * @param writer who writes them
     * @param api what that one talks to
     * @param guarantee what is promised of their records
     */
    record Mode(RowFormat<?> format, RowWriter writer, WriteApi api, Function<OffsetTracker, Guarantee> guarantee) {}

    private Wiring(SinkConfig config, SinkTaskContext context) {
        this.config = config;
        RetrySettings retry = config.writing().retry();
        Backoff backoff = new Backoff(retry.initialBackoff(), retry.maxBackoff());
        this.desk = new Desk(new RetryPolicy(backoff, steady(), new SharedRandom()), retry.outage());
        try {
            GoogleClients google = GoogleClients.of(config.connection());
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
        Changes changes = new Changes(config.records().change());
        InFlight inFlight =
                new InFlight(writer(config, ends), desk.health(), desk.retry().clock());
        TablePipelines pipelines = new TablePipelines(
                modes(config, changes, ends),
                ends.tables(),
                ends.ahead(),
                inFlight,
                new TableAccounts(buffer, rejects, desk.health(), metrics),
                desk.retry());
        return new RunningTask(
                desk.mailbox(),
                new RunningTask.Rules(new Router(config.routing()), changes),
                new RunningTask.Delivery(tracker, guarantee, rejects, promised.flushTimeout()),
                pipelines,
                new BackPressure(context, tracker, buffer, rejects, pipelines, metrics.task()),
                desk.health());
    }

    /** How the task thread goes about each table. */
    private static Function<Destination, TableMode> modes(SinkConfig config, Changes changes, Ends ends) {
        Map<WritePlan, TableMode> modes = new HashMap<>();
        ends.modes()
                .forEach((plan, mode) -> modes.put(
                        plan,
                        new TableMode(
                                rows(config.records().schema(), changes, mode.format()), plan.batch(), mode.api())));
        return table -> Objects.requireNonNull(modes.get(config.writing().of(table)));
    }

    /** The writer of all tables. */
    private static RowWriter writer(SinkConfig config, Ends ends) {
        RowWriter common = modeOf(ends, config.writing().plan()).writer();
        if (ends.modes().size() == 1) {
            return common;
        }
        return new WritersByTable(
                ends.modes().values().stream().map(Mode::writer).toList(),
                table -> modeOf(ends, config.writing().of(table)).writer());
    }

    private static Mode modeOf(Ends ends, WritePlan plan) {
        return Objects.requireNonNull(ends.modes().get(plan));
    }

    private static RowConverter rows(SchemaSettings schema, Changes changes, RowFormat<?> format) {
        return new RowConverter(
                new RecordShapes(schema, changes),
                new RowEncoders(schema, changes, format, InstantSource.system()),
                schema);
    }

    private Ends ends(GoogleClients google, Numbers<TaskMetric> numbers) {
        Tables tables = tables(google, news -> desk.mailbox().post(pipelines -> pipelines.take(news)), "table");
        undo.push(tables::close);
        Map<WritePlan, Mode> modes = new LinkedHashMap<>();
        for (WritePlan plan : config.writing().plans()) {
            Mode mode = mode(plan, google, numbers);
            undo.push(mode.writer()::close);
            modes.put(plan, mode);
        }
        return new Ends(tables::ask, ahead(google, numbers), modes);
    }

    /** Each combination of write method, change mode and guarantee that there is. */
    private Mode mode(WritePlan plan, GoogleClients google, Numbers<TaskMetric> numbers) {
        return plan.fold(
                append -> new Mode(
                        new ProtoFormat(), defaultStreams(google, append.batch()), STORAGE_WRITE, Acknowledged::new),
                insert -> new Mode(
                        new JsonFormat(JsonDialect.INSERT_ALL), inserts(google, insert), INSERT_ALL, Acknowledged::new),
                load -> new Mode(
                        rowsOf(load.load().file()),
                        loadJobs(google, numbers, load.load()),
                        LOAD_JOBS,
                        Acknowledged::new));
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
    private TablesAhead ahead(GoogleClients google, Numbers<TaskMetric> numbers) {
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
                        new RecordShapes(schema, new Changes(config.records().change()))),
                tables::ask,
                numbers,
                desk.retry(),
                thread);
    }

    private RowWriter defaultStreams(GoogleClients google, BatchSettings batch) {
        return new DefaultStreamWriter(
                new StorageWriteSettings(
                        batch.timeout(),
                        config.writing().retry().outage(),
                        GoogleClients.product() + ":" + config.task(),
                        CONNECTIONS),
                google.storage(),
                WriterSchema::of,
                events(),
                desk.retry(),
                threads("write"));
    }

    private static RowFormat<?> rowsOf(LoadSettings.FileSettings file) {
        return switch (file.format()) {
            case AVRO -> new AvroFormat();
            case JSON -> new JsonFormat(JsonDialect.LINES);
        };
    }

    private static FileForm filesOf(LoadSettings.FileSettings file) {
        return switch (file.format()) {
            case AVRO -> new AvroFiles(file.compression(), AvroSchemas::of, AvroSchemas.DECIMAL_TARGETS);
            case JSON ->
                new JsonFiles(
                        file.compression(), (shape, omitted) -> new GoogleSchema(Map.of()).of(shape.without(omitted)));
        };
    }

    private RowWriter loadJobs(GoogleClients google, Numbers<TaskMetric> numbers, LoadSettings load) {
        ExecutorService calls = LoadWriter.calls(threads("load-call"));
        undo.push(calls::shutdownNow);
        LoadParts parts = new LoadParts(
                load,
                new LoadParts.Owner(config.task().connector(), config.task().task()),
                events(),
                numbers,
                new LoadParts.Retries(
                        desk.retry(),
                        config.writing().retry().outage(),
                        config.writing().delivery().tolerant()),
                new LoadParts.Threads(threads("load"), calls));
        return new LoadWriter(parts, new LoadGoogle(google.bigquery(), google.cloudStorage(), filesOf(load.file())));
    }

    private RowWriter inserts(GoogleClients google, WritePlan.StreamingInsert plan) {
        return new InsertAllWriter(
                new InsertAllSettings(
                        plan.batch().timeout(), config.writing().retry().outage(), plan.ids(), plan.compressed()),
                google.bigquery(plan.batch().timeout()),
                events(),
                desk.retry(),
                threads("insert"));
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
