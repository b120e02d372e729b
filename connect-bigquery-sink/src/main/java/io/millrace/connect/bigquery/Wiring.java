// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.ahead.RegisteredTables;
import io.millrace.connect.bigquery.ahead.TablesAhead;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.deliver.BufferGauge;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.deliver.OriginReader;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.metrics.SinkMetrics;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.pipeline.InFlight;
import io.millrace.connect.bigquery.pipeline.PipelineParts;
import io.millrace.connect.bigquery.pipeline.RowConverter;
import io.millrace.connect.bigquery.pipeline.TablePipelines;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.bigquery.registry.TopicSchemas;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.table.TableRetries;
import io.millrace.connect.bigquery.table.TableThreads;
import io.millrace.connect.bigquery.table.Tables;
import io.millrace.connect.bigquery.task.BackPressure;
import io.millrace.connect.bigquery.task.Mailbox;
import io.millrace.connect.bigquery.task.RunningTask;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetrySettings;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.storage.StorageRowWriter;
import io.millrace.connect.bigquery.write.storage.StorageWriteSettings;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Builds a task out of its configuration, and takes it apart in reverse order. */
final class Wiring implements AutoCloseable {
    /** Most append connections of one task to one location; BigQuery allows thousands per project. */
    private static final int CONNECTIONS = 8;
    /** How long the schema registry may take for one answer; nobody's record waits for it. */
    private static final Duration REGISTRY_DEADLINE = Duration.ofSeconds(10);

    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final SinkConfig config;
    private final SinkTaskContext context;
    private final Mailbox mailbox = new Mailbox();
    private final InstantSource clock = steady();
    private final RandomGenerator random = new SharedRandom();
    private final TaskHealth health;
    private final RunningTask task;

    private Wiring(SinkConfig config, SinkTaskContext context) {
        this.config = config;
        this.health = new TaskHealth(clock, config.writing().retry().outage());
        this.context = context;
        try {
            this.task = task(GoogleClients.of(config.connection()));
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

    private RunningTask task(GoogleClients google) {
        RetrySettings retry = config.writing().retry();
        Backoff backoff = new Backoff(retry.initialBackoff(), retry.maxBackoff());
        SinkMetrics metrics =
                SinkMetrics.of(config.task().connector(), config.task().task(), context);
        undo.push(metrics::close);
        RunningTask.Accounting accounting = new RunningTask.Accounting(
                mailbox,
                new OffsetTracker(OriginReader.ofThisWorker()),
                new BufferGauge(config.writing().delivery().bufferMaxBytes()),
                new Rejects(
                        config.writing().letters().through(context.errantRecordReporter()),
                        config.writing().delivery().tolerant()),
                health,
                metrics.task());
        Later<TablePipelines> pipelines = new Later<>();
        Later<InFlight> inFlight = new Later<>();
        Tables tables = tables(
                google, backoff, news -> mailbox.post(() -> pipelines.get().take(news)), "table");
        undo.push(tables::close);
        RowWriter writer = writer(google, inFlight);
        undo.push(writer::close);
        PipelineParts.Waits waits = new PipelineParts.Waits(clock, random, backoff);
        inFlight.set(new InFlight(writer, accounting.tracker(), accounting.rejects(), health, waits));
        Changes changes = new Changes(config.records().change());
        TablesAhead ahead = ahead(google, backoff, metrics.task());
        pipelines.set(new TablePipelines(
                new PipelineParts(
                        rows(changes),
                        tables::ask,
                        inFlight.get(),
                        new PipelineParts.Accounts(
                                accounting.tracker(), accounting.gauge(), accounting.rejects(), health, metrics),
                        config.writing().plan().batch(),
                        waits),
                ahead));
        return new RunningTask(
                new Router(config.routing()),
                changes,
                pipelines.get(),
                accounting,
                new BackPressure(context, pipelines.get(), accounting),
                config.writing().delivery().flushTimeout());
    }

    private RowConverter rows(Changes changes) {
        SchemaSettings schema = config.records().schema();
        return new RowConverter(
                new RecordShapes(schema, changes),
                new RowEncoders(schema, changes, new ProtoFormat(), InstantSource.system()),
                schema);
    }

    private Tables tables(GoogleClients google, Backoff backoff, Consumer<TableNews> news, String room) {
        return new Tables(
                google.bigquery(),
                config.tables(),
                config.records().schema(),
                news,
                new TableRetries(
                        new RetryPolicy(backoff, clock, random),
                        config.writing().retry().outage()),
                new TableThreads(
                        Executors.newSingleThreadScheduledExecutor(threads(room + "-timer")),
                        Executors.newCachedThreadPool(threads(room))));
    }

    /** Shares nothing with a record's way but BigQuery: what waits there must not make a record wait. */
    private TablesAhead ahead(GoogleClients google, Backoff backoff, Numbers<TaskMetric> numbers) {
        RegistrySettings registry = config.records().registry();
        if (registry == null) {
            return TablesAhead.NONE;
        }
        SchemaSettings schema = config.records().schema();
        Later<RegisteredTables> ahead = new Later<>();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(threads("registry"));
        undo.push(thread::shutdownNow);
        Tables tables = tables(google, backoff, news -> ahead.get().take(news), "registry-table");
        undo.push(tables::close);
        ahead.set(new RegisteredTables(
                new TopicSchemas(new SchemaRegistry(registry.access(), REGISTRY_DEADLINE), registry, config.keyUse()),
                new RegisteredTables.Prospect(
                        new Router(config.routing()),
                        new RecordShapes(schema, new Changes(config.records().change()))),
                tables,
                numbers,
                new RegisteredTables.Pace(backoff, random, thread)));
        return ahead.get();
    }

    private RowWriter writer(GoogleClients google, Supplier<InFlight> inFlight) {
        return config.writing()
                .plan()
                .fold(storageAppend -> new StorageRowWriter(
                        new StorageWriteSettings(
                                storageAppend.batch().timeout(),
                                config.writing().retry(),
                                GoogleClients.product() + ":" + config.task(),
                                CONNECTIONS),
                        google.storage(),
                        WriterSchema::of,
                        new WriteEvents() {
                            @Override
                            public void finished(WriteResult result) {
                                mailbox.post(() -> inFlight.get().take(result));
                            }

                            @Override
                            public void repeated(Repetition repetition) {
                                mailbox.post(() -> inFlight.get().take(repetition));
                            }

                            @Override
                            public void broken(ConnectException error) {
                                health.fail(error);
                            }
                        },
                        new StorageRowWriter.Timing(clock, random, threads("write"))));
    }

    private ThreadFactory threads(String room) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, config.task() + "-" + room + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            // Whatever ends a thread of ours ends the task: it would go on without it, and nobody would know.
            thread.setUncaughtExceptionHandler((ended, why) -> health.fail("thread " + ended.getName(), why));
            return thread;
        };
    }

    /** Time that never jumps: a corrected clock must not make answers overdue. */
    private static InstantSource steady() {
        Instant start = Clock.systemUTC().instant();
        long nanos = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - nanos);
    }

    /** Something that is wired after what posts to it; nothing is posted before the task is called. */
    private static final class Later<T> implements Supplier<T> {
        private volatile @org.jspecify.annotations.Nullable T value;

        void set(T made) {
            value = made;
        }

        @Override
        public T get() {
            T made = value;
            if (made == null) {
                throw new IllegalStateException("called before it was wired");
            }
            return made;
        }
    }

    /** Chance for several threads. */
    private static final class SharedRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
