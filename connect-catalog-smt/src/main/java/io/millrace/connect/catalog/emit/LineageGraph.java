// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.DatasetName;
import io.millrace.connect.catalog.event.EdgeSnapshot.Carrier;
import io.millrace.connect.catalog.event.Naming;
import io.millrace.connect.catalog.observe.ColumnOrigin;
import io.millrace.connect.catalog.observe.RecordKind;
import io.millrace.connect.catalog.observe.Sighting;
import io.millrace.connect.catalog.observe.Upstream;
import io.millrace.connect.kit.metrics.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every edge of one connector that this worker has seen, from the sightings of all its tasks. */
final class LineageGraph {
    private static final Logger LOG = LoggerFactory.getLogger(LineageGraph.class);

    /** Between two looks for an edge that gives way; without one, room comes as records end. */
    private static final Duration ADMIT_EVERY = Duration.ofSeconds(1);

    private final String connector;
    private final Naming naming;
    private final ReporterSettings settings;
    private final Numbers<CatalogMetric> counters;
    private final Map<Edge.Key, Edge> edges = new LinkedHashMap<>();
    private final Map<RecordKind, List<Edge>> byKind = new HashMap<>();
    private final Set<Edge.Key> leftOut = new HashSet<>();
    private final Map<RecordKind, Waiting> waiting = new LinkedHashMap<>();
    private Instant admitAt = Instant.MIN;

    /** Records without an edge for want of room; they want one once more than {@code rows} of them have come. */
    private record Waiting(EdgeTraffic.Stream stream, long rows) {}

    LineageGraph(String connector, Naming naming, ReporterSettings settings, Numbers<CatalogMetric> counters) {
        this.connector = connector;
        this.naming = naming;
        this.settings = settings;
        this.counters = counters;
    }

    Collection<Edge> edges() {
        return edges.values();
    }

    void take(Sighting sighting, Instant now) {
        if (sighting instanceof Sighting.Flowing flowing) {
            flow(flowing.kind(), flowing.before(), null, now);
        } else if (sighting instanceof Sighting.Traced traced) {
            flow(traced.kind(), traced.before(), traced.trace().origins(), now);
        } else if (sighting instanceof Sighting.Ended ended) {
            ended.untold().forEach(untold -> take(untold, now));
            ended.kinds().forEach(kind -> end(kind, ended.mistaken()));
        }
    }

    private void flow(
            RecordKind kind,
            @Nullable RecordKind before,
            @Nullable Map<String, List<ColumnOrigin>> origins,
            Instant now) {
        List<Edge> of = byKind.get(kind);
        if (of == null) {
            of = edgesOf(kind, before, origins, now);
            byKind.put(kind, of);
        }
        of.forEach(edge -> edge.flow(kind, before, origins));
    }

    private void end(RecordKind kind, boolean mistaken) {
        waiting.remove(kind);
        List<Edge> of = byKind.remove(kind);
        if (of == null) {
            return;
        }
        for (Edge edge : of) {
            edge.end(kind, mistaken);
            if (edge.traffic.isEmpty()) {
                edges.remove(edge.key);
                counters.add(CatalogMetric.EDGES, -1);
            }
        }
    }

    private List<Edge> edgesOf(
            RecordKind kind,
            @Nullable RecordKind before,
            @Nullable Map<String, List<ColumnOrigin>> origins,
            Instant now) {
        List<Edge.Key> keys = keysOf(kind);
        List<Edge> found = keys.stream()
                .map(key -> edge(key, now))
                .filter(Objects::nonNull)
                .toList();
        if (found.size() < keys.size()) {
            waiting.put(kind, new Waiting(new EdgeTraffic.Stream(kind, before, origins), -1));
        }
        return found;
    }

    /** Lets in what was left out, or had given way and moves again, when there is room. */
    void admit(Instant now) {
        if (waiting.isEmpty() || (edges.size() >= settings.maxEdges() && now.isBefore(admitAt))) {
            return;
        }
        admitAt = now.plus(ADMIT_EVERY);
        List<Waiting> moving = waiting.values().stream()
                .filter(each -> each.stream().kind().counter().rows() > each.rows())
                .toList();
        for (Waiting each : moving) {
            if (edges.size() >= settings.maxEdges() && !makeRoom(now)) {
                return;
            }
            EdgeTraffic.Stream stream = each.stream();
            waiting.remove(stream.kind());
            byKind.remove(stream.kind());
            flow(stream.kind(), stream.before(), stream.origins(), now);
        }
    }

    private @Nullable Edge edge(Edge.Key key, Instant now) {
        Edge known = edges.get(key);
        if (known != null) {
            return known;
        }
        if (edges.size() >= settings.maxEdges() && !makeRoom(now)) {
            if (leftOut.size() < settings.maxEdges() && leftOut.add(key)) {
                counters.add(CatalogMetric.EDGES_LEFT_OUT_TOTAL, 1);
                if (leftOut.size() == 1) {
                    LOG.warn("edges are left out, more than max.edges={}", settings.maxEdges());
                }
            }
            return null;
        }
        counters.add(CatalogMetric.EDGES, 1);
        Edge edge = new Edge(key, now);
        edges.put(key, edge);
        return edge;
    }

    /** Forgets the edge that has been still the longest, as those of yesterday's topics are; false when all move. */
    private boolean makeRoom(Instant now) {
        Edge still = Collections.min(edges.values(), Comparator.comparing(edge -> edge.traffic.movedAt()));
        if (now.isBefore(still.traffic.movedAt().plus(settings.heartbeat().multipliedBy(2)))) {
            return false;
        }
        edges.remove(still.key);
        counters.add(CatalogMetric.EDGES, -1);
        for (EdgeTraffic.Stream stream : still.traffic.streams()) {
            byKind.remove(stream.kind());
            waiting.put(
                    stream.kind(), new Waiting(stream, stream.kind().counter().rows()));
        }
        return true;
    }

    private List<Edge.Key> keysOf(RecordKind kind) {
        String read = kind.originalTopic();
        Upstream upstream = kind.upstream();
        if (read == null) {
            DatasetName topic = naming.topic(kind.topic());
            return upstream == null
                    ? List.of()
                    : List.of(key(naming.upstream(upstream), topic, connector, Carrier.SOURCE, topic.name()));
        }
        DatasetName topic = naming.topic(read);
        DatasetName table = naming.table(kind.topic());
        Edge.Key down = new Edge.Key(
                topic,
                table,
                naming.job(connector, read, kind.topic()),
                naming.connector(connector),
                Carrier.SINK,
                read);
        if (!settings.drawUpstream() || upstream == null) {
            return List.of(down);
        }
        // The records say which source connector wrote them: its job must not be taken for this sink's.
        String source = upstream.server() == null ? connector + "-upstream" : upstream.server();
        return List.of(down, key(naming.upstream(upstream), topic, source, Carrier.UPSTREAM, read));
    }

    private Edge.Key key(DatasetName input, DatasetName output, String by, Carrier carrier, String topic) {
        return new Edge.Key(
                input, output, naming.job(by, input.name(), output.name()), naming.connector(by), carrier, topic);
    }
}
