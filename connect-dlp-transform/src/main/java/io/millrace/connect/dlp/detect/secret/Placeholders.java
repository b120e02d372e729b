// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;

/** What stands where a secret is to be filled in, was left out, or is none. */
final class Placeholders {

    // Of the forms that programs leave for a value to be filled in
    private static final String[] BLANKS = {"${", "$(", "{{", "#{", "%s", "%(", "$1", "enc["};

    // What stands all over a value that is left out
    private static final String FILLERS = "*?.-_#\u2022\u25CF";

    private final SecretLook look = new SecretLook();
    // The first words of messages about a value
    private final WordIndex verdicts = WordIndex.of(
            "must",
            "should",
            "cannot",
            "can't",
            "may",
            "please",
            "is",
            "was",
            "has",
            "are",
            "needs",
            "does",
            "doesn't",
            "requires",
            "invalid",
            "incorrect",
            "wrong",
            "too",
            "at");
    private final WordIndex openings = WordIndex.of("the", "your", "this", "a", "new", "old", "current");
    private final WordIndex labelWords =
            WordIndex.of("password", "passwords", "passphrase", "passcode", "token", "field");
    private final WordIndex words = WordIndex.of(
            "null",
            "none",
            "nil",
            "yes",
            "not",
            "any",
            "true",
            "false",
            "undefined",
            "required",
            "redacted",
            "masked",
            "hidden",
            "removed",
            "missing",
            "unset",
            "unchanged",
            "optional",
            "n/a",
            // types of a declaration
            "string",
            "str",
            "varchar",
            "boolean",
            "bool");

    /** True when a value only says that there is or will be one. */
    boolean isOne(Scan scan, int start, int end, boolean bounded) {
        return isForm(scan, start, end, bounded)
                || isMessage(scan, start, end)
                || isEnclosed(scan, start, end, bounded)
                || isVariable(scan, start, end)
                || (!bounded && isParameter(scan, start, end))
                || isWord(scan, start, end, bounded);
    }

    /** True where a program or template begins what a value is put in for; in quotes, if it ends there, too. */
    static boolean isForm(Scan scan, int start, int end, boolean bounded) {
        for (String blank : BLANKS) {
            if (scan.isAt(start, blank)) {
                char open = blank.charAt(blank.length() - 1);
                return !bounded || (open != '{' && open != '(') || holds(scan, start, end, open == '{' ? '}' : ')');
            }
        }
        return false;
    }

    private static boolean holds(Scan scan, int start, int end, char c) {
        for (int i = start; i < end; i++) {
            if (scan.at(i) == c) {
                return true;
            }
        }
        return false;
    }

    /** What a form says of a value: {@code must be at least 8 characters}, {@code The password field is required.} */
    private boolean isMessage(Scan scan, int start, int end) {
        int first = messageWordEnd(scan, start);
        if (first >= end || scan.at(first) != ' ') {
            return false;
        }
        int second = messageWordEnd(scan, first + 1);
        return verdicts.contains(scan.chars(), start, first)
                || (openings.contains(scan.chars(), start, first)
                        && labelWords.contains(scan.chars(), first + 1, Math.min(end, second)));
    }

    private static int messageWordEnd(Scan scan, int start) {
        int end = start;
        while (end - start < WordIndex.LONGEST && (Chars.isLetter(scan.at(end)) || scan.at(end) == '\'')) {
            end++;
        }
        return end;
    }

    private boolean isWord(Scan scan, int start, int end, boolean bounded) {
        int from = start;
        int to = end;
        while (to - from > 2 && scan.at(from) == scan.at(to - 1) && FILLERS.indexOf(scan.at(from)) >= 0) {
            from++;
            to--;
        }
        boolean parenthesis = to - from > 2 && scan.at(from) == '(' && scan.at(to - 1) == ')';
        from += parenthesis ? 1 : 0;
        to -= parenthesis ? 1 : 0;
        while (to - from > 2 && scan.at(from) == ' ' && scan.at(to - 1) == ' ') {
            from++;
            to--;
        }
        while (!bounded && to - from > 2 && ".!)".indexOf(scan.at(to - 1)) >= 0) {
            to--;
        }
        return words.contains(scan.chars(), from, to);
    }

