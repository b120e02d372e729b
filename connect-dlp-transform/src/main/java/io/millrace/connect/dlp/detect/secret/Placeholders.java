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
            "hidden");

    /** True when a value only says that there is or will be one. */
    boolean isOne(Scan scan, int start, int end, boolean bounded) {
        for (String blank : BLANKS) {
            if (scan.isAt(start, blank)) {
                return true;
            }
        }
        return isForm(scan, start, end, bounded) || isVariable(scan, start, end) || isWord(scan, start, end, bounded);
    }

    private boolean isWord(Scan scan, int start, int end, boolean bounded) {
        int from = start;
        int to = end;
        while (to - from > 2 && scan.at(from) == scan.at(to - 1) && FILLERS.indexOf(scan.at(from)) >= 0) {
            from++;
            to--;
        }
        while (!bounded && to - from > 2 && ".!)".indexOf(scan.at(to - 1)) >= 0) {
            to--;
        }
        return words.contains(scan.chars(), from, to);
    }

    /** Brackets around it all, or one mark over and over; without quotes a bracket may open a structure. */
    private static boolean isForm(Scan scan, int start, int end, boolean bounded) {
        char first = scan.at(start);
        char last = scan.at(end - 1);
        return switch (first) {
            case '<' -> last == '>';
            case '[' -> last == ']' || (!bounded && isStructure(scan, start, end));
            case '{' -> last == '}' || (!bounded && isStructure(scan, start, end));
            default -> FILLERS.indexOf(first) >= 0 && isUniform(scan, start, end);
        };
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
