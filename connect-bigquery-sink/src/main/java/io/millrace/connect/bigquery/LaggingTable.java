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
    /** How long after a change a refusal may only mean that the table is not visible yet as it is. */
    private static final long GRACE_MS = 120_000;

    private final Destination table;
    private final LaneParts parts;
    private final List<Held> held = new ArrayList<>();
    private boolean asking;
    private boolean settling;
    private int setbacks;
    private long askedAt;
    private long behindSince = -1;
    private long changedAt = Long.MIN_VALUE / 2;
    private long retypedAt = Long.MIN_VALUE / 2;

    /** A batch and what is kept of it. */
    record Batched(Batch batch, Cargo cargo) {}

    private record Held(Batched batched, Lack lack) {
        Batch batch() {
            return batched.batch();
        }

        Cargo cargo() {
            return batched.cargo();
        }
    }

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
        askedAt = parts.now();
        parts.questions().accept(new TableQuestion(table, wanted, key));
    }

    /** Asks on behalf of what is held for something that is missing, if anything is and nobody else asked. */
    void askAgain(List<String> key) {
        for (int i = held.size() - 1; i >= 0 && !asking; i--) {
            if (held.get(i).lack() != Lack.TYPES) {
                ask(held.get(i).batch().shape(), key);
            }
        }
    }

    /** Whether batches are held of which only a look at the table can tell whether they are outdated. */
    boolean unsettled() {
        return held.stream().anyMatch(waiting -> waiting.lack() == Lack.TYPES);
    }

    /**
     * Looks at the table for the sake of such batches: once for all of them, when none is under way any more, so that their
     * records stay in order and no answer is older than the refusal.
     *
     * @param inFlight how many batches of this table are under way
     */
    void settle(long inFlight) {
        if (!asking && inFlight == 0 && unsettled()) {
            settling = true;
            ask(null, List.of());
        }
    }

    /** @param changed whether the table is not as it was, so that it takes time until writes see it */
    void answered(boolean changed) {
        asking = false;
        if (changed) {
            changedAt = parts.now();
        }
    }

    /** The table is no more: what is held lacks nothing but that, whatever it lacked before. */
    void gone() {
        asking = false;
        settling = false;
        held.replaceAll(waiting -> new Held(waiting.batched(), Lack.TABLE));
    }

    /** Whether the answer takes longer than it should. */
    boolean overdue() {
        return asking && parts.now() - askedAt >= parts.waits().lagTimeout().toMillis();
    }

    void hold(Batched batched, Lack lack) {
        held.add(new Held(batched, lack));
    }

    void behind(Batched batched, Lack lack, List<String> key) {
        batched.cargo().lane().numbers().add(TableMetric.RETRIES_TABLE_TOTAL, 1);
        if (behindSince < 0) {
            behindSince = parts.now();
        }
        if (parts.now() - behindSince >= parts.waits().lagTimeout().toMillis()) {
            parts.troubles()
                    .late(
                            batched.batch(),
                            "table " + table + ": the Storage Write API does not see " + what(lack)
                                    + " that the BigQuery API shows; its rows are kept and tried again");
        }
        hold(batched, lack);
        askAgain(key);
    }

    /** Sends what was held, if the table can take it now or will soon; what has to be encoded again. */
    List<Batched> resume(TableShape live) {
        boolean settled = settling;
        settling = false;
        if (held.isEmpty()) {
            return List.of();
        }
        List<Batched> outdated = new ArrayList<>();
        setbacks++;
        Duration pause = parts.waits().backoff().after(setbacks, parts.waits().random());
        List<Held> now = List.copyOf(held);
        held.clear();
        for (Held waiting : now) {
            if (waiting.lack() == Lack.TYPES && !settled) {
                held.add(waiting);
            } else if (waiting.lack() == Lack.TYPES && !waiting.batch().shape().equals(live)) {
                retypedAt = parts.now();
                parts.troubles().settled(waiting.batch());
                outdated(waiting, live, outdated);
            } else if (refusedForGood(waiting)) {
                parts.troubles().fail(refusal(waiting));
            } else if (lacks(live, waiting.batch().shape())) {
                held.add(waiting);
            } else {
                parts.shipments().send(waiting.batch(), waiting.cargo(), pause);
            }
        }
        askAgain(List.of());
        return outdated;
    }

    private void outdated(Held waiting, TableShape live, List<Batched> outdated) {
        if (waiting.cargo().keepsRecords()) {
            outdated.add(waiting.batched());
        } else {
            parts.troubles()
                    .fail(new ConnectException("table " + table + " was changed while rows were on their way: "
                            + parts.rows().misfits(live, waiting.batch().shape())
                            + "; start the task again: it goes on from what is committed, with the table as it is"));
        }
    }

    private boolean refusedForGood(Held waiting) {
        return switch (waiting.lack()) {
            case TABLE, COLUMNS -> false;
            case PERMISSION -> parts.now() - changedAt > GRACE_MS;
            case TYPES -> parts.now() - retypedAt > GRACE_MS;
        };
    }

    private ConnectException refusal(Held waiting) {
        return new ConnectException(
                waiting.lack() == Lack.PERMISSION
                        ? "table " + table + ": BigQuery denies the permission to write"
                                + " (bigquery.tables.updateData); grant it to the connector's account"
                        : "table " + table + ": BigQuery refused an append of "
                                + waiting.batch().rows().size()
                                + " rows with INVALID_ARGUMENT, though they were encoded for the columns that it has;"
                                + " its text is left out here, because it may quote a value");
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
                hold(new Batched(rest, restCargo), waiting.lack());
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
            case TYPES -> "the types of the columns";
        };
    }
}
