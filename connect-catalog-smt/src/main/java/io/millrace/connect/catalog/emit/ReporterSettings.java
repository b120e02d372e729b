// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import java.time.Duration;

/**
 * When events are sent.
 *
 * @param initialDelay between the first record of an edge and its START, so that schema and lineage are complete
 * @param coalesceWindow how long changes are gathered before one event tells them
 * @param heartbeat between two events of an edge that has nothing new but rows
 * @param sendTimeout the whole of one send, whatever the catalog does
 * @param maxEdges edges told; more are counted and left out
 * @param drawUpstream whether a sink also draws the edge from the upstream table to the topic
 * @param unwrap whether a table has the columns of a change event's row, not the event's own
 */
public record ReporterSettings(
        RunStrategy runs,
        Duration initialDelay,
        Duration coalesceWindow,
        Duration heartbeat,
        Duration sendTimeout,
        int maxEdges,
        boolean drawUpstream,
        boolean unwrap,
        boolean columnLineage) {}