    /** Brackets around it all, or one mark over and over; without quotes a bracket may open a structure. */
    private boolean isEnclosed(Scan scan, int start, int end, boolean bounded) {
        char first = scan.at(start);
        char last = scan.at(end - 1);
        boolean closed = (first == '<' && last == '>') || (first == '[' && last == ']');
        if (closed && look.isFilled(scan, start + 1, end - 1)) {
            return false;
        }
        return switch (first) {
            case '<' -> last == '>' || (!bounded && isTagOpen(scan, start, end));
            case '[' -> last == ']' || (!bounded && isStructure(scan, start, end));
            case '{' -> last == '}' || (!bounded && isStructure(scan, start, end));
            case 'x', 'X' -> isUniform(scan, start, end);
            default -> FILLERS.indexOf(first) >= 0 && isUniform(scan, start, end);
        };
    }

    /** The name of a tag that goes on: {@code <input type="password">}. */
    private static boolean isTagOpen(Scan scan, int start, int end) {
        int i = start + 1;
        while (i < end && Chars.isLetter(scan.at(i))) {
            i++;
        }
        return i == end && i > start + 1 && scan.at(end) == ' ';
    }

    /** Where the default begins that a form has for its value, {@code ${DB_PASSWORD:hunter2}}; else the same place. */
    static int defaultStart(Scan scan, int start, int end) {
        if (!scan.isAt(start, "${")) {
            return start;
        }
        int i = start + 2;
        while (i < end && SecretWords.isPart(scan.at(i))) {
            i++;
        }
        if (i == start + 2 || i >= end || scan.at(i) != ':') {
            return start;
        }
        char mark = scan.at(i + 1);
        if (mark == '?' || mark == '+' || isSubstring(scan, i + 1)) {
            return start; // a message, or another value where there is one
        }
        int from = mark == '-' || mark == '=' ? i + 2 : i + 1;
        return from < end ? from : start;
    }

    /** A shell's {@code ${NAME:0:8}}. */
    private static boolean isSubstring(Scan scan, int start) {
        int i = start;
        while (Chars.isDigit(scan.at(i)) && i - start < 4) {
            i++;
        }
        return i > start && scan.at(i) == ':';
    }

    /** A statement's {@code :password} or {@code @password}. */
    private static boolean isParameter(Scan scan, int start, int end) {
        boolean letters = scan.at(start) == ':' || scan.at(start) == '@';
        for (int i = start + 1; i < end; i++) {
            letters &= Chars.isLetter(scan.at(i)) || scan.at(i) == '_';
        }
        return letters;
    }

    private static boolean isUniform(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (scan.at(i) != scan.at(start)) {
                return false;
            }
        }
        return true;
    }

    /** A list or object goes on behind its first value, or names its members. */
    private static boolean isStructure(Scan scan, int start, int end) {
        boolean named = false;
        for (int i = start + 1; i < end; i++) {
            named |= scan.at(i) == '=' || scan.at(i) == ':';
        }
        char after = scan.at(end);
        return named
                || end - start < SecretReader.SHORTEST_PASSWORD
                || after == ','
                || after == '}'
                || after == '"'
                || after == '\''
                || after == ']';
    }

    /** What a shell or a batch file puts a value in for: {@code $DB_PASSWORD}, {@code %DB_PASSWORD%}. */
    private static boolean isVariable(Scan scan, int start, int end) {
        char first = scan.at(start);
        boolean percent = first == '%' && scan.at(end - 1) == '%' && end - start > 2;
        if (first != '$' && !percent) {
            return false;
        }
        int to = percent ? end - 1 : end;
        for (int i = start + 1; i < to; i++) {
            char c = scan.at(i);
            if (!Chars.isUpper(c) && c != '_' && (!Chars.isDigit(c) || i == start + 1)) {
                return scan.isAt(start, "$env:");
            }
        }
        return true;
    }
}
