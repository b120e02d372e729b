// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.flight;

import io.millrace.connect.bigquery.deliver.SlotRuns;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.health.TaskHealth.Work;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The batches that are with the writer, and what becomes of them. Task thread. */
public final class InFlight implements WriteResult.Receiver {
    /** What BigQuery answers at all it answers within this time, usually. */
    private static final long SOON_MS = 1_000;

    private final RowWriter writer;
    private final TaskHealth health;
    private final InstantSource clock;
    private final IdentityHashMap<Batch, Sent> underway = new IdentityHashMap<>();
    private final StagedRows staged;
    private boolean lostMeanwhile;

    /** @param prompt whether it is answered soon when all is well */
    private record Sent(BatchReceipt receipt, BatchOwner owner, long atMs, boolean prompt) {}

    /** @param readAgain has records read again from Kafka; false where Kafka has them no more */
    public InFlight(RowWriter writer, Predicate<SlotRuns> readAgain, TaskHealth health, InstantSource clock) {
        this.writer = writer;
        this.staged = new StagedRows(writer, readAgain);
        this.health = health;
        this.clock = clock;
    }

    /** Hands a batch to the writer, which holds it back for so long. */
    public void send(BatchReceipt receipt, BatchOwner owner, Duration delay) {
        note(receipt, owner, delay);
        writer.write(receipt.batch(), delay);
    }

    /** Hands a batch over that was refused as a whole though its table is what it needs, to find the rows that are refused. */
    public void sift(BatchReceipt receipt, BatchOwner owner) {
        note(receipt, owner, Duration.ZERO);
        writer.sift(receipt.batch());
    }

    private void note(BatchReceipt receipt, BatchOwner owner, Duration delay) {
        boolean prompt = writer.isPrompt(receipt.batch().table());
        underway.put(receipt.batch(), new Sent(receipt, owner, clock.millis() + delay.toMillis(), prompt));
        owner.sent();
    }

    /** Whether any batch is with the writer that may be answered soon: a young one of a table that is served. */
    public boolean anyPromising(long now) {
        for (Sent sent : underway.values()) {
            long age = now - sent.atMs();
            if (sent.prompt()
                    && age >= 0
                    && age < SOON_MS
                    && !health.has(sent.receipt().batch().table(), Work.ROWS)) {
                return true;
            }
        }
        return false;
    }

    /** Takes back from the writer what is no longer this task's and not on the wire: its next owner writes it. */
    public void withdrawLost() {
        List<Batch> stale = new ArrayList<>();
        underway.forEach((batch, sent) -> {
            if (!sent.receipt().isWhole()) {
                stale.add(batch);
            }
        });
        if (!stale.isEmpty()) {
            writer.withdraw(stale);
        }
        lostMeanwhile = true;
        discardLost();
    }

    /** Takes objects back none of whose rows are this task's any more: what was staged when its partition was lost, too. */
    public void discardLost() {
        if (!lostMeanwhile) {
            return;
        }
        lostMeanwhile = false;
        staged.discardLost();
    }

    /** Whether rows of a table wait in files, which go with the table only as it was when they were written. */
    public boolean isStaging(Destination table) {
        return !writer.isPrompt(table);
    }

    /** Whether any rows of a table are on their way into it. */
    public boolean any(Destination table) {
        return staged.anyOf(table)
                || underway.keySet().stream().anyMatch(batch -> batch.table().equals(table));
    }

    /** Memory is short because of these tables. */
    public void relieve(Collection<Destination> tables) {
        writer.relieve(tables);
    }

    /** The table was looked at for what was lacking. */
    public void tableSeen(Destination table, TableShape live) {
        writer.tableSeen(table, live);
    }

    /** Takes news of an object that rows were staged in. */
    public void take(LoadNews news) {
        staged.take(news);
    }

    /** Takes that the writer repeats a batch. */
    public void take(Repetition repetition) {
        Sent sent = underway.get(repetition.batch());
        if (sent != null) {
            sent.owner().repeated(repetition);
        }
    }

    /** Takes what the writer answered. */
    public void take(WriteResult result) {
        Sent sent = underway.get(result.batch());
        if (sent != null) {
            result.tell(this);
            sent.owner().answered();
        }
    }

