// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.catalog.event.JobSettings;
import io.millrace.connect.catalog.event.Naming;
import io.millrace.connect.catalog.event.NamingSettings;
import io.millrace.connect.catalog.event.Policy;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.registry.RegistryAccess;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * All that one connector's reporter is built from.
 *
 * @param withoutFacets names of facets that no event has
 * @param encryption how the datasets written are stored; null when nobody said
 * @param policyFile {@code metadata.file}, or null
 * @param registry null without one
 */
public record ReporterPlan(
        ReporterSettings settings,
        int queueCapacity,
        NamingSettings naming,
        JobSettings job,
        EventWriter.Versions versions,
        List<TransportPlan> transports,
        Set<String> withoutFacets,
        Policy policy,
        Policy.@Nullable Encryption encryption,
        @Nullable Path policyFile,
        @Nullable RegistryAccess registry) {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    public ReporterPlan {
        transports = List.copyOf(transports);
        withoutFacets = Set.copyOf(withoutFacets);
    }

    /** Builds the reporter of {@code connector}; it does nothing until a thread runs it. */
    public LineageReporter build(String connector, Clock clock) {
        Numbers<CatalogMetric> counters = new Numbers<>(CatalogMetric.values());
        Naming names = new Naming(naming);
        Semaphore wakeUp = new Semaphore(0);
        RetryPolicy retry = new RetryPolicy(BACKOFF, clock, new Random());
        Instant started = clock.instant();
        List<Target> targets = transports.stream()
                .map(transport -> new Target(way(connector, transport, wakeUp), settings, counters, retry, started))
                .toList();
        LineageReporter.Sources sources = new LineageReporter.Sources(
                policyFile == null ? null : PolicyFile.at(policyFile),
                registry == null ? null : new SubjectVersions(registry, settings.sendTimeout()));
        LineageReporter.Parts parts = new LineageReporter.Parts(
                new ArrayBlockingQueue<>(queueCapacity),
                wakeUp,
                new LineageGraph(connector, names, settings, counters),
                new SnapshotBuilder(names, settings, policy, encryption),
                sources,
                targets);
        return new LineageReporter(parts, settings, counters, clock);
    }

    private Target.Way way(String connector, TransportPlan transport, Semaphore wakeUp) {
        EventWriter writer = new EventWriter(transport.consumer(), job, versions);
        TransportSender sender =
                new TransportSender(connector + "-catalog-" + transport.name(), transport, wakeUp::release);
        return new Target.Way(transport.name(), writer, withoutFacets, sender);
    }
}
