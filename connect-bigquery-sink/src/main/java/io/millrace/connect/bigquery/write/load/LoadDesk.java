// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.dispatch.Calls;
import io.millrace.connect.kit.metrics.Numbers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the loads of all tables share. All but {@link #call}'s work is the writer's thread's. */
final class LoadDesk {
    private static final int RADIX = 36;

    final LoadSettings settings;
    final ObjectStore store;
    final LoadJobs jobs;
    final ObjectNames names;
    final WriteEvents outside;
    final Numbers<TaskMetric> numbers;
    final Timers timers = new Timers();

    private final LoadParts parts;
    private final Function<Destination, LoadParts.Table> tables;
    private final Calls calls;
    private long numbered;

    /** A call without an answer. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** @param events are done by the writer's thread, in order */
    LoadDesk(
            LoadParts parts,
            LoadGoogle google,
            Function<Destination, LoadParts.Table> tables,
            Consumer<Runnable> events) {
        this.parts = parts;
        this.tables = tables;
        this.calls = new Calls(parts.threads().calls(), events);
        this.settings = parts.settings();
        this.outside = parts.outside();
        this.numbers = parts.numbers();
        this.store = new ObjectStore(google.storage(), settings.place().bucket());
        this.jobs = new LoadJobs(google.bigquery());
        LoadParts.Owner owner = parts.owner();
        String incarnation = Long.toString(now(), RADIX) + "-" + owner.task() + "-"
                + Long.toHexString(parts.retries().policy().random().nextLong());
        this.names = new ObjectNames(settings.place().prefix(), owner.connector(), owner.task(), incarnation);
    }

    long now() {
        return parts.retries().policy().clock().millis();
    }

    /** The pause after so many failures in a row. */
    Duration pauseAfter(int failures) {
        return parts.retries().policy().pauseAfter(failures);
    }

    /**
     * A number that no object and no job had before, whatever table they are of: one whose table was forgotten meanwhile is never
     * taken for a younger one.
     */
    long number() {
        return numbered++;
    }

    /** All that have a number have a lower one. */
    long numbered() {
        return numbered;
    }

    /** How a table is loaded. */
    LoadParts.Table of(Destination table) {
        return tables.apply(table);
    }

    /** What bears refusals of one thing. */
    Patience patience() {
        return new Patience(parts.retries().outage(), parts.retries().tolerant());
    }

    /** See {@link Calls#call}. */
    <T> void call(Calls.Call<T> call, Consumer<? super T> answered, Consumer<? super IOException> failed) {
        calls.call(call, answered, failed);
    }

    /** As above, for calls without an answer. */
    void run(Work work, Runnable done, Consumer<? super IOException> failed) {
        call(
                () -> {
                    work.run();
                    return Boolean.TRUE;
                },
                yes -> done.run(),
                failed);
    }

    /** Deletes objects in order, as far as that takes no longer than so. */
    void removeAll(List<String> objects, Duration most) {
        CountDownLatch done = new CountDownLatch(1);
        long deadline = System.nanoTime() + most.toNanos();
        calls.execute(() -> {
            try {
                for (String name : objects) {
                    if (System.nanoTime() < deadline) {
                        store.delete(name);
                    }
                }
            } catch (IOException kept) {
                // they are orphans for whoever runs the connector next
            } finally {
                done.countDown();
            }
        });
        try {
            var unused = done.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
