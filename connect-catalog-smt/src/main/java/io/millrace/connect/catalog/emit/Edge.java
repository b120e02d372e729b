// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.DatasetName;
import io.millrace.connect.catalog.event.EdgeSnapshot;
import io.millrace.connect.catalog.event.EdgeSnapshot.Carrier;
import io.millrace.connect.catalog.event.Naming.JobName;
import io.millrace.connect.catalog.observe.ColumnOrigin;
import io.millrace.connect.catalog.observe.RecordKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the reporter knows of one edge. Of the reporter's thread alone. */
final class Edge {
    final Key key;
    final Instant firstSeen;
    final EdgeTraffic traffic;

    /** What the registry says of the edge's topic. */
    final SubjectLookup lookup = new SubjectLookup();

    /** The versions of both ends, with what changed. */
    final VersionTrack input = new VersionTrack();

    final VersionTrack output = new VersionTrack();

    /** The latest snapshot; replaced by another object only when something is different. */
    @Nullable
    EdgeSnapshot snapshot;

    /** Whether {@link #snapshot} may be out of date. */
    boolean stale = true;

    /** What makes an edge this one, and the topic at one of its ends. */
    record Key(DatasetName input, DatasetName output, JobName job, JobName connector, Carrier carrier, String topic) {}

    Edge(Key key, Instant firstSeen) {
        this.key = key;
        this.firstSeen = firstSeen;
        this.traffic = new EdgeTraffic(firstSeen);
    }

    /** Adds or renews what is known of {@code kind}'s records. */
    void flow(RecordKind kind, @Nullable RecordKind before, @Nullable Map<String, List<ColumnOrigin>> origins) {
        traffic.flow(kind, before, origins);
        stale = true;
    }

    /** Nothing more comes of {@code kind}; its rows stay counted unless they were a mistake. */
    void end(RecordKind kind, boolean mistaken) {
        stale |= traffic.end(kind, mistaken);
    }

    /** The records that show how the edge is now, as {@link EdgeTraffic#current} has them. */
    EdgeTraffic.@Nullable Stream newest() {
        stale |= traffic.followNewest();
        return traffic.current();
    }
}
