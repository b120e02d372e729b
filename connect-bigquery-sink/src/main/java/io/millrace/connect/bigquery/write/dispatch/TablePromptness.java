// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.kit.memo.Memo;

/** How soon each table is answered. Owned by the writer's thread. */
public final class TablePromptness {
    /** How many quick answers in a row make a slow table quick; twice as many each time, so that none comes and goes. */
    private static final int FIRST_PROBATION = 4;

    private static final int MOST_DOUBLINGS = 6;

    /** The least used are forgotten, should there be more than memory allows; they are as good as new tables then. */
    private final Memo<Destination, History> histories = new Memo<>(each -> 0);

    private static final class History {
        private Promptness promptness = Promptness.UNKNOWN;
        private int probation;
        private int falls;
        private long answeredMs = Long.MIN_VALUE;
    }

    /** The table's. */
    public Promptness of(Destination table) {
        History history = histories.known(table);
        return history == null ? Promptness.UNKNOWN : history.promptness;
    }

    /** An answer came; quick or not, whatever it says. */
    public void answered(Destination table, boolean quick, long now) {
        History history = history(table);
        history.answeredMs = now;
        if (!quick) {
            fall(history, Promptness.SLOW);
        } else if (history.promptness == Promptness.UNKNOWN
                || (history.promptness != Promptness.QUICK && --history.probation <= 0)) {
            history.promptness = Promptness.QUICK;
        } else if (history.promptness == Promptness.SILENT) {
            history.promptness = Promptness.SLOW;
        }
    }

    /** An answer is later than a quick one would be. */
    public void stalled(Destination table) {
        History history = history(table);
        if (history.promptness != Promptness.SILENT) {
            fall(history, Promptness.SLOW);
        }
    }

    /** A request waits behind that of a stalled table since then: whether its own would be answered is not known. */
    public void doubted(Destination table, long since) {
        History history = history(table);
        if (history.promptness == Promptness.QUICK && history.answeredMs < since) {
            history.promptness = Promptness.UNKNOWN;
        }
    }

    /** No answer came in time. */
    public void unanswered(Destination table) {
        fall(history(table), Promptness.SILENT);
    }

    private static void fall(History history, Promptness promptness) {
        if (!history.promptness.isWorseThan(Promptness.UNKNOWN)) {
            history.falls = Math.min(history.falls + 1, MOST_DOUBLINGS);
        }
        history.probation = FIRST_PROBATION << history.falls;
        history.promptness = promptness;
    }

    private History history(Destination table) {
        return histories.get(table, first -> new History());
    }
}
