// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;

/**
 * Secrets behind a label and words or a blank: {@code the password for jane is …}, {@code login jane password …},
 * {@code IDENTIFIED BY '…'}. Asked at pairs of letters that labels have and few other words.
 */
public final class SentenceRecogniser implements Recogniser {

    /** Where a word may be a label, and what follows there. */
    public static final String TRIGGERS = "spocnrtSPOCNRTIqQ_ ";

    private static final int MOST_WORDS = 8;
    private static final int LONGEST_NOTE = 40;
    private static final int LONGEST_STATEMENT = 200;
    private static final String ANY = "any";
    private static final String KEY = " key";
    private static final String IDENTIFIED = "identified ";

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();
    private final LinkedWords words = new LinkedWords();
    private final SecretLook look = new SecretLook();
    // What stands before a label in the settings of programs, of which a blank parts name and value
    private final WordIndex settings = WordIndex.of(
            "env",
            "setenv",
            "setx",
            "#define",
            "with",
            "encrypted",
            "user",
            "enable",
            "fastcgi_param",
            "uwsgi_param",
            "proxy_set_header",
            "add_header",
            "requestheader");
    private final WordIndex directives =
            WordIndex.of("requirepass", "masterauth", "bindpw", "rootpw", "auth_pass", "wpa_passphrase", "wpa-psk");
    private final WordIndex logins = WordIndex.of("login", "account");

    /**
     * What may come behind a character of {@link #TRIGGERS} and the next one where they may be in a label: a bit for each by its
     * last five, all for anything, 0 for nothing.
     */
    public static int thirds(char trigger, char next) {
        String thirds = switch ("" + Chars.lower(trigger) + Chars.lower(next)) {
            case "sw" -> "od";
            case "sc" -> "o";
            case "ph" -> "r";
            case "pi" -> "k _-";
            case "ok", "cr", "cc" -> "e";
            case "ss" -> "eo";
            case "nw", "tw" -> "o";
            case "nh", "tr" -> "a";
            case "rd" -> "e \t";
            case "if", "qu" -> "i";
            case "_p" -> "a";
            case "pw", " '" -> ANY;
            default -> "";
        };
        return thirds.equals(ANY) ? -1 : thirds.chars().map(c -> 1 << (c & 31)).reduce(0, (one, other) -> one | other);
    }

    @Override
    public int at(Scan scan, int position) {
        char before = Chars.lower(scan.at(position - 1));
        char behind = Chars.lower(scan.at(position + 2));
        char trigger = Chars.lower(scan.at(position));
        boolean may = switch (trigger) {
            case 's' ->
                before == 's' ? behind == 'o' || behind == 'd' : before == 'a' && (behind == 'e' || behind == 'o');
            case 'p' -> isPassOrApi(scan, position, before, behind);
            case 'o' -> before == 't' && behind == 'e';
            case 'c' -> (before == 'e' || before == 'a') && behind == 'e';
            case 'q' -> scan.isAt(position - "re".length(), "requirepass ");
            case '_' -> scan.isAt(position, "_pass ");
            default -> isOfOtherLanguage(scan, position);
        };
        if (position < scan.secretEnd()) {
            return position + 1;
        }
        if (may) {
            look(scan, position);
        } else if (trigger == 'i' && scan.isAt(position - "IDENT".length(), IDENTIFIED)) {
            identifiedBy(scan, position + "IFIED".length());
        } else if (trigger == ' ' && scan.isAt(position - "by".length(), "by '") && isStatement(scan, position)) {
            reader.readAt(scan, PASSWORD, position + 1);
        }
        return position + 1;
    }

    /** At {@code pw}, {@code pwd}, {@code passphrase} and {@code api_key}. */
    private static boolean isPassOrApi(Scan scan, int position, char before, char behind) {
        return switch (Chars.lower(scan.at(position + 1))) {
            case 'i' -> before == 'a' && (behind == 'k' || !Chars.isWord(behind));
            case 'h' -> before == 's' && behind == 'r';
            default -> behind == 'd' || !Chars.isWord(behind);
        };
    }

    /** Within {@code Kennwort}, {@code wachtwoord}, {@code contrase\u00f1a}, {@code senha} and {@code l\u00f6senord}. */
    private static boolean isOfOtherLanguage(Scan scan, int position) {
        return switch (Chars.lower(scan.at(position))) {
            case 'n' ->
                scan.isAt(position - "ken".length(), "kennwort") || scan.isAt(position - "se".length(), "senha");
            case 'r' -> scan.isAt(position - "eno".length(), "enord") || scan.isAt(position - "deo".length(), "deord");
            case 't' ->
                scan.isAt(position - "wach".length(), "wachtwoord") || scan.isAt(position - "con".length(), "contrase");
            default -> false;
        };
    }

