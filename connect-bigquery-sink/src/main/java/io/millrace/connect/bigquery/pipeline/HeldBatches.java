// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.health.TaskHealth.Work;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import java.time.Instant;
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
final class HeldBatches {
    /** How long after a change a refusal may only mean that the table is not visible yet as it is. */
    private static final long GRACE_MS = 120_000;
    /** A table that is younger may be unknown to parts of BigQuery, which say then that the permission is missing. */
    private static final long YOUNG_MS = 600_000;
    /** How long a permission may be missing on a table that is not young: some denials pass by themselves. */
    private static final long DENIAL_MS = 30_000;

    /** What BigQuery answers at all it answers within this time, usually. */
    private static final long SOON_MS = 1_000;

    /** How long an answer about the table is taken for what it is now, where a record or row does not go with it … */
    private static final long TRUSTED_MS = 5;
    /** … and when looking again has found nothing new several times: bad records are bad, and looks cost. */
    private static final long MOST_TRUSTED_MS = 30_000;

    private static final long OLD_MS = 10_000;

    private static final long NEVER = -1;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final Destination table;
    private final PipelineParts parts;
    private final List<Held> held = new ArrayList<>();
    private boolean asking;
    private boolean settling;
    private int setbacks;
    private int refusals;
    private long askedAt;
    private long answeredAt = LONG_AGO;
    private long trustedMs = TRUSTED_MS;
    private long restUntil = NEVER;
    private long deniedSince = NEVER;
    private long retypedAt = LONG_AGO;
    private long relaxedAt = LONG_AGO;
    private long madeAt = LONG_AGO;

    /** A batch and what is kept of it. */
    record Batched(Batch batch, BatchReceipt receipt) {}

    private record Held(Batched batched, Lack lack) {
        Batch batch() {
            return batched.batch();
        }

        BatchReceipt receipt() {
            return batched.receipt();
        }
    }

    HeldBatches(Destination table, PipelineParts parts) {
        this.table = table;
        this.parts = parts;
    }

    /** Whether an answer is on its way. */
    boolean asking() {
        return asking;
    }

    /** Whether a question is open that may be answered soon. */
    boolean promising(long now) {
        return asking && now - askedAt < SOON_MS && !parts.health().has(table, Work.TABLE);
    }

    void ask(@Nullable TableShape wanted, List<String> key) {
        ask(new TableQuestion(table, wanted, key));
    }

    void ask(TableQuestion question) {
        asking = true;
        askedAt = parts.now();
        parts.questions().accept(question);
    }

    /** Whether what is known of the table is not of a moment ago, so that somebody else may have changed it. */
    boolean mayHaveChanged() {
        return parts.now() - answeredAt > trustedMs;
    }

    /** The same of rows that BigQuery itself refused, which knows better: only if it was seen long ago. */
    boolean seenLongAgo() {
        return parts.now() - answeredAt > Math.max(trustedMs, OLD_MS);
    }

    /** It is looked at for that reason. */
    void doubted() {
        trustedMs = Math.min(trustedMs * 2, MOST_TRUSTED_MS);
    }

    /** It is another than it was. */
    void changed() {
        trustedMs = TRUSTED_MS;
    }

    /** Whether the last answer was a refusal, a short while ago. */
    boolean resting() {
        return restUntil != NEVER;
    }

    /** Whether that while is over, which ends it. */
    boolean rested(long now) {
        boolean over = restUntil != NEVER && now >= restUntil;
        if (over) {
            restUntil = NEVER;
        }
        return over;
    }

