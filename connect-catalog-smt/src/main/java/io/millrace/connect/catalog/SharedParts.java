// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.emit.LineageReporter;
import io.millrace.connect.catalog.observe.Chain;
import io.millrace.connect.kit.metrics.MetricsPublisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where instances of one plugin class loader find each other: the before and the after of one task, by the task's thread,
 * which no other task and no later start of the same task has; and all tasks of one connector their reporter, by connector and
 * configuration. Everything is counted by its users and gone with the last. The only static state of the plugin.
 */
final class SharedParts {
    /** Connect builds every instance by itself and gives them nothing in common but the class. */
    static final SharedParts SHARED = new SharedParts();

    private final Map<Thread, Counted<Chain>> chains = new HashMap<>();
    private final Map<ReporterKey, Counted<RunningReporter>> reporters = new HashMap<>();

    /** Instances of one connector whose configuration is the same speak through one reporter. */
    record ReporterKey(String connector, Map<String, String> properties) {
        ReporterKey {
            properties = Map.copyOf(properties);
        }

        /** Properties may hold secrets. */
        @Override
        public String toString() {
            return connector;
        }
    }

    /** A reporter, its thread, and where its numbers are shown. */
    record RunningReporter(LineageReporter reporter, Thread thread, MetricsPublisher shown) {}

    private static final class Counted<T> {
        final T value;
        int users;

        Counted(T value) {
            this.value = value;
        }
    }

    synchronized Chain chain(Thread task) {
        return use(chains, task, Chain::new);
    }

    synchronized void leaveChain(Thread task) {
        release(chains, task);
    }

    synchronized RunningReporter reporter(ReporterKey key, Supplier<RunningReporter> start) {
        return use(reporters, key, start);
    }

    /** The last to leave waits, at most {@code timeout}, for the reporter to tell what is left. */
    void leaveReporter(ReporterKey key, Duration timeout) {
        RunningReporter last;
        synchronized (this) {
            RunningReporter running = reporters.get(key) == null ? null : reporters.get(key).value;
            last = release(reporters, key) ? running : null;
        }
        if (last != null) {
            stop(last, timeout);
        }
    }

    private static void stop(RunningReporter running, Duration timeout) {
        running.reporter().close(timeout);
        try {
            if (!timeout.isZero()) {
                running.thread().join(timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.thread().interrupt();
        running.shown().close(); // last: it shows what could not be sent
    }

    private static <K, V> V use(Map<K, Counted<V>> all, K key, Supplier<V> first) {
        Counted<V> counted = all.get(key);
        if (counted == null) {
            counted = new Counted<>(first.get());
            all.put(key, counted);
        }
        counted.users++;
        return counted.value;
    }

    private static <K, V> boolean release(Map<K, Counted<V>> all, K key) {
        Counted<V> counted = all.get(key);
        if (counted == null || --counted.users > 0) {
            return false;
        }
        all.remove(key);
        return true;
    }
}