    /** True behind a word that SQL's statements about accounts begin with. */
    private static boolean isStatement(Scan scan, int position) {
        for (int i = position; i >= 0 && position - i < LONGEST_STATEMENT && scan.at(i) != ';'; i--) {
            if (scan.isAt(i, "create ") || scan.isAt(i, "alter ") || scan.isAt(i, "grant ")) {
                return true;
            }
        }
        return false;
    }

    private void look(Scan scan, int position) {
        int end = nameEnd(scan, position + 1);
        end = scan.isAt(end, KEY) && !Chars.isWord(scan.at(end + KEY.length())) ? end + KEY.length() : end;
        char after = scan.at(end);
        if (after > ' ' || after == '\0') {
            return;
        }
        if (labels.mayEnd(scan, end)) {
            int start = SecretLabels.partStart(scan, end);
            BuiltInInfoType type = labels.typeOf(scan.chars(), start, end);
            type = type == null ? labels.typeOfWords(scan, start, end) : type;
            // a value that reads like a label is none
            boolean value = scan.at(start - 1) == '=' || scan.at(start - 1) == ':';
            if (type != null && scan.at(start) != '-' && !value) {
                behind(scan, type, start, end);
            }
        }
    }

    private static int nameEnd(Scan scan, int from) {
        int end = from;
        while (end - from < SecretLabels.LONGEST
                && SecretWords.isPart(scan.at(end))
                && (scan.at(end) == '_' || Chars.isWord(scan.at(end)) || Chars.isWord(scan.at(end + 1)))) {
            end++;
        }
        return end;
    }

    private void behind(Scan scan, BuiltInInfoType type, int start, int end) {
        if (scan.at(end) == ' ' || scan.at(end) == '\t') {
            value(scan, type, start, end);
        } else {
            reader.readLineBelow(scan, type, end);
        }
    }

    /** SQL: {@code IDENTIFIED BY '…'}, {@code IDENTIFIED WITH plugin AS '…'}. */
    private void identifiedBy(Scan scan, int from) {
        int i = from;
        for (int word = 0; word < MOST_WORDS; word++) {
            int start = Blanks.skipAny(scan, i);
            if (ValueBounds.isQuote(scan.at(start))) {
                reader.readAt(scan, PASSWORD, start);
                return;
            }
            i = LinkedWords.wordEnd(scan, start);
            boolean by = i - start == 2 && scan.isAt(start, "by");
            int next = Blanks.skipAny(scan, i);
            if (i == start) {
                return;
            }
            if (by && !ValueBounds.isQuote(scan.at(next)) && !scan.isAt(next, "password ")) {
                if (isStatement(scan, from)) {
                    reader.readAt(scan, PASSWORD, next);
                }
                return;
            }
        }
    }

    private void value(Scan scan, BuiltInInfoType type, int start, int end) {
        int direct = behindNote(scan, Blanks.skipSpaces(scan, end));
        if (LinkedWords.isOfMarks(scan, direct)) {
            return;
        }
        words.read(scan, direct);
        int marked = LinkedWords.markEnd(scan, words.end());
        if (marked > direct && words.end() > direct && marked > words.end()) {
            reader.readAt(scan, type, Blanks.skipSpaces(scan, marked));
        } else if (marked > words.end()) {
            bare(scan, type, Blanks.skipSpaces(scan, marked), false);
        } else if (words.hasVerb()) {
            bare(scan, type, words.end(), true);
        } else {
            behindBlank(scan, type, start, direct);
        }
    }

    /** Behind {@code (again)}. */
    private static int behindNote(Scan scan, int from) {
        int close = from;
        while (scan.at(from) == '(' && close - from < LONGEST_NOTE && scan.at(close) != ')' && scan.at(close) != '\0') {
            close++;
        }
        return scan.at(close) == ')' && close > from ? Blanks.skipSpaces(scan, close + 1) : from;
    }

    /** A value that is told in a sentence: in quotes, or of a look that words do not have. */
    private void bare(Scan scan, BuiltInInfoType type, int start, boolean number) {
        if (ValueBounds.isQuote(scan.at(start)) || QuotedBounds.printedEnd(scan, start) > 0) {
            reader.readAt(scan, type, start);
            return;
        }
        int end = sentenceEnd(scan, start, ValueBounds.bareEnd(scan, PASSWORD, start));
        boolean numeric = number && end - start >= SecretReader.SHORTEST_PASSWORD && isNumber(scan, start, end);
        boolean token = type != PASSWORD && !SecretLook.isAssigned(scan, start, end);
        if (token || numeric || (type == PASSWORD && look.looksLikeOne(scan, start, end))) {
            reader.read(scan, type, start, end, true);
        }
    }

