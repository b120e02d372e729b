// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.services.bigquery.Bigquery;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.dispatch.Calls;
import io.millrace.connect.bigquery.write.dispatch.WriterThread;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Gathers changes in staging tables, and merges these. Everything below runs on the writer's own thread, but for
 * {@link RowWriter}'s methods, which only post.
 */
public final class MergeWriter implements RowWriter {
    /** Most calls at a time of each of both kinds. */
    public static final int MOST_CALLS = 4;

    private static final long LEAVE_MS = 2_500;
    private static final long SHOW_MS = 1_000;
    private final Map<Destination, TableMerges> tables = new HashMap<>();
    private final MergeDesk desk;
    private final Orphans orphans;
    private final WriterThread thread;

    /**
     * Starts the writer.
     *
     * @param parts what it is made of
     */
    public MergeWriter(MergeParts parts, Bigquery bigquery) {
        this.thread = new WriterThread(new Rounds(), parts.threads().writer());
        this.desk = new MergeDesk(parts, new MergeApi(bigquery), thread::post);
        this.orphans = new Orphans(desk);
        thread.post(this::show);
        thread.start();
    }

    /** Threads for so many calls at a time; none while there is nothing to call. */
    public static ExecutorService calls(ThreadFactory threads) {
        return Calls.atMost(MOST_CALLS, threads);
    }

    @Override
    public void write(Batch batch, Duration delay) {
        thread.post(() -> {
            if (delay.isZero()) {
                of(batch.table()).add(batch);
            } else {
                desk.later(delay.toMillis(), () -> of(batch.table()).add(batch));
            }
        });
    }

    /** No batch comes back from here as a whole for what its rows are. */
    @Override
    public void sift(Batch batch) {
        write(batch, Duration.ZERO);
    }

    @Override
    public void withdraw(Collection<Batch> batches) {
        List<Batch> unwanted = List.copyOf(batches);
        thread.postAndWait(() -> byTable(unwanted, Batch::table)
                .forEach((table, some) -> of(table).withdraw(some)));
    }

    @Override
    public void discard(Collection<StagedObject> objects) {
        List<StagedObject> unwanted = List.copyOf(objects);
        thread.post(() -> byTable(unwanted, StagedObject::table)
                .forEach((table, some) -> of(table).discard(some)));
    }

    @Override
    public void relieve(Collection<Destination> pressing) {
        List<Destination> some = List.copyOf(pressing);
        thread.post(() -> some.stream().map(tables::get).forEach(table -> {
            if (table != null) {
                table.relieve();
            }
        }));
    }

    @Override
    public void setAside(StagedObject object) {
        thread.post(() -> of(object.table()).setAside(object));
    }

    @Override
    public void tableSeen(Destination table, TableShape live) {
        thread.post(() -> of(table).tableSeen(live));
    }

    @Override
    public boolean isPrompt(Destination table) {
        return false;
    }

    @Override
    public void close() {
        thread.close();
    }

    private TableMerges of(Destination table) {
        return tables.computeIfAbsent(table, first -> {
            orphans.look(first);
            return new TableMerges(first, desk);
        });
    }

    private static <T> Map<Destination, List<T>> byTable(List<T> all, Function<T, Destination> table) {
        return all.stream().collect(Collectors.groupingBy(table));
    }

    private final class Rounds implements WriterThread.Work {
        @Override
        public long pauseMs() {
            return Math.max(0, Math.min(desk.timers.nextDue() - desk.now(), SHOW_MS));
        }

        @Override
        public void round() {
            desk.timers.run(desk.now());
        }

        @Override
        public void fail(ConnectException error) {
            desk.outside.broken(error);
            tables.values().forEach(table -> table.failAll(error));
        }

        @Override
        public void end() {
            leave();
        }
    }

    private void show() {
        tables.values().removeIf(TableMerges::isIdle);
        long oldest =
                tables.values().stream().mapToLong(TableMerges::oldestMs).min().orElse(Long.MAX_VALUE);
        desk.numbers.set(TaskMetric.MERGE_OLDEST_ROW_AGE_MS, oldest == Long.MAX_VALUE ? 0 : desk.now() - oldest);
        desk.numbers.set(
                TaskMetric.MERGES_WAITING,
                tables.values().stream().filter(TableMerges::isWaiting).count());
        desk.later(SHOW_MS, this::show);
    }

    /** Leaves nothing behind but what a statement may still read: whoever has the partitions next reads the records again. */
    private void leave() {
        List<Destination> unread = Stream.concat(
                        desk.unneeded.stream(), tables.values().stream().flatMap(table -> table.unread().stream()))
                .toList();
        CountDownLatch done = new CountDownLatch(1);
        desk.call(
                () -> {
                    try {
                        for (Destination staged : unread) {
                            desk.api.drop(staged);
                        }
                    } finally {
                        done.countDown();
                    }
                    return Boolean.TRUE;
                },
                dropped -> {},
                failed -> {
                    // they expire, or are swept when the task is started again
                });
        try {
            var unused = unread.isEmpty() || done.await(LEAVE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
