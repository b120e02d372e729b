// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;

/** What stands where a secret is to be filled in, was left out, or is none. */
final class Placeholders {

    // Of the forms that programs leave for a value to be filled in
    private static final String[] BLANKS = {"${", "$(", "{{", "#{", "%s", "%(", "$1"};

    // What stands all over a value that is left out
    private static final String FILLERS = "*?.-_#\u2022\u25CF";

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
        return isForm(scan, start)
                || isEnclosed(scan, start, end, bounded)
                || isVariable(scan, start, end)
                || isWord(scan, start, end, bounded);
    }

    /** True where a program or template begins what a value is put in for. */
    static boolean isForm(Scan scan, int start) {
        for (String blank : BLANKS) {
            if (scan.isAt(start, blank)) {
                return true;
            }
        }
        return false;
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
    private static boolean isEnclosed(Scan scan, int start, int end, boolean bounded) {
        char first = scan.at(start);
        char last = scan.at(end - 1);
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
        while (i < end && SecretLabels.isPart(scan.at(i))) {
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
