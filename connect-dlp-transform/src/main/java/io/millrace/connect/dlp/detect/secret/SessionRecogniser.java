// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Passwords that the commands of a session have: {@code PASS x} of FTP (RFC 959), POP3 and IRC, {@code AUTH x} and
 * {@code AUTH user x} of Redis, {@code AUTH PLAIN x} of SMTP (RFC 4954), {@code a1 LOGIN user x} of IMAP. Asked at the end of
 * a verb in capitals, at a prompt, and between the quotes of words that a log has one by one.
 */
public final class SessionRecogniser implements Recogniser {

    /** Where a verb may end, or one in small letters begin, and what follows there. */
    public static final String TRIGGERS = "STI>\"";

    private static final int VERB = 4;
    private static final int LONGEST = 512;
    private static final int LONGEST_LINE = 200;
    private static final int MOST_ARGUMENTS = 3;
    private static final String[] ANSWERS = {"331 ", "+ok", "user ", "220 ", "< 331", "< +ok"};

    private final SecretLook look = new SecretLook();
    private final Placeholders placeholders = new Placeholders();
    private final WordIndex mechanisms = WordIndex.of(
            "plain",
            "login",
            "xoauth2",
            "oauthbearer",
            "cram-md5",
            "digest-md5",
            "ntlm",
            "gssapi",
            "external",
            "anonymous",
            "scram-sha-1",
            "scram-sha-256",
            "sasl");
    private final WordIndex others = WordIndex.of(
            "tls",
            "ssl",
            "tls-c",
            "tls-p",
            "failed",
            "failure",
            "error",
            "ok",
            "required",
            "success",
            "command",
            "result",
            "info",
            "type",
            "mechanisms",
            "check",
            "test",
            "tests");
    // Before a colon, in the logs of who speaks to whom
    private final WordIndex speakers =
            WordIndex.of("c", "client", "request", "command", "cmd", "sent", "send", "ftp", "pop3", "redis");

    private int start;
    private int end;

    /** What may come behind such a character and the next one: a bit for each by its last five, 0 for nothing. */
    public static int thirds(char trigger, char next) {
        String thirds = switch ("" + trigger + next) {
            case "SS", "TH", "IN" -> " ";
            case "> " -> "ap";
            case "\" " -> "\"";
            default -> "";
        };
        return thirds.chars().map(c -> 1 << (c & 31)).reduce(0, (one, other) -> one | other);
    }

    @Override
    public int at(Scan scan, int position) {
        if (position < scan.secretEnd()) {
            return position + 1;
        }
        switch (scan.at(position)) {
            case 'S' -> verb(scan, position - 2, "pass");
            case 'T' -> verb(scan, position - 2, "auth");
            case 'I' -> login(scan, position - "LOG".length());
            case '>' -> {
                verb(scan, position + 2, "pass");
                verb(scan, position + 2, "auth");
            }
            default -> quoted(scan, position);
        }
        return position + 1;
    }

    private void verb(Scan scan, int verb, String name) {
        char before = scan.at(verb - 1);
        boolean begins = verb >= 0 && scan.isAt(verb, name) && (before <= ' ' || before == '"' || before == '\'');
        if (begins && scan.at(verb + VERB) == ' ') {
            command(scan, verb, verb + VERB + 1, name.equals("auth"));
        }
    }

    private void command(Scan scan, int verb, int arguments, boolean auth) {
        int most = auth ? 2 : 1;
        int count = read(scan, arguments, most + 1);
        int first = wordEnd(scan, arguments);
        if (count == 0 || count > most || others.contains(scan.chars(), arguments, first)) {
            return;
        }
        boolean mechanism = auth && mechanisms.contains(scan.chars(), arguments, first);
        boolean secret = mechanism ? count > 1 : isTold(scan, verb) || (isLineStart(scan, verb) && looksLikeOne(scan));
        if (secret) {
            report(scan);
        }
    }

    /** True for what looks like a password, and like no test's name: {@code PASS testLogin2}. */
    private boolean looksLikeOne(Scan scan) {
        return look.looksLikeOne(scan, start, end) && !scan.isAt(start, "test") && Chars.isLetter(scan.at(start));
    }

