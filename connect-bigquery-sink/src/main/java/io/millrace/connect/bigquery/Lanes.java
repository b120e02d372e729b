// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.table.TableNews;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The lanes of all tables of a task. Task thread. */
final class Lanes {
    private final LaneParts parts;
    private final TablesAhead ahead;
    private final Map<Destination, TableLane> lanes = new HashMap<>();
    private @Nullable Destination lastTable;
    private @Nullable TableLane lastLane;
    private long nextLook;

    Lanes(LaneParts parts, TablesAhead ahead) {
        this.parts = parts;
        this.ahead = ahead;
    }

    /** Records of these partitions may come. */
    void open(Collection<TopicPartition> partitions) {
        ahead.open(partitions);
    }

    /** The lane of a table. */
    @SuppressWarnings("ReferenceEquality") // a hit spares the look-up; a miss is only slower
    TableLane of(Destination table) {
        TableLane lane = lastLane;
        if (lane == null || table != lastTable) {
            lane = lanes.computeIfAbsent(table, first -> new TableLane(first, parts));
            lastTable = table;
            lastLane = lane;
        }
        return lane;
    }

    /** Takes news of a table. */
    void take(TableNews news) {
        TableLane lane = of(news.table());
        news.fold(
                ready -> {
                    ahead.seen(ready.table());
                    lane.ready(ready);
                },
                gone -> lane.gone(),
                lane::late,
                refused -> parts.troubles().fail(refused.error()));
    }

    /** Sends rows that have waited for company long enough. */
    void cutDue() {
        long now = parts.now();
        if (now >= nextLook) {
            lanes.values().forEach(lane -> lane.cutIfDue(now));
            // Late by a quarter of the linger at most, instead of a look at every table in every call.
            nextLook = now + Math.max(1, parts.batch().linger().toMillis() / 4);
        }
    }

    /** Sends all rows. */
    void cutAll() {
        lanes.values().forEach(TableLane::cut);
    }

    /** Whether anything may be acknowledged soon. */
    boolean anyPromising() {
        return parts.shipments().anyPromising() || lanes.values().stream().anyMatch(TableLane::promising);
    }

    /** The partitions of tables that alone have too much under way. */
    Set<TopicPartition> congested() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (TableLane lane : lanes.values()) {
            if (lane.congested()) {
                partitions.addAll(lane.sources());
            }
        }
        return partitions;
    }

    /** Forgets what belongs to partitions that were lost. */
    void drop(Collection<TopicPartition> partitions) {
        ahead.drop(partitions);
        lanes.values().forEach(lane -> lane.drop(partitions));
        parts.shipments().drop();
    }

    long now() {
        return parts.now();
    }
}
