// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.bigquery.write.dispatch.Dispatch;
import io.millrace.connect.bigquery.write.dispatch.Sifting;
import io.millrace.connect.bigquery.write.dispatch.Unanswered;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Decides what an answer makes of an insert. Owned by the writer's thread. */
final class Answers {
    /** How rows are refused that BigQuery does not name. */
    static final Sifting.Words WORDS = new Sifting.Words("400 invalid", RefusedRows.PARTITIONS);

    private final Unanswered<Dispatch> unanswered;

    Answers(Unanswered<Dispatch> unanswered) {
        this.unanswered = unanswered;
    }

    /** An insert has this answer. */
    void take(Dispatch insert, InsertAnswer answer, long now) {
        Batch batch = insert.batch();
        switch (answer.kind()) {
            case WRITTEN ->
                finish(insert, new WriteResult.Written(batch, Duration.ofMillis(insert.sinceFirstSent(now)), false));
            case ROWS -> tellApart(insert, answer, now);
            case TABLE_MISSING -> finish(insert, new WriteResult.TableBehind(batch, Lack.TABLE));
            case PERMISSION -> finish(insert, new WriteResult.TableBehind(batch, Lack.PERMISSION));
            // Among other things; the table tells whether its types are others, else its rows are told apart.
            case UNEXPLAINED -> finish(insert, new WriteResult.TableBehind(batch, Lack.TYPES));
            case TOO_LARGE -> finish(insert, new WriteResult.TooLarge(batch));
            case TRANSIENT -> unanswered.retry(insert, RetryReason.UNAVAILABLE, answer.toString());
            case QUOTA -> unanswered.retry(insert, RetryReason.QUOTA, answer.toString());
            case LOST -> unanswered.retry(insert, Objects.requireNonNull(answer.lost()), answer.toString());
            case CREDENTIALS -> unanswered.withNextToken(insert, answer.toString());
            case FATAL ->
                unanswered.fail(
                        insert,
                        "table " + batch.table() + ": BigQuery refused an insert of "
                                + batch.rows().size() + " rows with " + answer
                                + "; its text is left out here, because it may quote a value");
        }
    }

    /**
     * All rows that are not named are written. Where the table's columns are not what any row needs, none is: then the others
     * are named too, as stopped (cloud.google.com/bigquery/docs/streaming-data-into-bigquery, 2026-08).
     */
    private void tellApart(Dispatch insert, InsertAnswer answer, long now) {
        Batch batch = insert.batch();
        WriteResult.RowsRefused refused = RefusedRows.of(batch, answer.rows());
        Set<Integer> rest = new TreeSet<>();
        answer.rows().forEach(error -> rest.add(error.position()));
        boolean noneWritten = rest.size() == batch.rows().size();
        rest.removeAll(refused.reasons().keySet());
        if (noneWritten && refused.reasons().isEmpty()) {
            unanswered.retry(insert, answer.passing(), answer.toString());
        } else if (noneWritten) {
            finish(insert, new WriteResult.RowsRefused(batch, refused.reasons(), refused.columns(), false));
        } else if (rest.isEmpty()) {
            finish(insert, refused);
        } else {
            unanswered.tellRepetition(insert, answer.passing(), answer.toString());
            long due = now + unanswered.pauseAfter(1).toMillis();
            unanswered.goOn(insert, refused, List.copyOf(rest), WORDS, part -> new Dispatch(part, due));
        }
    }

    private void finish(Dispatch insert, WriteResult result) {
        unanswered.finish(insert, result);
    }
}
