// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.load.Patience;
import io.millrace.connect.bigquery.write.load.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a round has staged into its table: remembers its deletes, merges, and looks whether a delete came between. All
 * of it may be done again, by whom ever. Writer's thread.
 */
final class MergeRun {
    private static final int MISSING = 404;

    private final Round round;
    private final MergeDesk desk;
    private final Runnable ended;
    private final BiConsumer<Round, String> outdated;
    private final Patience patience;
    private final @Nullable DeletesTable deletes;
    private final long beganMs;
    /** Ids of jobs that ended with an error are taken, so each time all is done anew has others. */
    private int time;

    private boolean awaited;
    private @Nullable TableShape seen;
    private @Nullable String prune;

    /**
     * @param ended is told when nothing is left to be done, whatever came of it
     * @param outdated is told of a round that no merge will be of, and why
     */
    MergeRun(Round round, MergeDesk desk, Runnable ended, BiConsumer<Round, String> outdated) {
        this.round = round;
        this.desk = desk;
        this.ended = ended;
        this.outdated = outdated;
        this.patience = desk.patience();
        this.deletes = desk.settings.deletesKept() == null ? null : new DeletesTable(round.table(), desk);
        this.beganMs = desk.now();
    }

    Round round() {
        return round;
    }

    void start() {
        time++;
        prune = null;
        desk.call(this::lookedAt, this::begin, failed -> unseen(Refusal.of(failed)));
    }

    /**
     * The table as it is.
     *
     * @param deletesKept whether its deletes can be remembered; not where a table of somebody else has that name
     */
    private record Looked(Target target, boolean deletesKept) {}

    /** The table, and where its deletes are remembered. */
    private Looked lookedAt() throws IOException {
        Target target = Target.of(desk.api.table(round.table()));
        return new Looked(target, deletes == null || !target.takes(round.shape()) || deletes.ensure(target));
    }

    private @Nullable Destination remembered() {
        return deletes == null ? null : deletes.name();
    }

