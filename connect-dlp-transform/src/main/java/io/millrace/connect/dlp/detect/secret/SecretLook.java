// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;

/** What a value looks like by itself, where its label is no more than a word before it. */
final class SecretLook {

    private static final String MARKS_IN_PASSWORDS = "!@#$%^&*+=~?";
    private static final int SHORTEST = 4;
    private static final int LONGEST_WORD = 32;

    // With a number behind them they are no passwords
    private final WordIndex standards = WordIndex.of(
            "sha", "md", "rfc", "aes", "utf", "oauth", "pbkdf", "argon", "base", "scram", "http", "iso", "cve", "nist",
            "version", "v", "tls", "ssl", "x", "ntlm", "mysql", "windows", "rev", "step", "chapter", "section", "table",
            "figure", "line", "page");

    /**
     * True when a value looks like a password by itself: where only a word is before it, the next word may be any. Letters with
     * digits or marks do, words and their compounds do not, nor standards ({@code sha256}) and measures ({@code 12-character}).
     */
    boolean looksLikeOne(Scan scan, int start, int end) {
        int letters = 0;
        int digits = 0;
        int marks = 0;
        for (int i = start; i < end; i++) {
            char c = scan.at(i);
            letters += Chars.isWordLetter(c) ? 1 : 0;
            digits += Chars.isDigit(c) ? 1 : 0;
            marks += MARKS_IN_PASSWORDS.indexOf(c) >= 0 && i < end - 1 ? 1 : 0;
        }
        return end - start >= SHORTEST
                && letters > 0
                && digits + marks > 0
                && !isOther(scan, start, end, letters + digits == end - start);
    }

    private boolean isOther(Scan scan, int start, int end, boolean plain) {
        char first = scan.at(start);
        return first == '/'
                || first == '-'
                || first == '('
                || isLink(scan, start, end)
                || isAssigned(scan, start, end)
                || isCall(scan, start, end)
                || isStandard(scan, start, end)
                || isColumnType(scan, start, end)
                || (Chars.isDigit(first) && !plain && isMeasure(scan, start, end));
    }

    static boolean isLink(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (scan.at(i) == ':' && scan.at(i + 1) == '/') {
                return true;
            }
        }
        return false;
    }

    /** {@code name=value}, {@code name:value}: a word of its own. */
    static boolean isAssigned(Scan scan, int start, int end) {
        int i = start;
        while (i < end && (Chars.isLetter(scan.at(i)) || scan.at(i) == '_' || scan.at(i) == '-')) {
            i++;
        }
        return i > start + 1 && i < end - 1 && (scan.at(i) == '=' || scan.at(i) == ':');
    }

    private boolean isStandard(Scan scan, int start, int end) {
        int i = start;
        while (i < end && i - start < LONGEST_WORD && Chars.isLetter(scan.at(i))) {
            i++;
        }
        int number = i;
        while (i < end && (Chars.isDigit(scan.at(i)) || scan.at(i) == '-' || scan.at(i) == '.')) {
            i++;
        }
        boolean goesOn = i < end && scan.at(i - 1) != '-';
        return i > number && !goesOn && standards.contains(scan.chars(), start, number);
    }

    /** SQL's {@code VARCHAR(255)}. */
    private static boolean isColumnType(Scan scan, int start, int end) {
        int i = start;
        while (i < end && Chars.isLetter(scan.at(i))) {
            i++;
        }
        int number = i + 1;
        while (scan.at(i) == '(' && Chars.isDigit(scan.at(number)) && number < end) {
            number++;
        }
        return number > i + 1 && scan.at(number) == ')';
    }

    /** Digits, a hyphen and a word. */
    private static boolean isMeasure(Scan scan, int start, int end) {
        int i = start;
        while (i < end && Chars.isDigit(scan.at(i))) {
            i++;
        }
        boolean hyphen = scan.at(i) == '-';
        int word = hyphen ? i + 1 : i;
        while (hyphen && word < end && Chars.isLetter(scan.at(word))) {
            word++;
        }
        return hyphen && word == end;
    }

    /** What a program is told to ask for: {@code getenv("X")}, {@code config.password()}. */
    private static boolean isCall(Scan scan, int start, int end) {
        int i = start;
        while (i < end && (Chars.isWord(scan.at(i)) || scan.at(i) == '.' || scan.at(i) == '_')) {
            i++;
        }
        char next = scan.at(i + 1);
        return i > start
                && Chars.isLetter(scan.at(start))
                && scan.at(i) == '('
                && (next == ')' || next == '"' || next == '\'');
    }
}
