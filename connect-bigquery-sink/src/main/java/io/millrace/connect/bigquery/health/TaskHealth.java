// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.health;

import io.millrace.connect.bigquery.model.Destination;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a task from going on: a failure, which ends it at its next call, or tables that BigQuery does not serve just
 * now. The latter are told once when they begin and once when they end; meanwhile whatever they hold up is kept and tried
 * again. Task thread, but for {@link #fail}.
 */
public final class TaskHealth {
    private static final Logger LOG = LoggerFactory.getLogger(TaskHealth.class);

    /** For so long after it was told, an outage of the same kind is told again only if it lasts. */
    private static final long CALM_MS = 60_000;

    private static final long FLICKER_MS = 5_000;

    private final InstantSource clock;
    private final @Nullable Duration longest;
    private final AtomicReference<ConnectException> failure = new AtomicReference<>();
    private final Map<Affair, Outage> outages = new HashMap<>();
    /** When outages ended that were told: what flickers is not told each time. */
    private final Map<Affair, Long> ended = new HashMap<>();

    /** What cannot be done with a table. */
    public enum Work {
        /** To see, make or change it, by BigQuery's admin API. */
        TABLE("cannot be seen or changed for now, its records are kept and BigQuery is asked again"),
        /** To write its rows. */
        ROWS("cannot be written for now, its rows are kept and tried again"),
        /** To load or merge its rows, which wait in Cloud Storage or in a staging table. */
        LOAD("takes no staged rows for now, they are kept where they are and tried again");

        private final String words;

        Work(String words) {
            this.words = words;
        }
    }

    private record Affair(Destination table, Work work) {}

    private static final class Outage {
        long sinceMs;
        long repetitions;
        boolean told;
        boolean left;

        Outage(long sinceMs) {
            this.sinceMs = sinceMs;
        }
    }

    /** @param longest how long a table may not be served before the task fails; null for as long as it takes */
    public TaskHealth(InstantSource clock, @Nullable Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    /** Ends the task at its next call; the first failure counts. Any thread. */
    public void fail(ConnectException error) {
        failure.compareAndSet(null, error);
    }

    /** The same for what nobody foresaw. */
    public void fail(String where, Throwable unexpected) {
        fail(
                unexpected instanceof ConnectException foreseen
                        ? foreseen
                        : new ConnectException(
                                where + " failed unexpectedly: "
                                        + unexpected.getClass().getName(),
                                unexpected));
    }

    public boolean failed() {
        return failure.get() != null;
    }

    /** Throws what ends the task. */
    public void check() {
        ConnectException ended = failure.get();
        if (ended != null) {
            throw ended;
        }
    }

    /**
     * Something has to be repeated.
     *
     * @param notable whether once is worth telling; connections end now and then by themselves, only twice in a row is trouble
     */
    public void repeated(Destination table, Work work, String cause, boolean notable) {
        Affair affair = new Affair(table, work);
        Outage outage = outages.computeIfAbsent(affair, began -> new Outage(clock.millis()));
        if (outage.left) { // it was somebody else's meanwhile, if it lasted
            outage.left = false;
            outage.sinceMs = clock.millis();
        }
        outage.repetitions++;
        if (!outage.told && (notable || outage.repetitions > 1) && !flickers(affair, outage)) {
            outage.told = true;
            LOG.warn("table {} table={} cause={}", work.words, table, cause);
        }
        long lasted = clock.millis() - outage.sinceMs;
        if (longest != null && lasted >= longest.toMillis()) {
            fail(new ConnectException("table " + table + " was not served for " + lasted + " ms, last because of "
                    + cause + "; outage.timeout.ms says how long to go on trying"));
        }
    }

    private boolean flickers(Affair affair, Outage outage) {
        Long before = ended.get(affair);
        return before != null && outage.sinceMs - before < CALM_MS && clock.millis() - outage.sinceMs < FLICKER_MS;
    }

    /** It worked. */
    public void settled(Destination table, Work work) {
        if (outages.isEmpty()) {
            return; // on the way of every request
        }
        Affair affair = new Affair(table, work);
        Outage outage = outages.remove(affair);
        if (outage != null && outage.told) {
            long now = clock.millis();
            ended.values().removeIf(at -> now - at >= CALM_MS);
            ended.put(affair, now);
            LOG.info(
                    "table is served again table={} work={} afterSeconds={} repetitions={}",
                    table,
                    work,
                    Duration.ofMillis(now - outage.sinceMs).toSeconds(),
                    outage.repetitions);
        }
    }

    /** Nobody waits for it any more; whoever waits again is not told again. */
    public void leave(Destination table, Work work) {
        outages.computeIfPresent(new Affair(table, work), (affair, outage) -> {
            outage.left = true;
            return outage.told ? outage : null;
        });
    }

    /** Whether this cannot be done for now. */
    public boolean has(Destination table, Work work) {
        Outage outage = outages.isEmpty() ? null : outages.get(new Affair(table, work));
        return outage != null && !outage.left;
    }

    /** Whether anything cannot be done for now. */
    public boolean any() {
        return !outages.isEmpty();
    }
}