    private static boolean isNumber(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isDigit(scan.at(i))) {
                return false;
            }
        }
        return true;
    }

    private static int sentenceEnd(Scan scan, int start, int limit) {
        int end = limit;
        while (end > start && ".?:)".indexOf(scan.at(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A value right behind its label: that of a setting or of SQL is one whatever it looks like. */
    private void behindBlank(Scan scan, BuiltInInfoType type, int start, int value) {
        if (Chars.isDigit(scan.at(value)) && scan.at(value + 1) == ' ') {
            int end = ValueBounds.bareEnd(scan, PASSWORD, value + 2); // how it is kept: secret 5 $1$…
            if (look.looksLikeOne(scan, value + 2, end)) {
                reader.read(scan, PASSWORD, value + 2, end, true);
            }
            return;
        }
        boolean setting = isSetting(scan, start) || isDirective(scan, start) || isLine(scan, start, value);
        if (setting || (scan.at(value) == '\'' && QuotedBounds.quoteEnd(scan, value) > value)) {
            if (scan.at(value) != '-' && !words.isOne(scan, value)) {
                reader.readAt(scan, type, value);
            }
        } else {
            int end = ValueBounds.isQuote(scan.at(value)) ? QuotedBounds.quoteEnd(scan, value) : -1;
            if (end < 0) {
                bare(scan, type, value, false);
            } else if (look.looksLikeOne(scan, value + 1, end)) {
                reader.readAt(scan, type, value);
            }
        }
    }

    /** True behind what programs and SQL write before a setting: {@code setenv}, {@code ENV}, {@code WITH}, netrc's login. */
    private boolean isSetting(Scan scan, int start) {
        int end = blanksStart(scan, start);
        int from = wordStart(scan, end);
        if (settings.contains(scan.chars(), from, end)) {
            return Chars.isUpper(scan.at(start)) || scan.isAt(from, "set") || isCommand(scan, from);
        }
        int loginEnd = blanksStart(scan, from);
        int login = wordStart(scan, loginEnd);
        if (!logins.contains(scan.chars(), login, loginEnd)) {
            return false;
        }
        int hostEnd = blanksStart(scan, login);
        int host = wordStart(scan, hostEnd);
        return scan.isAt(host, "default") || scan.isAt(wordStart(scan, blanksStart(scan, host)), "machine");
    }

    /** A compound name that begins a line, of which one word is all the rest: {@code AuthLDAPBindPassword x}. */
    private static boolean isLine(Scan scan, int start, int value) {
        int before = start;
        while (start - before < LONGEST_NOTE && (scan.at(before - 1) == ' ' || scan.at(before - 1) == '\t')) {
            before--;
        }
        boolean begins = before == 0 || scan.at(before - 1) == '\n' || scan.at(before - 1) == '\r';
        int end = ValueBounds.isQuote(scan.at(value))
                ? QuotedBounds.quoteEnd(scan, value) + 1
                : ValueBounds.bareEnd(scan, PASSWORD, value);
        end += scan.at(end) == ';' ? 1 : 0;
        boolean ends = end >= scan.length() || scan.at(end) == '\n' || scan.at(end) == '\r';
        return begins && ends && end > value && isCompound(scan, start, value);
    }

    private static boolean isCompound(Scan scan, int start, int end) {
        for (int i = start + 1; i < end && scan.at(i) > ' '; i++) {
            boolean capital = Chars.isUpper(scan.at(i)) && Chars.isLower(scan.at(i - 1));
            if (capital || scan.at(i) == '_' || scan.at(i) == '.') {
                return true;
            }
        }
        return false;
    }

    /** A router's {@code enable password x}. */
    private static boolean isCommand(Scan scan, int from) {
        int line = blanksStart(scan, from);
        return scan.isAt(from, "enable ") && (line == 0 || "#\n\r".indexOf(scan.at(from - 1)) >= 0);
    }

    /** True for what begins a line of the settings of some programs, which have no mark. */
    private boolean isDirective(Scan scan, int start) {
        int before = blanksStart(scan, start);
        boolean begins =
                before == 0 || scan.at(start - 1) == '\n' || scan.at(before) == '\n' || scan.at(before) == '\r';
        return (begins || scan.isAt(wordStart(scan, before), "set "))
                && directives.contains(scan.chars(), start, LinkedWords.wordEnd(scan, start));
    }

    private static int blanksStart(Scan scan, int end) {
        int start = end;
        while (end - start < LONGEST_NOTE && Chars.isSpace(scan.at(start - 1))) {
            start--;
        }
        return start;
    }

    private static int wordStart(Scan scan, int end) {
        int start = end;
        while (end - start < SecretLabels.LONGEST && scan.at(start - 1) > ' ') {
            start--;
        }
        return start;
    }
}
