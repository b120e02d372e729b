// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Passwords of database accounts that no URL holds, around the {@code @}: Oracle's {@code jdbc:oracle:thin:scott/tiger@…} and
 * {@code sqlplus scott/tiger@…}, MySQL's in Go, {@code jane:hunter2@tcp(…)}.
 */
public final class AccountRecogniser implements Recogniser {

    private static final int LONGEST = 128;
    private static final int MOST_OPTIONS = 4;
    private static final String JDBC = "jdbc:oracle:";
    private static final String[] NETWORKS = {"tcp(", "tcp6(", "unix("};

    private final Placeholders placeholders = new Placeholders();
    private final WordIndex commands = WordIndex.of("sqlplus", "sqlldr", "expdp", "impdp", "rman");

    @Override
    public int at(Scan scan, int at) {
        int start = at;
        while (at - start < LONGEST && scan.at(start - 1) > ' ' && "\"'`=,;@".indexOf(scan.at(start - 1)) < 0) {
            start--;
        }
        int password = isOracle(scan, start)
                ? behind(scan, start, at, '/')
                : isNetwork(scan, at + 1) ? behind(scan, start, at, ':') : -1;
        if (password > start + 1
                && at - password >= SecretReader.SHORTEST_PASSWORD
                && !placeholders.isOne(scan, password, at, true)) {
            scan.readUserInfo(password, at + 1);
            scan.reportAs(PASSWORD, Likelihood.LIKELY, password, at);
        }
        return at + 1;
    }

    private boolean isOracle(Scan scan, int start) {
        if (scan.isAt(start, JDBC)) {
            return true;
        }
        int from = start;
        for (int word = 0; word < MOST_OPTIONS; word++) {
            int end = ValueBounds.skipBackAny(scan, from);
            from = end;
            while (end - from < LONGEST && scan.at(from - 1) > ' ') {
                from--;
            }
            if (end == from || scan.at(from) != '-') {
                return end < start && commands.contains(scan.chars(), from, end);
            }
        }
        return false;
    }

    private static boolean isNetwork(Scan scan, int start) {
        for (String network : NETWORKS) {
            if (scan.isAt(start, network)) {
                return true;
            }
        }
        return false;
    }

    private static int behind(Scan scan, int start, int end, char mark) {
        for (int i = start; i < end; i++) {
            if (scan.at(i) == mark) {
                return i + 1;
            }
        }
        return -1;
    }
}
