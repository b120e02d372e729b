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
 * All that one connector's hub is built from.
 *
 * @param withoutFacets names of facets that no event has
 * @param encryption how the datasets written are stored; null when nobody said
 * @param policyFile {@code metadata.file}, or null
 * @param registry null without one
 */
public record HubPlan(
        HubSettings settings,
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

    public HubPlan {
        transports = List.copyOf(transports);
        withoutFacets = Set.copyOf(withoutFacets);
    }

    /** Builds the hub of {@code connector}; it does nothing until a thread runs it. */
    public Hub build(String connector, Clock clock) {
        Numbers<CatalogMetric> counters = new Numbers<>(CatalogMetric.values());
        Naming names = new Naming(naming);
        Semaphore bell = new Semaphore(0);
        RetryPolicy retry = new RetryPolicy(BACKOFF, clock, new Random());
        Instant started = clock.instant();
        List<Target> targets = transports.stream()
                .map(transport -> new Target(way(connector, transport, bell), settings, counters, retry, started))
                .toList();
        Hub.Sources sources = new Hub.Sources(
                policyFile == null ? null : new PolicyFile(policyFile),
                registry == null ? null : new SubjectVersions(registry, settings.sendTimeout()));
        Hub.Parts parts = new Hub.Parts(
                new ArrayBlockingQueue<>(queueCapacity),
                bell,
                new EdgeBook(connector, names, settings, counters),
                new FactFinder(names, settings, policy, encryption),
                sources,
                targets);
        return new Hub(parts, settings, counters, clock);
    }

    private Target.Way way(String connector, TransportPlan transport, Semaphore bell) {
        EventWriter writer = new EventWriter(transport.consumer(), job, versions);
        Courier courier = new Courier(connector + "-catalog-" + transport.name(), transport, bell::release);
        return new Target.Way(transport.name(), writer, withoutFacets, courier);
    }
}
