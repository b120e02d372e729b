// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.Columns;
import io.millrace.connect.catalog.event.DatasetName;
import io.millrace.connect.catalog.event.DatasetSnapshot;
import io.millrace.connect.catalog.event.DatasetSnapshot.Kind;
import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import io.millrace.connect.catalog.event.DatasetSnapshot.Seen;
import io.millrace.connect.catalog.event.DatasetSnapshot.Version;
import io.millrace.connect.catalog.event.EdgeSnapshot;
import io.millrace.connect.catalog.event.EdgeSnapshot.Carrier;
import io.millrace.connect.catalog.event.Naming;
import io.millrace.connect.catalog.event.Policy;
import io.millrace.connect.catalog.observe.ColumnOrigin;
import io.millrace.connect.catalog.observe.RecordKind;
import io.millrace.connect.catalog.observe.Upstream;
import io.millrace.connect.kit.debezium.Envelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Puts together the snapshot of an edge: what its records show, what people say, what the registry says. */
final class SnapshotBuilder {
    private static final String AFTER = Envelope.AFTER + ".";
    private static final String BEFORE = Envelope.BEFORE + ".";

    private final Naming naming;
    private final ReporterSettings settings;
    private final Policy configured;
    private final Policy.@Nullable Encryption encryption;

    /** @param encryption how the datasets that this connector writes are stored, by configuration */
    SnapshotBuilder(
            Naming naming, ReporterSettings settings, Policy configured, Policy.@Nullable Encryption encryption) {
        this.naming = naming;
        this.settings = settings;
        this.configured = configured;
        this.encryption = encryption;
    }

    /** The columns of both ends, and what stands before an output column's name in the record. */
    private record Ends(Columns input, Columns output, String outputPrefix) {}

    /** Brings {@code edge.snapshot} up to date; true when its topic's columns changed, so that the registry should be asked. */
    boolean renew(Edge edge, Policy more) {
        EdgeTraffic.Stream stream = edge.newest();
        if (stream == null || !edge.stale) {
            return false;
        }
        edge.stale = false;
        Ends ends = ends(edge.key.carrier(), stream);
        boolean inputChanged = edge.input.follow(ends.input());
        boolean outputChanged = edge.output.follow(ends.output());
        boolean sink = edge.key.carrier() == Carrier.SINK;
        Seen seen = stream.before() == null ? Seen.AFTER_TRANSFORMS : Seen.IN_PLACE;
        RecordKind kind = stream.kind();
        RecordKind first = Objects.requireNonNullElse(stream.before(), kind);
        Registered registered = edge.lookup.registered();
        DatasetSnapshot input = dataset(
                edge.key.input(),
                sink ? Kind.TOPIC : kindOf(edge.key.input(), kind.upstream()),
                ends.input(),
                seen,
                version(edge.input, ends.input(), sink ? registered : null, sink ? first.schema() : null),
                more,
                false);
        DatasetSnapshot output = dataset(
                edge.key.output(),
                sink ? Kind.in(edge.key.output().namespace()) : Kind.TOPIC,
                ends.output(),
                edge.key.carrier() == Carrier.UPSTREAM ? seen : Seen.IN_PLACE,
                version(edge.output, ends.output(), sink ? null : registered, sink ? null : kind.schema()),
                more,
                edge.key.carrier() != Carrier.UPSTREAM);
        EdgeSnapshot now = new EdgeSnapshot(
                edge.key.job(),
                edge.key.connector(),
                edge.key.carrier(),
                input,
                output,
                origins(edge.key.carrier(), stream, ends),
                ends.outputPrefix());
        if (!now.equals(edge.snapshot)) {
            edge.snapshot = now;
        }
        return sink ? inputChanged : outputChanged;
    }

    /** A file's or a topic's source connector says that it is one, whatever its namespace is called. */
    private static Kind kindOf(DatasetName name, @Nullable Upstream from) {
        String system = from == null ? "" : String.valueOf(from.system());
        return system.equals("file") ? Kind.FILE : system.equals("kafka") ? Kind.TOPIC : Kind.in(name.namespace());
    }