    private void unseen(Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.MISSING || refusal.kind() == Refusal.Kind.INVALID) {
            await(refusal, "");
            return;
        }
        again(refusal, this::start);
    }

    private void again(Refusal refusal, Runnable next) {
        patience.refused(refusal, desk.now());
        RetryReason reason = patience.goesOn(refusal, desk.now());
        if (reason == null) {
            fail(new ConnectException("table " + round.table()
                    + ": it cannot be looked at for a merge, BigQuery answers " + refusal.cause()));
            return;
        }
        repeated(reason, "a merge does not see its tables: " + refusal.cause());
        desk.later(desk.pauseAfter(patience.failures()).toMillis(), next);
    }

    private void begin(Looked looked) {
        patience.forget();
        Target target = looked.target();
        if (!target.takes(round.shape())) {
            await(new Refusal(Refusal.Kind.INVALID, "the table lacks its primary key, or a column"), "");
            return;
        }
        if (target.refusesMerges()) {
            fail(new ConnectException("table " + round.table() + " requires a partition filter, and a merge can name"
                    + " partitions only where the key holds the partition column: the key is " + target.key()
                    + ", the column " + (target.partitionedBy() == null ? "_PARTITIONTIME" : target.partitionedBy())
                    + "; set primary.key to columns with it, or ALTER TABLE … SET OPTIONS (require_partition_filter ="
                    + " FALSE)"));
            return;
        }
        Destination deletes = remembered();
        if (!looked.deletesKept()) {
            fail(new ConnectException("table " + round.table() + ": its deletes are to be remembered in " + deletes
                    + ", which is a table of somebody else, with other columns; it is left as it is: set"
                    + " merge.staging.suffix or merge.dataset to another, or drop it"));
            return;
        }
        MergeSql sql = new MergeSql(
                round.table(),
                round.staged(),
                deletes,
                target.matched(),
                target.others(round.shape()),
                desk.settings.truncated());
        if (deletes != null && (round.deletes() || round.truncates())) {
            query(
                    "deletes",
                    "remember deletes",
                    sql.rememberDeletes(deletes),
                    target,
                    done -> truncate(sql, target, deletes));
        } else {
            bounds(sql, target);
        }
    }

    /** Before the merge: a change that keeps values keeps none of a row that is gone. */
    private void truncate(MergeSql sql, Target target, Destination deletes) {
        if (round.truncates()) {
            String truncate = sql.truncate(deletes, target.anywhere());
            query("truncate", "empty the table", truncate, target, done -> bounds(sql, target));
        } else {
            bounds(sql, target);
        }
    }

    private void bounds(MergeSql sql, Target target) {
        String column = target.pruning();
        if (column == null) {
            merge(sql, target);
            return;
        }
        query(
                "bounds",
                "find the partitions of changes",
                sql.bounds(column),
                target,
                done -> read(done, row -> {
                    String first = row.isEmpty() ? null : row.get(0);
                    String last = row.size() < 2 ? null : row.get(1);
                    if (first == null || last == null) {
                        finish(); // no change is of a row
                        return;
                    }
                    prune = MergeSql.between(column, target.literal(column, first), target.literal(column, last));
                    merge(sql, target);
                }));
    }

    private void merge(MergeSql sql, Target target) {
        merge(sql, target, Slice.all(target.partitionOf(round.shape())));
    }

    /** What was merged already, changes nothing the second time. */
    private void merge(MergeSql sql, Target target, Slice slice) {
        String statement = sql.merge(round.patches(), prune, slice);
        Consumer<Job> then = done -> slice.next().ifPresentOrElse(next -> merge(sql, target, next), () -> {
            desk.numbers.add(TaskMetric.MERGES_TOTAL, 1);
            look(sql, target);
        });
        Runnable less = slice.smaller()
                .<Runnable>map(smaller -> () -> merge(sql, target, smaller))
                .orElse(null);
        query(slice.step(), "merge changes", statement, target, new Step(then, less));
    }

    private void look(MergeSql sql, Target target) {
        query(
                "look",
                "look what ran beside a merge",
                sql.look(prune),
                target,
                looked -> read(looked, counts -> mend(mends(sql, target, counts).iterator(), target)));
    }

    /** A statement that undoes what came of others that ran beside the merge. */
    private record Mend(String step, String what, String sql) {}

    /** @param counts how many changes are older than a delete, how many than a truncate, how many keys have several rows */
    private List<Mend> mends(MergeSql sql, Target target, List<@Nullable String> counts) {
        List<Mend> mends = new ArrayList<>();
        Destination deletes = sql.deletes();
        if (deletes != null && isAny(counts, 0)) {
            mends.add(new Mend("undo", "delete what is outdated", sql.deleteOutdated(deletes, prune)));
        }
        if (deletes != null && isAny(counts, 1)) {
            mends.add(new Mend("undo-truncated", "delete what is older than a truncate", sql.truncate(deletes, prune)));
        }
        if (isAny(counts, 2)) {
            mends.add(new Mend("single", "leave one row of each key", sql.single(target.columns(), prune)));
        }
        return mends;
    }

    private static boolean isAny(List<@Nullable String> counts, int place) {
        return counts.size() > place && !"0".equals(counts.get(place));
    }

    private void mend(Iterator<Mend> mends, Target target) {
        if (mends.hasNext()) {
            Mend mend = mends.next();
            query(mend.step(), mend.what(), mend.sql(), target, mended -> mend(mends, target));
        } else {
            finish();
        }
    }

    private void read(Job query, Consumer<List<@Nullable String>> row) {
        desk.call(() -> desk.api.firstRow(query), row, failed -> unseen(Refusal.of(failed)));
    }

    private void query(String step, String what, String sql, Target target, Consumer<Job> then) {
        query(step, what, sql, target, new Step(then, null));
    }

    private void query(String step, String what, String sql, Target target, Step outcome) {
        JobConfigurationQuery query = new JobConfigurationQuery()
                .setQuery(sql)
                .setUseLegacySql(false)
                .setPriority(desk.settings.batchPriority() ? "BATCH" : "INTERACTIVE");
        JobWatch.Work work = new JobWatch.Work(
                round.table(),
                round.number() + "-" + time + "-" + step,
                target.location(),
                what,
                new JobConfiguration().setQuery(query).setLabels(desk.names.labels()),
                null);
        new JobWatch(work, desk, outcome).start();
    }

    /** What becomes of one statement. */
    private final class Step implements JobWatch.Outcome {
        private final Consumer<Job> then;
        private final @Nullable Runnable less;

        /** @param less does less at once; null where that cannot be */
        Step(Consumer<Job> then, @Nullable Runnable less) {
            this.then = then;
            this.less = less;
        }

        @Override
        public void done(Job job) {
            desk.numbers.add(TaskMetric.MERGE_QUERIES_TOTAL, 1);
            if (job.getStatistics() != null && job.getStatistics().getTotalBytesProcessed() != null) {
                desk.numbers.add(
                        TaskMetric.MERGE_BYTES_PROCESSED_TOTAL,
                        job.getStatistics().getTotalBytesProcessed());
            }
            then.accept(job);
        }

        @Override
        public void refused(Refusal refusal, String job) {
            desk.numbers.add(TaskMetric.MERGE_REFUSALS_TOTAL, 1);
            if (refusal.kind() == Refusal.Kind.TOO_MUCH && less != null) {
                less.run();
            } else {
                await(refusal, job);
            }
        }

        @Override
        public void failed(ConnectException error) {
            desk.numbers.add(TaskMetric.MERGE_REFUSALS_TOTAL, 1);
            fail(error);
        }

        @Override
        public void repeated(RetryReason reason, String cause) {
            desk.numbers.add(TaskMetric.MERGE_REFUSALS_TOTAL, 1);
            MergeRun.this.repeated(reason, cause);
        }
    }

    private void repeated(RetryReason reason, String cause) {
        round.objects().stream()
                .findFirst()
                .ifPresent(object -> desk.outside.told(new LoadNews.Repeated(object, reason, cause)));
    }

    /** Refused for what the table is, or for what is staged: all is done once more when the table was looked at. */
    private void await(Refusal refusal, String job) {
        TableShape live = seen;
        if (live != null && !live.equals(round.shape())) {
            giveUp(refusal.cause());
            return;
        }
        if (live != null) {
            setAside(refusal, job);
            return;
        }
        desk.call(
                () -> {
                    try {
                        desk.api.table(round.staged());
                        return Boolean.TRUE;
                    } catch (HttpResponseException gone) {
                        if (gone.getStatusCode() != MISSING) {
                            throw gone;
                        }
                        return Boolean.FALSE;
                    }
                },
                there -> {
                    if (!there) {
                        giveUp("notFound: its staging table is gone");
                        return;
                    }
                    awaited = true;
                    round.objects().stream()
                            .findFirst()
                            .ifPresentOrElse(
                                    object -> desk.outside.told(new LoadNews.Lacking(object, round.shape())),
                                    this::finish);
                },
                failed -> again(Refusal.of(failed), () -> await(refusal, job)));
    }

    /** The table was looked at, and made what it has to be. */
    void tableSeen(TableShape live) {
        if (awaited) {
            awaited = false;
            seen = live;
            start();
        }
    }

    /** The table is not what the changes were made for, or they are gone: their records are read again. */
    private void giveUp(String reason) {
        outdated.accept(round, reason);
        round.drop();
        ended.run();
    }

    private void setAside(Refusal refusal, String job) {
        List<StagedObject> objects = round.objects();
        String reason = refusal.cause() + (job.isEmpty() ? "" : " in job " + job);
        for (StagedObject object : objects) {
            desk.outside.told(new LoadNews.SetAside(object, round.shape(), round.keptAs(), reason));
        }
        ended.run();
    }

    private void fail(ConnectException error) {
        round.fail(error);
        ended.run();
    }

    private void finish() {
        Duration latency = Duration.ofMillis(desk.now() - beganMs);
        round.objects().forEach(object -> desk.outside.told(new LoadNews.Loaded(object, latency)));
        round.drop();
        ended.run();
    }
}
