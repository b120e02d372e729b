// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Questions about one table, and batches that came back because the table is not what they need. The Storage Write API
 * sees new tables and columns minutes after the REST API does, so such batches are sent again, less and less often, until
 * they are written; only what can be settled is settled otherwise. Task thread.
 */
final class LaggingTable {
    /** How long after a change a missing permission may only mean that the table is not visible yet. */
    private static final long GRACE_MS = 120_000;

    private final Destination table;
    private final LaneParts parts;
    private final List<Held> held = new ArrayList<>();
    private boolean asking;
    private int setbacks;
    private long behindSince = -1;
    private long changedAt = Long.MIN_VALUE / 2;

    private record Held(Batch batch, Cargo cargo, Lack lack) {}

    LaggingTable(Destination table, LaneParts parts) {
        this.table = table;
        this.parts = parts;
    }

    /** Whether an answer is on its way. */
    boolean asking() {
        return asking;
    }

    /** Whether batches wait for an answer that is not late. */
    boolean promising() {
        return held.stream().anyMatch(waiting -> !parts.troubles().isLate(waiting.batch()));
    }

    void ask(@Nullable TableShape wanted, List<String> key) {
        asking = true;
        parts.questions().accept(new TableQuestion(table, wanted, key));
    }

    /** Asks on behalf of what is held, if anything is and nobody else asked. */
    void askAgain(List<String> key) {
        if (!asking && !held.isEmpty()) {
            ask(held.get(held.size() - 1).batch().shape(), key);
        }
    }

    /** @param changed whether the table is not as it was, so that it takes time until writes see it */
    void answered(boolean changed) {
        asking = false;
        if (changed) {
            changedAt = parts.now();
        }
    }

    void behind(Batch batch, Cargo cargo, Lack lack, List<String> key) {
        cargo.lane().numbers().add(TableMetric.RETRIES_TABLE_TOTAL, 1);
        if (behindSince < 0) {
            behindSince = parts.now();
        }
        if (parts.now() - behindSince >= parts.waits().lagTimeout().toMillis()) {
            parts.troubles()
                    .late(
                            batch,
                            "table " + table + ": the Storage Write API does not see " + what(lack)
                                    + " that the BigQuery API shows; its rows are kept and tried again");
        }
        held.add(new Held(batch, cargo, lack));
        askAgain(key);
    }

    /** Sends what was held, if the table can take it now or will soon. */
    void resume(TableShape live) {
        if (held.isEmpty()) {
            return;
        }
        setbacks++;
        Duration pause = parts.waits().backoff().after(setbacks, parts.waits().random());
        List<Held> now = List.copyOf(held);
        held.clear();
        for (Held waiting : now) {
            if (refusedForGood(waiting)) {
                parts.troubles()
                        .fail(new ConnectException("table " + table + ": BigQuery denies the permission to write"
                                + " (bigquery.tables.updateData); grant it to the connector's account"));
            } else if (lacks(live, waiting.batch().shape())) {
                held.add(waiting);
            } else {
                parts.shipments().send(waiting.batch(), waiting.cargo(), pause);
            }
        }
        askAgain(List.of());
    }

    private boolean refusedForGood(Held waiting) {
        return waiting.lack() == Lack.PERMISSION && parts.now() - changedAt > GRACE_MS;
    }

    private boolean lacks(TableShape live, TableShape shape) {
        try {
            return parts.rows().grown(live, shape) != null;
        } catch (DataException impossible) {
            parts.troubles()
                    .fail(new ConnectException("table " + table + " was changed while rows were on their way: "
                            + impossible.getMessage()));
            return false;
        }
    }

    /** Rows arrived: the table is seen. */
    void acknowledged() {
        if (held.isEmpty()) {
            setbacks = 0;
            behindSince = -1;
        }
    }

    void drop(Collection<TopicPartition> partitions) {
        List<Held> now = List.copyOf(held);
        held.clear();
        for (Held waiting : now) {
            Set<Integer> lost = lost(waiting.batch(), partitions);
            Cargo cargo = waiting.cargo();
            cargo.lane().weigh(-cargo.weight(waiting.batch()));
            parts.troubles().settled(waiting.batch());
            Batch rest = waiting.batch().without(lost);
            if (rest != null) {
                Cargo restCargo = cargo.without(lost);
                cargo.lane().weigh(restCargo.weight(rest));
                held.add(new Held(rest, restCargo, waiting.lack()));
            }
        }
    }

    private static Set<Integer> lost(Batch batch, Collection<TopicPartition> partitions) {
        Set<Integer> lost = new HashSet<>();
        for (int i = 0; i < batch.rows().size(); i++) {
            Row row = batch.rows().get(i);
            if (partitions.contains(
                    new TopicPartition(row.origin().topic(), row.origin().partition()))) {
                lost.add(i);
            }
        }
        return lost;
    }

    private static String what(Lack lack) {
        return switch (lack) {
            case TABLE -> "the table";
            case COLUMNS -> "the columns";
            case PERMISSION -> "the permission or the table";
        };
    }
}
