// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.table.TableNews;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
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
                lane::refused);
    }

    /** Sends rows that have waited for company long enough, and asks again what it is time to ask again. */
    void tick() {
        long now = parts.now();
        if (now >= nextLook) {
            parts.busy().forEach(lane -> lane.tick(now));
            // Late by a quarter of the linger at most, instead of a look at every table in every call.
            nextLook = now + Math.max(1, parts.batch().linger().toMillis() / 4);
        }
    }

    /** Sends all rows. */
    void cutAll() {
        parts.busy().forEach(TableLane::cut);
    }

    /** Whether anything may be acknowledged soon. */
    boolean anyPromising() {
        long now = parts.now();
        return parts.shipments().anyPromising(now) || parts.busy().stream().anyMatch(lane -> lane.promising(now));
    }

    /** The lanes of tables that have anything under way. */
    Set<TableLane> busy() {
        return parts.busy();
    }

    /** Refuses a record that is no row of any table. */
    void reject(SinkRecord record, Origin origin, DataException error) {
        parts.rejects().take(record, origin, parts.ledger().incarnation(), parts.weightOf(record), error);
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