    private DatasetSnapshot dataset(
            DatasetName name, Kind kind, Columns columns, Seen seen, Version version, Policy more, boolean written) {
        Policy.Words words = configured.wordsOn(name, more);
        Policy.Encryption stored = words.encryption() != null ? words.encryption() : written ? encryption : null;
        return new DatasetSnapshot(name, kind, naming.aliases(name), columns, seen, words, version, stored);
    }

    private static Version version(
            VersionTrack track, Columns columns, @Nullable Registered registered, @Nullable Schema schema) {
        Integer connect = schema == null ? null : schema.version();
        return new Version(registered, connect, columns.fingerprint(), track.previous(), track.changes());
    }

    private Ends ends(Carrier carrier, EdgeTraffic.Stream stream) {
        Schema last = stream.kind().schema();
        RecordKind before = stream.before();
        Schema first = before == null ? last : before.schema();
        Columns firstColumns = columnsOf(Objects.requireNonNullElse(before, stream.kind()));
        // Without a pair nobody saw the records before the transforms: a mask seen here may have been put on here.
        Columns entered = before == null ? firstColumns.unmasked() : firstColumns;
        return switch (carrier) {
            case SINK -> {
                boolean unwraps = settings.unwrap() && Envelope.is(last);
                Columns columns = columnsOf(stream.kind());
                yield new Ends(entered, unwraps ? columns.inside(Envelope.AFTER) : columns, unwraps ? AFTER : "");
            }
            case SOURCE -> new Ends(row(first), columnsOf(stream.kind()), "");
            case UPSTREAM -> new Ends(row(first), entered, "");
        };
    }

    private static Columns columnsOf(RecordKind kind) {
        return Columns.of(kind.schema()).partlyMasked(kind.masked());
    }

    /** The columns of the table that records were read from; a document that came as text shows none. */
    private static Columns row(@Nullable Schema first) {
        if (first != null && first.type() == Schema.Type.STRUCT && first.field(Envelope.OP) != null) {
            Field row = first.field(Envelope.AFTER);
            if (row != null && row.schema().type() == Schema.Type.STRING) {
                return Columns.NONE;
            }
        }
        return Columns.of(Envelope.row(first)).unmasked();
    }

    private Map<String, List<ColumnOrigin>> origins(Carrier carrier, EdgeTraffic.Stream stream, Ends ends) {
        if (!settings.columnLineage()) {
            return Map.of();
        }
        Set<String> inputs = ends.input().dotted().keySet();
        boolean traced = stream.before() != null && carrier != Carrier.UPSTREAM;
        Map<String, List<ColumnOrigin>> known = Objects.requireNonNullElse(stream.origins(), Map.of());
        Map<String, List<ColumnOrigin>> origins = new LinkedHashMap<>();
        ends.output().dotted().forEach((column, snapshot) -> {
            String path = ends.outputPrefix() + column;
            List<ColumnOrigin> from = new ArrayList<>();
            if (traced) {
                from.addAll(known.getOrDefault(path, List.of()));
            } else if (snapshot.children().isEmpty() || snapshot.type().startsWith("array")) {
                from.add(new ColumnOrigin(path, true));
            }
            List<ColumnOrigin> existing = from.stream()
                    .map(origin -> carrier == Carrier.SINK ? origin : inRow(origin))
                    .filter(origin -> inputs.contains(origin.path()))
                    .distinct()
                    .toList();
            if (!existing.isEmpty()) {
                origins.put(column, existing);
            }
        });
        return origins;
    }

    /** The upstream table has the row's columns; a change event says them twice, old and new. */
    private static ColumnOrigin inRow(ColumnOrigin origin) {
        String path = origin.path();
        if (path.startsWith(AFTER)) {
            return new ColumnOrigin(path.substring(AFTER.length()), origin.unchanged());
        }
        return path.startsWith(BEFORE) ? new ColumnOrigin(path.substring(BEFORE.length()), origin.unchanged()) : origin;
    }
}
