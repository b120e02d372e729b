// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Writers to a fake API, and what they answer. Time goes on by itself and can be skipped. */
final class InsertBench implements WriteEvents, AutoCloseable {
    /** Where a row came from. */
    record At(String topic, int partition, long offset) implements Origin {}

    static final TableShape SHAPE = new TableShape(List.of(
            Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
            Column.record("r", ColumnMode.REPEATED, List.of(Column.of("X", ColumnType.STRING, ColumnMode.NULLABLE)))));
    static final Destination ORDERS = new Destination("p", "d", "orders");
    static final Destination RETURNS = new Destination("p", "d", "returns");
    static final Duration TIMEOUT = Duration.ofMinutes(1);
    static final Duration MOMENT = Duration.ofMillis(2);
    /** So long that what is repeated waits until the test ends. */
    static final Duration FOREVER = Duration.ofHours(1);

    final FakeInsertApi api = new FakeInsertApi();
    final BlockingQueue<WriteResult> results = new LinkedBlockingQueue<>();
    final Queue<Repetition> repetitions = new ConcurrentLinkedQueue<>();
    final BlockingQueue<ConnectException> breakdowns = new LinkedBlockingQueue<>();
    private final AtomicLong skippedMs = new AtomicLong();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Deque<InsertAllWriter> writers = new ArrayDeque<>();
    private volatile @Nullable Instant stopped;

    InsertAllWriter writer() {
        return writer(MOMENT, null);
    }

    InsertAllWriter writer(Duration backoff, @Nullable Duration outage) {
        return writer(new InsertAllSettings(TIMEOUT, outage, true, false), backoff, this);
    }

    InsertAllWriter writer(InsertAllSettings settings, Duration backoff, WriteEvents events) {
        writers.add(new InsertAllWriter(
                settings,
                api.client(TIMEOUT),
                events,
                new RetryPolicy(new Backoff(backoff, backoff), this::now, new Random(1)),
                this::thread));
        return writers.getLast();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "insert-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** The threads that writers made, in that order: each begins with its own. */
    List<Thread> threads() {
        return List.copyOf(threads);
    }

    @Override
    public void finished(WriteResult result) {
        results.add(result);
    }

    @Override
    public void repeated(Repetition repetition) {
        repetitions.add(repetition);
    }

    @Override
    public void told(LoadNews news) {
        throw new AssertionError("nothing is loaded");
    }

    @Override
    public void broken(ConnectException error) {
        breakdowns.add(error);
    }

    /** Waits until so many repetitions were told. */
    void awaitRepetitions(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (repetitions.size() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Why this batch was repeated, oldest first. */
    List<RetryReason> repetitions(Batch batch) {
        return repetitions.stream()
                .filter(repetition -> repetition.batch().equals(batch))
                .map(Repetition::reason)
                .toList();
    }

    /** Rows that are these JSON values. */
    static Batch batch(Destination table, String... json) {
        return new Batch(
                table,
                "EU",
                IntStream.range(0, json.length)
                        .mapToObj(i -> new Row(new At("orders", 0, i), SHAPE, json[i].getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    /** Rows that hold one number each. */
    static Batch numbers(Destination table, int count) {
        return batch(
                table,
                IntStream.range(0, count).mapToObj(i -> "{\"id\":" + i + "}").toArray(String[]::new));
    }

    static Batch send(InsertAllWriter writer, Destination table, String... json) {
        Batch batch = batch(table, json);
        writer.write(batch, Duration.ZERO);
        return batch;
    }

    <T extends WriteResult> T result(Class<T> expected, Batch batch) {
        WriteResult result = result();
        assertThat(result).isInstanceOf(expected);
        assertThat(result.batch()).isSameAs(batch);
        return expected.cast(result);
    }

    WriteResult result() {
        return taken(results);
    }

    /** The next result, with time moved on in such steps until it comes: a repetition is told before its time is set. */
    WriteResult resultInTime(InsertAllWriter writer, Duration step) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (results.isEmpty() && System.nanoTime() < end) {
            skip(writer, step);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return result();
    }

    ConnectException breakdown() {
        return taken(breakdowns);
    }

    private static <T> T taken(BlockingQueue<T> queue) {
        try {
            return requireNonNull(queue.poll(10, TimeUnit.SECONDS), "nothing came");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private Instant now() {
        Instant fixed = stopped;
        return (fixed == null ? Instant.now() : fixed).plusMillis(skippedMs.get());
    }

    /** From now on time moves only where the test skips it, however busy the machine is. */
    void stopTime() {
        stopped = now();
    }

    /** Moves time on, and wakes the writer to see it. */
    void skip(InsertAllWriter writer, Duration time) {
        skippedMs.addAndGet(time.toMillis());
        writer.withdraw(List.of());
    }

    @Override
    public void close() {
        api.close();
        writers.forEach(InsertAllWriter::close);
    }
}
