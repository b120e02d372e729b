// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.dispatch.Calls;
import io.millrace.connect.bigquery.write.dispatch.WriterThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Gathers batches in objects in Cloud Storage, and loads these, at least once. Everything below runs on the writer's own
 * thread, but for {@link RowWriter}'s methods, which only post.
 */
public final class LoadWriter implements RowWriter {
    private static final Duration LEAVE = Duration.ofMillis(2_500);
    private static final long SHOW_MS = 1_000;
    /** Uploads take most of them: eight keep a network of 1 Gbit/s busy, whatever number of tables there is. */
    private static final int CALLS = 8;

    private final Map<Destination, TableLoads> tables = new HashMap<>();
    private final LoadDesk desk;
    private final Lease lease;
    private final Deletions deletions;
    private final WriterThread thread;

    /**
     * Starts the writer.
     *
     * @param parts what it is made of
     * @param google what it calls
     * @param tables how each table is loaded, always the same
     */
    public LoadWriter(LoadParts parts, LoadGoogle google, Function<Destination, LoadParts.Table> tables) {
        this.thread = new WriterThread(new Rounds(), parts.threads().writer());
        this.desk = new LoadDesk(parts, google, tables, thread::post);
        this.lease = new Lease(desk);
        this.deletions = new Deletions(desk);
        thread.post(lease::keep);
        thread.post(new Orphans(desk)::watch);
        thread.post(this::show);
        thread.start();
    }

    /** As many threads as calls to Google are worth at a time; none while there is nothing to call. */
    public static ExecutorService calls(ThreadFactory threads) {
        return Calls.atMost(CALLS, threads);
    }

    @Override
    public void write(Batch batch, Duration delay) {
        thread.post(() -> {
            if (delay.isZero()) {
                of(batch.table()).add(batch);
            } else {
                of(batch.table()).addLater(batch, delay);
            }
        });
    }

    /** No batch comes back from here as a whole. */
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
        thread.post(() -> onRelief(some));
    }

    @Override
    public void setAside(StagedObject object) {
        thread.post(() -> of(object.table()).jobs().condemn(object));
    }

    @Override
    public void tableSeen(Destination table, TableShape live) {
        thread.post(() -> of(table).jobs().tableSeen(live));
    }

    @Override
    public boolean isPrompt(Destination table) {
        return false;
    }

    @Override
    public void close() {
        thread.close();
    }

    private TableLoads of(Destination table) {
        return tables.computeIfAbsent(table, first -> new TableLoads(first, desk, lease, deletions));
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

    /** Uploads the biggest of what waits for company, until half of it is on its way. */
    private void onRelief(List<Destination> pressing) {
        List<TableLoads> some = pressing.stream()
                .map(tables::get)
                .filter(table -> table != null)
                .toList();
        long uploading = some.stream().mapToLong(TableLoads::uploadingBytes).sum();
        List<OpenObject> open = new ArrayList<>();
        some.forEach(table -> open.addAll(table.open()));
        long waiting = open.stream().mapToLong(OpenObject::bytes).sum();
        open.sort(Comparator.comparingLong(OpenObject::bytes).reversed());
        for (OpenObject object : open) {
            if (uploading >= waiting) {
                break;
            }
            waiting -= object.bytes();
            uploading += object.bytes();
            of(object.batches().get(0).table()).cut(object);
        }
        some.forEach(TableLoads::hurry);
    }

    private void show() {
        tables.values().removeIf(TableLoads::isIdle);
        long oldest =
                tables.values().stream().mapToLong(TableLoads::oldestMs).min().orElse(Long.MAX_VALUE);
        desk.numbers.set(TaskMetric.LOAD_OLDEST_ROW_AGE_MS, oldest == Long.MAX_VALUE ? 0 : desk.now() - oldest);
        desk.timers.at(desk.now() + SHOW_MS, this::show);
    }

    /** Leaves nothing behind but what a job may still read: whoever has the partitions next reads the records again. */
    private void leave() {
        if (!lease.isHeld()) {
            return;
        }
        List<String> names = new ArrayList<>(deletions.left());
        tables.values().forEach(table -> names.addAll(table.jobs().unasked()));
        boolean running =
                tables.values().stream().anyMatch(table -> table.jobs().isRunning() || table.uploadingBytes() > 0);
        if (!running) {
            names.add(desk.names.lease());
        }
        desk.removeAll(names, LEAVE);
    }
}
