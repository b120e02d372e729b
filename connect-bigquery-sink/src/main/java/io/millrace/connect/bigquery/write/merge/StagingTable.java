// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.bigquery.write.load.Patience;
import io.millrace.connect.bigquery.write.load.Refusal;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;

/** The table in which the changes of one round wait for their merge. Writer's thread. */
final class StagingTable {
    /** So that it goes with time, whatever becomes of its task. */
    static final Duration EXPIRES = Duration.ofDays(2);

    private static final int MOST_DROPS = 3;

    private final Destination table;
    private final TableShape shape;
    private final Destination name;
    private final MergeDesk desk;
    private final Waiting waiting;
    private final Patience patience;
    private boolean asked;

    /** Who waits for it: exactly one call of the first three for each {@link #make}. */
    interface Waiting {
        /** It is there. */
        void made(Target target);

        /** The table that is merged into is not what changes need. */
        void behind(Lack lack);

        /** It cannot be made until somebody changes something. */
        void unmade(ConnectException error);

        /** It is tried again by itself. */
        void refusedForNow(RetryReason reason, String cause);
    }

    /**
     * @param table that is merged into
     * @param shape of the changes
     */
    StagingTable(Destination table, TableShape shape, Destination name, MergeDesk desk, Waiting waiting) {
        this.table = table;
        this.shape = shape;
        this.name = name;
        this.desk = desk;
        this.waiting = waiting;
        this.patience = desk.patience();
    }

    Destination name() {
        return name;
    }

    /** Makes it, with the columns that the table has now. */
    void make() {
        asked = true;
        desk.call(() -> Target.of(desk.api.table(table)), this::seen, this::unseen);
    }

    private void seen(Target seen) {
        if (!seen.takes(shape)) {
            waiting.behind(Lack.COLUMNS);
            return;
        }
        String reserved = seen.reserved();
        if (reserved != null) {
            waiting.unmade(
                    new ConnectException("table " + table + ": column " + reserved + " has a name that merges need"
                            + " in staging tables for themselves; rename it (ALTER TABLE … RENAME COLUMN), or set"
                            + " upsert.strategy=cdc"));
            return;
        }
        Table made = new Table()
                .setSchema(new TableSchema().setFields(seen.staged()))
                .setExpirationTime(desk.now() + EXPIRES.toMillis())
                .setLabels(desk.names.labels())
                .setDescription("Changes of " + table + " on their way, put here by a Millrace connector")
                .setEncryptionConfiguration(seen.encryption());
        desk.call(
                () -> {
                    desk.api.make(name, made);
                    return seen;
                },
                target -> {
                    patience.forget();
                    waiting.made(target);
                },
                this::unmade);
    }

    private void unseen(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        if (refusal.kind() == Refusal.Kind.MISSING) {
            waiting.behind(Lack.TABLE);
        } else {
            again(refusal);
        }
    }

    private void unmade(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        boolean beside = name.dataset().equals(table.dataset());
        if (refusal.kind() == Refusal.Kind.MISSING && beside) {
            waiting.behind(Lack.TABLE);
        } else if (refusal.kind() == Refusal.Kind.MISSING) {
            waiting.unmade(new ConnectException("table " + table + ": there is no dataset " + name.dataset()
                    + " for its staging tables; create it, or set merge.dataset to another"));
        } else {
            again(refusal);
        }
    }

    private void again(Refusal refusal) {
        patience.refused(refusal, desk.now());
        RetryReason reason = patience.goesOn(refusal, desk.now());
        if (reason != null) {
            waiting.refusedForNow(reason, "a staging table is refused: " + refusal.cause());
            desk.later(desk.pauseAfter(patience.failures()).toMillis(), this::make);
            return;
        }
        String right = refusal.kind() == Refusal.Kind.DENIED
                ? "; grant the connector's account bigquery.tables.create on dataset " + name.dataset()
                        + " and bigquery.tables.get on the table"
                : "";
        waiting.unmade(new ConnectException("table " + table + ": the staging table " + name
                + " cannot be made, BigQuery answers " + refusal.cause() + right));
    }

    /** Drops it, since nobody needs it any more. */
    void drop() {
        if (asked) {
            desk.unneeded.add(name);
            drop(0);
        }
    }

    private void drop(int failures) {
        desk.call(
                () -> {
                    desk.api.drop(name);
                    return Boolean.TRUE;
                },
                dropped -> desk.unneeded.remove(name),
                failed -> {
                    if (failures < MOST_DROPS) { // else it expires
                        desk.later(desk.pauseAfter(failures + 1).toMillis(), () -> drop(failures + 1));
                    }
                });
    }

    /** Where changes are that are not merged, for people. */
    String keptAs() {
        return "staging table " + name + " until it expires, " + EXPIRES.toHours() + " hours after it was made";
    }
}
