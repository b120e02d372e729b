// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

import io.millrace.connect.bigquery.model.Destination;
import java.util.HashMap;
import java.util.Map;

/** The paces of all tables. Owned by the writer's thread. */
final class Paces {
    /** How many quick answers in a row make a slow table quick; twice as many each time, so that none comes and goes. */
    private static final int FIRST_PROBATION = 4;

    private static final int MOST_DOUBLINGS = 6;

    private final Map<Destination, Tempo> tempi = new HashMap<>();

    private static final class Tempo {
        private Pace pace = Pace.UNKNOWN;
        private int probation;
        private int falls;
        private long answeredMs = Long.MIN_VALUE;
    }

    Pace of(Destination table) {
        Tempo tempo = tempi.get(table);
        return tempo == null ? Pace.UNKNOWN : tempo.pace;
    }

    /** An answer came; quick or not, whatever it says. */
    void answered(Destination table, boolean quick, long now) {
        Tempo tempo = tempo(table);
        tempo.answeredMs = now;
        if (!quick) {
            fall(tempo, Pace.SLOW);
        } else if (tempo.pace == Pace.UNKNOWN || (tempo.pace != Pace.QUICK && --tempo.probation <= 0)) {
            tempo.pace = Pace.QUICK;
        } else if (tempo.pace == Pace.SILENT) {
            tempo.pace = Pace.SLOW;
        }
    }

    /** An answer is later than a quick one would be. */
    void stalled(Destination table) {
        Tempo tempo = tempo(table);
        if (tempo.pace != Pace.SILENT) {
            fall(tempo, Pace.SLOW);
        }
    }

    /** A request waits behind that of a stalled table since then: whether its own would be answered is not known. */
    void doubted(Destination table, long since) {
        Tempo tempo = tempo(table);
        if (tempo.pace == Pace.QUICK && tempo.answeredMs < since) {
            tempo.pace = Pace.UNKNOWN;
        }
    }

    /** No answer came in time. */
    void unanswered(Destination table) {
        fall(tempo(table), Pace.SILENT);
    }

    private static void fall(Tempo tempo, Pace pace) {
        if (!tempo.pace.isWorseThan(Pace.UNKNOWN)) {
            tempo.falls = Math.min(tempo.falls + 1, MOST_DOUBLINGS);
        }
        tempo.probation = FIRST_PROBATION << tempo.falls;
        tempo.pace = pace;
    }

    private Tempo tempo(Destination table) {
        return tempi.computeIfAbsent(table, first -> new Tempo());
    }
}