    /** Asks on behalf of what is held for something that is missing, if anything is and nobody else asked. */
    void askAgain(List<String> key) {
        for (int i = held.size() - 1; i >= 0 && !asking && !resting(); i--) {
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
        if (!asking && !resting() && inFlight == 0 && unsettled()) {
            settling = true;
            ask(null, List.of());
        }
    }

    /** The question is answered. */
    void answered() {
        asking = false;
        answeredAt = parts.now();
        restUntil = NEVER;
        refusals = 0;
    }

    /** The question is answered by a refusal: it may be asked again after a while. */
    void refused() {
        asking = false;
        settling = false;
        refusals++;
        restUntil = parts.now()
                + parts.waits()
                        .backoff()
                        .after(refusals, parts.waits().random())
                        .toMillis();
    }

    /** The table is no more: what is held lacks nothing but that, whatever it lacked before. */
    void gone() {
        answered();
        held.replaceAll(waiting -> new Held(waiting.batched(), Lack.TABLE));
    }

    /** @param created when the table was made, by whomever; null if that is not known */
    void made(@Nullable Instant created) {
        madeAt = created == null ? LONG_AGO : created.toEpochMilli();
    }

    /** Columns do not have to be there any more, which takes time until writes see it. */
    void relaxed() {
        relaxedAt = parts.now();
    }

    /** Whether rows may be refused for what the table required until a short while ago. */
    boolean recentlyRelaxed() {
        return parts.now() - relaxedAt <= GRACE_MS;
    }

    void hold(Batched batched, Lack lack) {
        held.add(new Held(batched, lack));
    }

    void behind(Batched batched, Lack lack, List<String> key) {
        batched.receipt().pipeline().numbers().add(TableMetric.RETRIES_TABLE_TOTAL, 1);
        if (lack == Lack.PERMISSION && deniedSince == NEVER) {
            deniedSince = parts.now();
        }
        parts.health().repeated(table, Work.ROWS, "the Storage Write API does not see " + what(lack), true);
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
                outdated(waiting, live, outdated);
            } else if (waiting.lack() == Lack.TYPES && parts.now() - retypedAt > GRACE_MS) {
                parts.inFlight().sift(waiting.batch(), waiting.receipt()); // it is some of its rows
            } else if (waiting.lack() == Lack.PERMISSION && deniedForGood()) {
                parts.health().fail(denial());
            } else if (lacks(live, waiting.batch().shape())) {
                held.add(waiting);
            } else if (waiting.lack() == Lack.COLUMNS
                    && parts.rows().exceeds(waiting.batch().shape(), live)) {
                outdated(
                        waiting, live,
                        outdated); // it will never have them: they were dropped, and are not to be missed
            } else {
                parts.inFlight().send(waiting.batch(), waiting.receipt(), pause);
            }
        }
        askAgain(List.of());
        return outdated;
    }

    private void outdated(Held waiting, TableShape live, List<Batched> outdated) {
        if (waiting.receipt().keepsRecords()) {
            outdated.add(waiting.batched());
            return;
        }
        Batch trimmed = parts.rows().trimmed(waiting.batch(), live);
        if (trimmed == null) {
            parts.health()
                    .fail(new ConnectException("table " + table + " was changed while rows were on their way: "
                            + parts.rows().misfits(live, waiting.batch().shape())
                            + "; start the task again: it goes on from what is committed, with the table as it is"));
            return;
        }
        BatchReceipt receipt = waiting.receipt();
        receipt.pipeline().weigh(receipt.weight(trimmed) - receipt.weight(waiting.batch()));
        parts.inFlight().send(trimmed, receipt, Duration.ZERO);
    }

    /** May be granted again; whoever tolerates errors wants the other tables to go on meanwhile. */
    private boolean deniedForGood() {
        long patience = parts.now() - madeAt < YOUNG_MS ? GRACE_MS : DENIAL_MS;
        return parts.now() - deniedSince > patience && !parts.rejects().tolerant();
    }

    private ConnectException denial() {
        return new ConnectException("table " + table + ": BigQuery denies the permission to write"
                + " (bigquery.tables.updateData); grant it to the connector's account");
    }

    private boolean lacks(TableShape live, TableShape shape) {
        try {
            return parts.rows().grown(live, shape) != null;
        } catch (DataException impossible) {
            parts.health()
                    .fail(new ConnectException("table " + table + " was changed while rows were on their way: "
                            + impossible.getMessage()));
            return false;
        }
    }

    /** Rows arrived: the table is seen. */
    void acknowledged() {
        deniedSince = NEVER;
        if (held.isEmpty()) {
            setbacks = 0;
        }
    }

    void drop(Collection<TopicPartition> partitions) {
        List<Held> now = List.copyOf(held);
        held.clear();
        for (Held waiting : now) {
            Set<Integer> lost = lost(waiting.batch(), partitions);
            BatchReceipt receipt = waiting.receipt();
            receipt.pipeline().weigh(-receipt.weight(waiting.batch()));
            Batch rest = waiting.batch().without(lost);
            if (rest != null) {
                BatchReceipt restReceipt = receipt.without(lost);
                receipt.pipeline().weigh(restReceipt.weight(rest));
                hold(new Batched(rest, restReceipt), waiting.lack());
            }
        }
        if (held.isEmpty()) {
            deniedSince = NEVER;
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