    @Override
    public void written(WriteResult.Written written) {
        Sent sent = closed(written.batch());
        sent.receipt().finishBut(Set.of());
        sent.receipt().release();
        sent.owner().written(written.batch(), written.latency());
        if (written.schemaChanged()) {
            sent.owner().tableChanged();
        }
    }

    @Override
    public void staged(WriteResult.Staged answer) {
        Sent sent = closed(answer.batch());
        lostMeanwhile |= !sent.receipt().isWhole();
        staged.add(answer, sent.receipt(), sent.owner());
        sent.owner().staged();
    }

    @Override
    public void refused(WriteResult.RowsRefused refused) {
        Sent sent = closed(refused.batch());
        BatchReceipt receipt = refused.othersWritten() ? othersWritten(sent, refused) : sent.receipt();
        if (receipt != null) {
            sent.owner().refused(receipt, refused.othersWritten() ? refused.of(receipt.batch()) : refused);
        }
    }

    /** All rows but these are in the table. */
    private @Nullable BatchReceipt othersWritten(Sent sent, WriteResult.RowsRefused refused) {
        Set<Integer> bad = refused.reasons().keySet();
        Set<Integer> good = IntStream.range(0, refused.batch().rows().size())
                .filter(position -> !bad.contains(position))
                .boxed()
                .collect(Collectors.toSet());
        sent.receipt().finishBut(bad);
        Batch others = refused.batch().without(bad);
        if (others != null) {
            sent.owner().written(others, Duration.ZERO);
        }
        sent.receipt().release();
        return sent.receipt().without(good);
    }

    /**
     * Rows of a batch that came back are bad, whatever the table is: they are rejected, and so is what else was made of their
     * records; the others go out again.
     */
    public void refuse(BatchReceipt receipt, WriteResult.RowsRefused refused, BatchOwner owner) {
        receipt.release();
        Set<Integer> dealtWith = receipt.ofRecords(refused.reasons().keySet());
        refused.reasons().keySet().stream()
                .sorted()
                .forEach(position -> owner.reject(
                        receipt,
                        position,
                        "table " + receipt.batch().table() + ": "
                                + refused.reasons().get(position)));
        dealtWith.stream()
                .filter(position -> !refused.reasons().containsKey(position))
                .forEach(position -> receipt.slot(position).finish());
        resend(receipt.without(dealtWith), owner);
    }

    @Override
    public void tooLarge(WriteResult.TooLarge tooLarge) {
        Batch batch = tooLarge.batch();
        Sent sent = closed(batch);
        sent.receipt().release();
        int rows = batch.rows().size();
        if (rows == 1) {
            String reason = "the row has " + batch.bytes() + " bytes, more than BigQuery accepts";
            sent.owner().reject(sent.receipt(), 0, "table " + batch.table() + ": " + reason);
            return;
        }
        Set<Integer> first = new HashSet<>();
        Set<Integer> second = new HashSet<>();
        for (int i = 0; i < rows; i++) {
            (i < rows / 2 ? first : second).add(i);
        }
        resend(sent.receipt().without(second), sent.owner());
        resend(sent.receipt().without(first), sent.owner());
    }

    @Override
    public void behind(WriteResult.TableBehind behind) {
        Sent sent = closed(behind.batch());
        if (sent.receipt().isWhole()) {
            sent.owner().behind(sent.receipt(), behind.lack());
        } else {
            resendOwned(sent);
        }
    }

    /** What is still this task's goes out without the rest. */
    @Override
    public void withdrawn(WriteResult.Withdrawn withdrawn) {
        resendOwned(closed(withdrawn.batch()));
    }

    @Override
    public void failed(WriteResult.Failed failed) {
        Sent sent = closed(failed.batch());
        sent.receipt().release();
        if (sent.receipt().isAnyOwned()) {
            health.fail(failed.error());
        }
    }

    private void resendOwned(Sent sent) {
        resend(sent.receipt().owned(), sent.owner());
    }

    private void resend(@Nullable BatchReceipt rest, BatchOwner owner) {
        if (rest != null) {
            send(rest, owner, Duration.ZERO);
        }
    }

    private Sent closed(Batch batch) {
        Sent sent = underway.remove(batch);
        if (sent == null) {
            throw new IllegalStateException("a second answer for " + batch);
        }
        return sent;
    }
}
