// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** A writer of load jobs to a fake API, and what it tells. Its time moves while a test waits for something, and fast. */
final class LoadingBench implements WriteEvents, AutoCloseable {
    /** Where a row came from. */
    record At(String topic, int partition, long offset) implements Origin {}

    static final TableShape SHAPE = new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE)));
    static final Destination ORDERS = new Destination("p", "d", "orders");
    static final Duration INTERVAL = Duration.ofSeconds(2);
    static final Duration SPACING = Duration.ofSeconds(5);
    /** How far time moves while a millisecond passes. */
    private static final long STEP_MS = 100;

    private static final Duration MOMENT = Duration.ofMillis(50);

    final FakeLoadApi api = new FakeLoadApi();
    final Queue<WriteResult> results = new ConcurrentLinkedQueue<>();
    final Queue<Repetition> repetitions = new ConcurrentLinkedQueue<>();
    final Queue<LoadNews> news = new ConcurrentLinkedQueue<>();
    final Queue<LoadNews.Repeated> repeated = new ConcurrentLinkedQueue<>();
    final Queue<ConnectException> breakdowns = new ConcurrentLinkedQueue<>();
    final Numbers<TaskMetric> numbers = new Numbers<>(TaskMetric.values());
    private final AtomicLong nowMs = new AtomicLong(Instant.now().toEpochMilli());
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService calls = LoadWriter.calls(this::thread);

    /** How it loads; tests change what they are about. */
    LoadSettings settings = new LoadSettings(
            new LoadSettings.Place(FakeLoadApi.BUCKET, "pre", false),
            new LoadSettings.FileSettings(FileFormat.JSON, Compression.NONE),
            new LoadSettings.Cut(INTERVAL, 1_000_000, 1_000),
            SPACING,
            null);

    FileForm form = new JsonFiles(Compression.NONE, shape -> {
        throw new AssertionError("no column is left out");
    });

    /** How some are loaded otherwise. */
    final Map<Destination, LoadParts.Table> tables = new HashMap<>();

    @Nullable
    Duration outage;

    boolean tolerant;
    private @Nullable LoadWriter writer;

    /** Made when it is first asked for. */
    LoadWriter writer() {
        LoadWriter made = writer;
        if (made == null) {
            made = another("orders");
            writer = made;
        }
        return made;
    }

    /** One that is not closed with the bench. */
    LoadWriter another(String connector) {
        return new LoadWriter(
                new LoadParts(
                        settings,
                        new LoadParts.Owner(connector, 0),
                        this,
                        numbers,
                        new LoadParts.Retries(
                                new RetryPolicy(
                                        new Backoff(MOMENT, MOMENT),
                                        () -> Instant.ofEpochMilli(nowMs.get()),
                                        new Random(1)),
                                outage,
                                tolerant),
                        new LoadParts.Threads(this::thread, calls)),
                new LoadGoogle(api.bigquery(), api.storage()),
                table -> tables.getOrDefault(table, new LoadParts.Table(settings.cut(), form)));
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "load-" + threads.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }

    // ---- what it is given

    static Batch batch(Destination table, long... offsets) {
        return new Batch(
                table,
                "EU",
                IntStream.range(0, offsets.length)
                        .mapToObj(i -> new Row(
                                new At("orders", 0, offsets[i]),
                                SHAPE,
                                ("{\"id\":" + offsets[i] + "}").getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    Batch send(long... offsets) {
        Batch batch = batch(ORDERS, offsets);
        writer().write(batch, Duration.ZERO);
        return batch;
    }

    /** An object with these rows, complete without waiting for company. */
    StagedObject stage(long... offsets) {
        Batch batch = send(offsets);
        writer().relieve(List.of(ORDERS));
        return result(WriteResult.Staged.class, batch).object();
    }

    // ---- what it tells

    @Override
    public void finished(WriteResult result) {
        results.add(result);
    }

    @Override
    public void repeated(Repetition repetition) {
        repetitions.add(repetition);
    }

    @Override
    public void told(LoadNews one) {
        if (one instanceof LoadNews.Repeated again) {
            repeated.add(again);
        } else {
            news.add(one);
        }
    }

    @Override
    public void broken(ConnectException error) {
        breakdowns.add(error);
    }

    /** What became of the batch that is answered next. */
    <T extends WriteResult> T result(Class<T> expected, Batch batch) {
        await("a result", () -> !results.isEmpty());
        WriteResult result = results.remove();
        assertThat(result).isInstanceOf(expected);
        assertThat(result.batch()).isSameAs(batch);
        return expected.cast(result);
    }

    /** What is told next, but for repetitions. */
    <T extends LoadNews> T news(Class<T> expected) {
        await("news", () -> !news.isEmpty());
        LoadNews one = news.remove();
        assertThat(one).isInstanceOf(expected);
        return expected.cast(one);
    }

    List<RetryReason> reasons() {
        return repetitions.stream().map(Repetition::reason).toList();
    }

    List<RetryReason> reasonsOfJobs() {
        return repeated.stream().map(LoadNews.Repeated::reason).toList();
    }

    // ---- time

    /** Moves time until something is so. */
    void await(String what, BooleanSupplier so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s did not come: %s", what, repeated)
                    .isLessThan(end);
            skip(Duration.ofMillis(STEP_MS));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Moves time on, and wakes the writer to see it. */
    void skip(Duration time) {
        nowMs.addAndGet(time.toMillis());
        writer().discard(List.of());
    }

    /** Moves time so far, in steps that let calls be answered. */
    void pass(Duration time) {
        for (long end = nowMs.get() + time.toMillis(); nowMs.get() < end; ) {
            skip(Duration.ofMillis(10 * STEP_MS));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    long now() {
        return nowMs.get();
    }

    @Override
    public void close() {
        api.close();
        LoadWriter made = writer;
        if (made != null) {
            made.close();
        }
        calls.shutdownNow();
    }
}
