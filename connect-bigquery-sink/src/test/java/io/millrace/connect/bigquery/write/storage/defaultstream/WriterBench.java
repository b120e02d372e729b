// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
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
import io.millrace.connect.bigquery.write.storage.StorageWriteSettings;
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

/** Writers to a fake write API, and what they answer. Time goes on by itself and can be skipped. */
final class WriterBench implements WriteEvents, AutoCloseable {
    /** Where a row came from. */
    record At(String topic, int partition, long offset) implements Origin {}

    private static final TableShape SHAPE =
            new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE)));
    static final TableShape BROKEN =
            new TableShape(List.of(Column.of("broken", ColumnType.INT64, ColumnMode.NULLABLE)));
    static final Destination ORDERS = new Destination("p", "d", "orders");
    static final Destination RETURNS = new Destination("p", "d", "returns");
    static final Duration TIMEOUT = Duration.ofMinutes(1);
    static final Duration MOMENT = Duration.ofMillis(2);
    /** So long that what is repeated waits until the test ends. */
    static final Duration FOREVER = Duration.ofHours(1);

    final FakeWriteApi api = new FakeWriteApi();
    private final AtomicLong skippedMs = new AtomicLong();
    final BlockingQueue<WriteResult> results = new LinkedBlockingQueue<>();
    final Queue<Repetition> repetitions = new ConcurrentLinkedQueue<>();
    final BlockingQueue<ConnectException> breakdowns = new LinkedBlockingQueue<>();
    private final Deque<DefaultStreamWriter> writers = new ArrayDeque<>();
    private volatile Throwable defect = new IllegalStateException("as a defect would");
    private volatile @Nullable Instant stopped;
    private @Nullable Thread thread;

    @Override
    public void close() {
        writers.forEach(DefaultStreamWriter::close);
        api.close();
    }

    DefaultStreamWriter writer(Duration backoff, @Nullable Duration outage) {
        return writer(backoff, outage, this);
    }

    DefaultStreamWriter writer(Duration backoff, @Nullable Duration outage, WriteEvents events) {
        writers.add(new DefaultStreamWriter(
                new StorageWriteSettings(TIMEOUT, outage, "trace", 8),
                api.client(),
                this::descriptor,
                events,
                new RetryPolicy(new Backoff(backoff, backoff), this::now, new Random(1)),
                this::thread));
        return writers.getLast();
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
        throw new AssertionError("nothing is staged");
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

    /** What goes wrong with rows of the broken shape. */
    void defect(Throwable defect) {
        this.defect = defect;
    }

    /** The thread of the writer that was made last. */
    Thread thread() {
        return requireNonNull(thread);
    }

    private Thread thread(Runnable work) {
        thread = new Thread(work, "write");
        return thread;
    }

    static void raise(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private DescriptorProto descriptor(TableShape shape) {
        if (shape.equals(BROKEN)) {
            raise(defect);
        }
        return DescriptorProto.newBuilder().setName("Row").build();
    }

    DefaultStreamWriter writer() {
        return writer(MOMENT, null);
    }

    static Batch batch(Destination table, String... rows) {
        return batch(table, SHAPE, rows);
    }

    static Batch batch(Destination table, TableShape shape, String... rows) {
        return new Batch(
                table,
                "EU",
                IntStream.range(0, rows.length)
                        .mapToObj(i -> new Row(new At("orders", 0, i), shape, rows[i].getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    static Batch send(DefaultStreamWriter writer, Destination table, String... rows) {
        Batch batch = batch(table, rows);
        writer.write(batch, Duration.ZERO);
        return batch;
    }

    /** Lets tables be answered as soon as they should, so that they share connections. */
    void makeQuick(DefaultStreamWriter writer, Destination... tables) {
        for (Destination table : tables) {
            result(WriteResult.Written.class, send(writer, table, "first of " + table.table()));
        }
        api.forget();
    }

    <T extends WriteResult> T result(Class<T> expected, Batch batch) {
        WriteResult result = result();
        assertThat(result).isInstanceOf(expected);
        assertThat(result.batch()).isSameAs(batch);
        return expected.cast(result);
    }

    ConnectException breakdown() {
        try {
            return requireNonNull(breakdowns.poll(10, TimeUnit.SECONDS), "nothing is broken");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    WriteResult result() {
        try {
            return requireNonNull(results.poll(10, TimeUnit.SECONDS), "no result came");
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
    void skip(DefaultStreamWriter writer, Duration time) {
        skippedMs.addAndGet(time.toMillis());
        writer.withdraw(List.of());
    }
}
