// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Passwords of database accounts that no URL holds, around the {@code @}: Oracle's {@code jdbc:oracle:thin:scott/tiger@…},
 * {@code sqlplus scott/tiger@…} and {@code scott/tiger@db:1521/shop}, MySQL's in Go, {@code jane:hunter2@tcp(…)}. Places of
 * version control, {@code git@host:path}, are nobody's address.
 */
public final class AccountRecogniser implements Recogniser {

    private static final int LONGEST = 128;
    private static final int MOST_OPTIONS = 4;
    private static final String JDBC = "jdbc:oracle:";
    private static final String[] NETWORKS = {"tcp(", "tcp6(", "unix("};
    private static final String USERID = "userid=";
    private static final int LONGEST_HOST = 128;
    private static final int LONGEST_PORT = 5;
    private static final int LONGEST_ADDRESS = 16;

    private final Placeholders placeholders = new Placeholders();
    private final SecretLook look = new SecretLook();
    private final WordIndex commands = WordIndex.of(
            "sqlplus", "sqlldr", "expdp", "impdp", "exp", "imp", "rman", "target", "connect", "conn", "catalog", "sql");

    @Override
    public int at(Scan scan, int at) {
        int start = at;
        while (at - start < LONGEST && scan.at(start - 1) > ' ' && "\"'`=,;@".indexOf(scan.at(start - 1)) < 0) {
            start--;
        }
        if (scan.isAt(start, "git@") && start + "git".length() == at && isRepository(scan, at + 1)) {
            scan.readUserInfo(start, at + 1);
            return at + 1;
        }
        int password = isOracle(scan, start, at)
                ? behind(scan, start, at, '/')
                : isNetwork(scan, at + 1) || isSchema(scan, start, at) || isMachine(scan, start, at)
                        ? behind(scan, start, at, ':')
                        : -1;
        if (password > start + 1
                && at - password >= SecretReader.SHORTEST_PASSWORD
                && !placeholders.isOne(scan, password, at, true)) {
            scan.readUserInfo(password, at + 1);
            scan.reportAs(PASSWORD, Likelihood.LIKELY, password, at);
        }
        return at + 1;
    }

    /** What is taken for a path behind a host: letters, and no port alone. */
    private static boolean isRepository(Scan scan, int host) {
        int colon = hostEnd(scan, host);
        char first = scan.at(colon + 1);
        return colon > host && scan.at(colon) == ':' && (Chars.isWord(first) || first == '~' || first == '/');
    }

    private static int hostEnd(Scan scan, int host) {
        int end = host;
        while (end - host < LONGEST_HOST
                && (Chars.isAlnum(scan.at(end)) || scan.at(end) == '.' || scan.at(end) == '-')) {
            end++;
        }
        return end;
    }

    private boolean isOracle(Scan scan, int start, int at) {
        if (scan.isAt(start, JDBC) || scan.isAt(start - USERID.length(), USERID)) {
            return true;
        }
        return isName(scan, start, behind(scan, start, at, '/') - 1)
                && (isService(scan, at + 1) || isCommand(scan, start));
    }

    private static boolean isName(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isWord(scan.at(i)) && "_$#.".indexOf(scan.at(i)) < 0) {
                return false;
            }
        }
        return end > start;
    }

    /** Oracle's {@code host:1521/service}, {@code //host}, and descriptions of connections. */
    private static boolean isService(Scan scan, int host) {
        if (scan.isAt(host, "(description=") || (scan.isAt(host, "//") && Chars.isAlnum(scan.at(host + 2)))) {
            return true;
        }
        int colon = hostEnd(scan, host);
        int port = colon + 1;
        while (Chars.isDigit(scan.at(port)) && port - colon <= LONGEST_PORT) {
            port++;
        }
        char mark = scan.at(port);
        return colon > host
                && scan.at(colon) == ':'
                && port > colon + 1
                && (mark == '/' || mark == ':')
                && Chars.isLetter(scan.at(port + 1));
    }

    private boolean isCommand(Scan scan, int start) {
        int from = start;
        for (int word = 0; word < MOST_OPTIONS; word++) {
            int end = Blanks.skipBackAny(scan, from);
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

    /** What people paste into a shell, {@code jane:Tr0ub4dor9x@203.0.113.7}; before a name it may be an address of e-mail. */
    private boolean isMachine(Scan scan, int start, int at) {
        int end = at + 1;
        int stops = 0;
        while (end - at < LONGEST_ADDRESS && (Chars.isDigit(scan.at(end)) || scan.at(end) == '.')) {
            stops += scan.at(end) == '.' && Chars.isDigit(scan.at(end + 1)) ? 1 : 0;
            end++;
        }
        int password = behind(scan, start, at, ':');
        return stops == 3 && isName(scan, start, password - 1) && look.looksLikeOne(scan, password, at);
    }

    /** Go's {@code jane:hunter2@/shop}, of the machine itself. */
    private static boolean isSchema(Scan scan, int start, int at) {
        return scan.at(at + 1) == '/'
                && Chars.isLetter(scan.at(at + 2))
                && isName(scan, start, behind(scan, start, at, ':') - 1);
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
