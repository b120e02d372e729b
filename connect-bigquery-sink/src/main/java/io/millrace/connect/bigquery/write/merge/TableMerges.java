// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.StagedObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The merges of one table, one after the other. While one runs, the next round fills: a table that is slow to merge has fewer
 * and bigger merges. Writer's thread.
 */
final class TableMerges implements Round.Owner {
    private final Destination table;
    private final MergeDesk desk;
    private final Deque<Round> waiting = new ArrayDeque<>();
    private @Nullable Round filling;
    private @Nullable MergeRun merging;
    private final Map<StagedObject, Outdated> outdated = new HashMap<>(); // by identity, as they are
    private boolean overdue;

    private record Outdated(Round round, String reason) {}

    TableMerges(Destination table, MergeDesk desk) {
        this.table = table;
        this.desk = desk;
    }

    void add(Batch batch) {
        Round into = filling;
        if (into == null || into.isClosed() || !isOf(into, batch)) {
            close();
            into = begun(batch);
        }
        into.add(batch);
        if (into.rows() >= desk.settings.cut().maxRows()) {
            close();
        }
    }

    /** A staging table has the columns of one shape: an equal one is the same. */
    private static boolean isOf(Round round, Batch batch) {
        return round.shape().equals(batch.shape());
    }

    private Round begun(Batch batch) {
        Round begun = new Round(table, batch.shape(), desk.round(), desk, this);
        filling = begun;
        overdue = false;
        desk.later(desk.settings.cut().interval().toMillis(), () -> due(begun));
        return begun;
    }

    private void due(Round round) {
        if (filling == round) {
            overdue = true;
            if (merging == null && waiting.isEmpty()) {
                close();
            }
        }
    }

    /** What came so far will be merged, the next begins another round. */
    private void close() {
        Round full = filling;
        if (full != null) {
            filling = null;
            waiting.add(full);
            full.close();
            next();
        }
    }

    @Override
    public void settled() {
        next();
    }

    private void next() {
        Round ended = filling;
        if (ended != null && ended.isClosed()) {
            filling = null; // its rows are their owner's again
            waiting.add(ended);
        }
        while (merging == null && !waiting.isEmpty() && waiting.element().isSettled()) {
            Round round = waiting.remove();
            if (round.isEmpty()) {
                round.drop();
            } else {
                MergeRun run = new MergeRun(round, desk, this::merged, this::outdated);
                merging = run;
                run.start();
            }
        }
    }

    private void merged() {
        merging = null;
        next();
        if (overdue && merging == null && waiting.isEmpty()) {
            close();
        }
    }

    void tableSeen(TableShape live) {
        if (merging != null) {
            merging.tableSeen(live);
        }
    }

    /** No merge will be of these: they were made for the table as it was, or are gone. */
    @Override
    public void outdated(Round round, String reason) {
        for (StagedObject object : round.objects()) {
            outdated.put(object, new Outdated(round, reason));
            desk.outside.told(new LoadNews.Outdated(object, round.shape(), reason));
        }
    }

    /** One of them cannot be read again. */
    void setAside(StagedObject object) {
        Outdated lost = outdated.remove(object);
        if (lost != null) {
            desk.outside.told(new LoadNews.SetAside(
                    object, lost.round().shape(), lost.round().keptAs(), lost.reason()));
        }
    }

    void withdraw(Collection<Batch> batches) {
        rounds().forEach(round -> round.withdraw(batches));
    }

    void discard(Collection<StagedObject> objects) {
        outdated.keySet().removeAll(objects);
        rounds().forEach(round -> round.discard(objects));
        next();
    }

    /** Memory is short: what waits for company goes to the staging table now. */
    void relieve() {
        if (filling != null) {
            filling.cutAll();
        }
    }

    /** Whether nothing of it is left that anybody asks for. */
    boolean isIdle() {
        return !isWaiting() && outdated.isEmpty();
    }

    /** Whether changes wait for their merge. */
    boolean isWaiting() {
        return filling != null || merging != null || !waiting.isEmpty();
    }

    /** When the oldest change came that is not merged; {@code Long.MAX_VALUE} for none. */
    long oldestMs() {
        return rounds().stream().mapToLong(Round::sinceMs).min().orElse(Long.MAX_VALUE);
    }

    /** Staging tables that no statement of ours reads: nobody will. */
    List<Destination> unread() {
        return rounds().stream()
                .filter(round -> merging == null || merging.round() != round)
                .map(Round::staged)
                .toList();
    }

    private List<Round> rounds() {
        List<Round> rounds = new ArrayList<>(waiting);
        if (filling != null) {
            rounds.add(filling);
        }
        if (merging != null) {
            rounds.add(merging.round());
        }
        return rounds;
    }

    /** Gives all up. */
    void failAll(ConnectException error) {
        rounds().forEach(round -> round.fail(error));
    }
}
