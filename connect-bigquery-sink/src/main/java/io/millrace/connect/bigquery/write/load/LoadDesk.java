// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.kit.metrics.Numbers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
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
    private final Consumer<Runnable> events;
    private long numbered;

    /** A call that waits for its answer. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

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
        this.events = events;
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

    /**
     * Calls Google on another thread, and does the rest on this one. Anything but an IOException is a defect.
     *
     * @param <T> what is answered
     */
    <T> void call(Call<T> call, Consumer<? super T> answered, Consumer<? super IOException> failed) {
        execute(() -> {
            try {
                T answer = call.run();
                events.accept(() -> answered.accept(answer));
            } catch (IOException refused) {
                events.accept(() -> failed.accept(refused));
            } catch (Throwable defect) { // an Error too: nobody else would hear of it
                events.accept(() -> {
                    throw new IllegalStateException(
                            "a call ended with " + defect.getClass().getName(), defect);
                });
            }
        });
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

    private void execute(Runnable work) {
        try {
            parts.threads().calls().execute(work);
        } catch (RejectedExecutionException stopped) {
            // the task is being stopped, and nobody waits for it any more
        }
    }

    /** Deletes objects in order, as far as that takes no longer than so. */
    void removeAll(List<String> objects, Duration most) {
        CountDownLatch done = new CountDownLatch(1);
        long deadline = System.nanoTime() + most.toNanos();
        execute(() -> {
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