    /** Reads the words up to the end of the line or a quote, of which the last is kept; more than that many are a sentence. */
    private int read(Scan scan, int from, int most) {
        int count = 0;
        int at = from;
        while (count < most && scan.at(at) > ' ' && scan.at(at) != '"' && !scan.isAt(at, "setname ")) {
            start = at;
            end = wordEnd(scan, at);
            count++;
            at = scan.at(end) == ' ' ? end + 1 : end;
        }
        boolean over = scan.at(at) <= ' ' || scan.at(at) == '"' || scan.at(at) == '\'' || scan.isAt(at, "setname ");
        return over && end > start ? count : 0;
    }

    private static int wordEnd(Scan scan, int from) {
        int end = from;
        while (end - from < LONGEST && scan.at(end) > ' ' && scan.at(end) != '"' && scan.at(end) != '\'') {
            end++;
        }
        return end;
    }

    /** True where the verb is somebody's input, or answers the server's question. */
    private boolean isTold(Scan scan, int verb) {
        char before = scan.at(verb - 1);
        if (before == '"' || before == '\'' || scan.isAt(verb - "hello 3 ".length(), "hello ")) {
            return true;
        }
        int mark = Blanks.skipBackAny(scan, verb);
        if (scan.at(mark - 1) == '\n' || isLineStart(scan, verb)) {
            return isAnswered(scan, mark);
        }
        if (scan.at(mark - 1) == ':') {
            return speakers.contains(scan.chars(), SecretLabels.partStart(scan, mark - 1), mark - 1);
        }
        return scan.at(mark - 1) == '>' && mark < verb;
    }

    private static boolean isLineStart(Scan scan, int verb) {
        return verb == 0 || scan.at(verb - 1) == '\n' || scan.at(verb - 1) == '\r';
    }

    /** Whether the line before, of which the end is given, is what comes before a password. */
    private static boolean isAnswered(Scan scan, int lineEnd) {
        int line = lineEnd;
        while (lineEnd - line < LONGEST_LINE && line > 0 && scan.at(line - 1) != '\n') {
            line--;
        }
        for (String answer : ANSWERS) {
            if (scan.isAt(line, answer)) {
                return true;
            }
        }
        return false;
    }

    /** IMAP's, behind the tag of a command. */
    private void login(Scan scan, int verb) {
        if (!scan.isAt(verb, "login ") || scan.at(verb - 1) != ' ') {
            return;
        }
        int tag = SecretLabels.partStart(scan, verb - 1);
        boolean tagged = tag < verb - 1 && Chars.isDigit(scan.at(verb - 2)) && Chars.isLetter(scan.at(tag));
        int count = tagged ? read(scan, verb + "login ".length(), MOST_ARGUMENTS) : 0;
        if (count == 2) {
            report(scan);
        } else if (count == 1 && scan.at(end + 1) == '"') {
            quotedArgument(scan, end + 1);
        }
    }

    /** Redis writes {@code "auth" "jane" "x"} where it is watched. */
    private void quoted(Scan scan, int closing) {
        int verb = closing - VERB;
        boolean auth = scan.at(verb - 1) == '"' && scan.isAt(verb, "auth");
        boolean setting = scan.isAt(closing - "requirepass".length(), "requirepass")
                || scan.isAt(closing - "masterauth".length(), "masterauth");
        if (auth || setting) {
            int next = closing + 2;
            int close = QuotedBounds.quoteEnd(scan, next);
            boolean second = auth && close > 0 && scan.at(close + 1) == ' ' && scan.at(close + 2) == '"';
            quotedArgument(scan, second ? close + 2 : next);
        }
    }

    private void quotedArgument(Scan scan, int opening) {
        int close = QuotedBounds.quoteEnd(scan, opening);
        if (close > 0) {
            start = opening + 1;
            end = close;
            report(scan);
        }
    }

    private void report(Scan scan) {
        if (end - start >= SecretReader.SHORTEST_PASSWORD && !placeholders.isOne(scan, start, end, true)) {
            scan.readSecret(end);
            scan.reportAs(PASSWORD, Likelihood.LIKELY, start, end);
        }
    }
}
