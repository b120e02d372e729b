// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.EdgeSnapshot.Carrier;
import io.millrace.connect.catalog.event.Policy;
import io.millrace.connect.catalog.observe.RecordKind;
import io.millrace.connect.catalog.observe.Sighting;
import io.millrace.connect.catalog.observe.Sightings;
import io.millrace.connect.kit.metrics.Numbers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to the catalogs for all tasks of one connector on this worker: one thread, one bounded queue in front of it. It
 * never waits for a catalog, a registry or a file system beyond one small file; it looks after all of them in turn.
 */
public final class LineageReporter implements Sightings, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LineageReporter.class);
    private static final Duration POLICY_EVERY = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    /** Between two questions to the registry about a topic of which nothing has changed. */
    private static final Duration ASK_ANEW = Duration.ofMinutes(15);

    private static final int TICK_MS = 100;

    private final BlockingQueue<Sighting> inbox;
    private final Queue<Sighting.Ended> endings = new ConcurrentLinkedQueue<>();
    private final Semaphore wakeUp;
    private final LineageGraph graph;
    private final SnapshotBuilder snapshots;
    private final Sources sources;
    private final List<Target> targets;
    private final ReporterSettings settings;
    private final Numbers<CatalogMetric> counters;
    private final Clock clock;
    private Policy policy = new Policy(List.of());
    private Instant policyAt = Instant.MIN;
    private Instant lookAt = Instant.MIN;
    private volatile @Nullable Instant closeBy;

    /** What is asked besides the records; either may be missing. */
    record Sources(@Nullable PolicyFile policy, @Nullable SubjectVersions registry) {}

    /** What the reporter is made of; {@code wakeUp} is released when a send has ended. */
    record Parts(
            BlockingQueue<Sighting> inbox,
            Semaphore wakeUp,
            LineageGraph graph,
            SnapshotBuilder snapshots,
            Sources sources,
            List<Target> targets) {}

    LineageReporter(Parts parts, ReporterSettings settings, Numbers<CatalogMetric> counters, Clock clock) {
        this.inbox = parts.inbox();
        this.wakeUp = parts.wakeUp();
        this.graph = parts.graph();
        this.snapshots = parts.snapshots();
        this.sources = parts.sources();
        this.targets = List.copyOf(parts.targets());
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
    }

    public Numbers<CatalogMetric> counters() {
        return counters;
    }

    @Override
    public boolean offer(Sighting sighting) {
        if (sighting instanceof Sighting.Ended ended) {
            endings.add(ended);
            return true;
        }
        boolean taken = inbox.offer(sighting);
        if (!taken) {
            wakeUp.release();
            counters.add(CatalogMetric.SIGHTINGS_DROPPED_TOTAL, 1);
        }
        return taken;
    }

    @Override
    public void passOver() {
        counters.add(CatalogMetric.RECORDS_PASSED_OVER_TOTAL, 1);
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                more = guardedStep();
                if (more) {
                    wakeUp.tryAcquire(untilNextStep(), TimeUnit.MILLISECONDS);
                    wakeUp.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            targets.forEach(Target::close);
            SubjectVersions registry = sources.registry();
            if (registry != null) {
                registry.close();
            }
        }
    }

    private long untilNextStep() {
        Instant by = closeBy;
        long left = by == null ? TICK_MS : Duration.between(clock.instant(), by).toMillis();
        return Math.max(1, Math.min(TICK_MS, left));
    }

    private boolean guardedStep() {
        try {
            return step();
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            // A heap that is full may be another's fault, and is not full for ever: a thread that is gone is.
            counters.add(CatalogMetric.ERRORS_TOTAL, 1);
            LOG.warn("catalog reporter survived an error cause={}", e.getClass().getName(), e);
            return closeBy == null;
        }
    }

    /** One round; false when the reporter has closed and nothing is left to do, or its time is over. */
    boolean step() {
        Instant now = clock.instant();
        Instant by = closeBy;
        SubjectVersions registry = sources.registry();
        boolean answered = registry != null && registry.takeAnswered();
        if (takeSightings(now) || answered || !now.isBefore(lookAt)) {
            lookAt = now.plusMillis(TICK_MS);
            look(now);
        }
        if (by != null && !now.isBefore(by)) {
            targets.forEach(target -> target.settle(now)); // what has arrived is counted, and nothing is begun any more
        } else if (!tick(now, by != null) || by == null) {
            return true;
        }
        targets.forEach(target -> target.countUnsent(graph.edges(), now));
        return false;
    }

    /** True when every target has nothing left to do now. */
    private boolean tick(Instant now, boolean closing) {
        boolean quiet = true;
        for (Target target : targets) {
            quiet &= target.tick(graph.edges(), now, closing);
        }
        return quiet;
    }

    private boolean takeSightings(Instant now) {
        // Ends first out and last in: what a task saw before its end is in the inbox by then.
        List<Sighting.Ended> ended = new ArrayList<>();
        for (Sighting.Ended end = endings.poll(); end != null; end = endings.poll()) {
            ended.add(end);
        }
        boolean any = !ended.isEmpty();
        for (Sighting sighting = inbox.poll(); sighting != null; sighting = inbox.poll()) {
            graph.take(sighting, now);
            any = true;
        }
        ended.forEach(end -> graph.take(end, now));
        return any;
    }

    /** Looks at every edge. With thousands of them this takes longer than a fast catalog does, so not after each send. */
    private void look(Instant now) {
        graph.admit(now);
        refreshPolicy(now);
        graph.edges().forEach(edge -> renew(edge, now));
        targets.forEach(target -> target.keepOnly(graph.edges()));
    }

    private void renew(Edge edge, Instant now) {
        edge.traffic.follow(now);
        takeAnswer(edge, now);
        boolean ask;
        try {
            ask = snapshots.renew(edge, policy);
        } catch (RuntimeException e) {
            counters.add(CatalogMetric.ERRORS_TOTAL, 1);
            LOG.warn(
                    "an edge cannot be described job={} cause={}",
                    edge.key.job().name(),
                    e.getClass().getName(),
                    e);
            return;
        }
        if (ask) {
            edge.lookup.changed(now);
        }
        SubjectVersions registry = sources.registry();
        if (registry != null && edge.lookup.isDue(now) && !edge.lookup.isOpen() && edge.snapshot != null) {
            Duration next = settings.heartbeat().compareTo(ASK_ANEW) < 0 ? ASK_ANEW : settings.heartbeat();
            edge.lookup.await(
                    registry.latest(edge.key.topic(), recordName(edge), edge.lookup.changedAt(), now), now.plus(next));
        }
    }

    private static @Nullable String recordName(Edge edge) {
        EdgeTraffic.Stream stream = Objects.requireNonNull(edge.newest());
        RecordKind first = edge.key.carrier() == Carrier.SOURCE
                ? stream.kind()
                : Objects.requireNonNullElse(stream.before(), stream.kind());
        Schema schema = first.schema();
        return schema == null ? null : schema.name();
    }

    private void takeAnswer(Edge edge, Instant now) {
        switch (edge.lookup.take(now)) {
            case NEW -> edge.stale = true;
            case FAILED -> counters.add(CatalogMetric.LOOKUPS_FAILED_TOTAL, 1);
            case NONE, SAME -> {}
        }
    }

    private void refreshPolicy(Instant now) {
        PolicyFile file = sources.policy();
        if (file == null || now.isBefore(policyAt)) {
            return;
        }
        policyAt = now.plus(POLICY_EVERY);
        try {
            if (file.refresh()) {
                policy = file.policy();
                graph.edges().forEach(edge -> edge.stale = true);
            }
        } catch (IOException e) {
            counters.add(CatalogMetric.LOOKUPS_FAILED_TOTAL, 1);
            policyAt = now.plus(ASK_AGAIN);
            LOG.warn("metadata.file cannot be read, what it said before stays cause={}", e.getMessage());
        }
    }

    /** Whether a send is under way, whose end wakes it up. */
    boolean sending() {
        return targets.stream().anyMatch(Target::sending);
    }

    /** Whether no question to the registry is open. */
    boolean answered() {
        return graph.edges().stream().noneMatch(edge -> edge.lookup.isOpen());
    }

    /**
     * Asks the reporter to tell what is left, the longest untold first, and to end within {@code timeout}. Returns at once.
     */
    public void close(Duration timeout) {
        // A little less: what could not be sent is still to be counted.
        closeBy = clock.instant().plus(timeout.minus(timeout.dividedBy(20)));
        wakeUp.release();
    }
}
