// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is asked about one table: one question at a time, none for a while after a refusal; and how far the last answer is
 * trusted. Task thread.
 */
final class TableQuestions {
    /** What BigQuery answers at all it answers within this time, usually. */
    private static final long SOON_MS = 1_000;

    /** How long an answer is taken for what the table is now, when looking for a record that does not go with it … */
    private static final long TRUSTED_MS = 10;
    /** … found nothing new several times: bad records are bad, and looks cost. */
    private static final long MOST_TRUSTED_MS = 30_000;

    /** Every connection announces a change; a look less costs nothing, for what is needed is asked for anyway. */
    private static final long REFRESH_MS = 10_000;

    private static final long NEVER = -1;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final Destination table;
    private final Consumer<TableQuestion> ask;
    private final RetryPolicy retry;
    private boolean asking;
    private List<String> askedKey = List.of();
    private int refusals;
    private long askedAt;
    private long answeredAt = LONG_AGO;
    private long refreshedAt = LONG_AGO;
    /** 0 until the table was looked at for such a record: whatever was seen before is older than what it is judged by. */
    private long trustedMs;

    private long restUntil = NEVER;

    /** @param ask takes a question without waiting; each gets one answer */
    TableQuestions(Destination table, Consumer<TableQuestion> ask, RetryPolicy retry) {
        this.table = table;
        this.ask = ask;
        this.retry = retry;
    }

    long now() {
        return retry.clock().millis();
    }

    /** Whether a question can be asked: no answer is on its way, and the last one was no refusal of a short while ago. */
    boolean isFree() {
        return !asking && restUntil == NEVER;
    }

    /** Whether a question is open that may be answered soon. */
    boolean promising(long now) {
        return asking && now - askedAt < SOON_MS;
    }

    /** Asks that the table, as it is known, grows to this. */
    void want(TableShape known, TableShape wanted, List<String> key) {
        ask(TableQuestion.growth(table, known, wanted, key));
    }

    /** Asks for a table that holds this, unless there is one: then the records are judged by it first. */
    void wantFirst(TableShape wanted, List<String> key) {
        ask(TableQuestion.first(table, wanted, key));
    }

    /** Asks what the table is. */
    void look(List<String> key) {
        ask(new TableQuestion(table, null, key));
    }

    private void ask(TableQuestion question) {
        asking = true;
        askedAt = now();
        askedKey = question.key();
        ask.accept(question);
    }

    /** The columns that identify a row, as the last question had them. */
    List<String> askedKey() {
        return askedKey;
    }

    /** Looks because the table is said to have changed, unless it has only just looked for that. */
    void refresh(List<String> key) {
        if (!asking && now() - refreshedAt > REFRESH_MS) {
            refreshedAt = now();
            look(key);
        }
    }

    /** Whether somebody else may have changed the table since it was looked at for what does not go with it. */
    boolean mayHaveChanged() {
        return now() - answeredAt >= trustedMs;
    }

    /** Looks because what was known of the table may be the reason that something does not go with it. */
    void doubt(List<String> key) {
        trustedMs = Math.min(Math.max(TRUSTED_MS, trustedMs * 2), MOST_TRUSTED_MS);
        if (!asking) {
            look(key);
        }
    }

    /** The table is another than it was. */
    void changed() {
        trustedMs = Math.min(trustedMs, TRUSTED_MS);
    }

    /** The question is answered. */
    void answered() {
        asking = false;
        answeredAt = now();
        restUntil = NEVER;
        refusals = 0;
    }

    /** The question is answered by a refusal: it may be asked again after a while. */
    void refused() {
        asking = false;
        refusals++;
        restUntil = now() + retry.pauseAfter(refusals).toMillis();
    }

    /** Whether that while is over, which ends it. */
    boolean rested(long now) {
        boolean over = restUntil != NEVER && now >= restUntil;
        if (over) {
            restUntil = NEVER;
        }
        return over;
    }
}
