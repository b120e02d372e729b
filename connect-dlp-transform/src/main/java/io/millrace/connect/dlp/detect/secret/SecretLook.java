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
    private static final int LONGEST_ENCLOSED = 64;

    // With a number behind them they are no passwords
    private final WordIndex standards = WordIndex.of(
            "sha", "md", "rfc", "aes", "utf", "oauth", "pbkdf", "argon", "base", "scram", "http", "iso", "cve", "nist",
            "version", "v", "tls", "ssl", "x", "ntlm", "mysql", "windows", "rev", "step", "chapter", "section", "table",
            "figure", "line", "page");

    // RFC 2307's, OpenLDAP's, Spring's, WebSphere's
    private final WordIndex schemes = WordIndex.of(
            "ssha",
            "sha",
            "smd5",
            "md5",
            "crypt",
            "ssha256",
            "ssha512",
            "sha256",
            "sha512",
            "sha-256",
            "pbkdf2",
            "bcrypt",
            "noop",
            "argon2",
            "scrypt",
            "cleartext",
            "xor",
            "aes",
            "cipher",
            "pbkdf2-sha256",
            "pbkdf2-sha512",
            "mysql");

    // Names of parameters, with a number behind them
    private final WordIndex anyValue = WordIndex.of(
            "arg",
            "param",
            "value",
            "val",
            "var",
            "field",
            "item",
            "key",
            "password",
            "pass",
            "passwd",
            "pwd",
            "pw",
            "secret",
            "token",
            "user",
            "text",
            "string",
            "object",
            "option",
            "column",
            "col",
            "name",
            "input");

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

    /**
     * Where the bracket closes that opens there around what looks like a secret, {@code [Tr0ub4dor9x]}; else the same place. Names
     * of what is to be filled in do not ({@code <NEW_PASSWORD_2>}, {@code <arg1>}), nor what a value is made of ({@code [a-z0-9]}).
     */
    int enclosedEnd(Scan scan, int open) {
        char closing = scan.at(open) == '<' ? '>' : scan.at(open) == '[' ? ']' : '\0';
        int end = open + 1;
        while (closing != '\0' && end - open < LONGEST_ENCLOSED && scan.at(end) > ' ' && scan.at(end) != closing) {
            end++;
        }
        boolean alone = scan.at(end + 1) <= ' ' || "\"',;.)".indexOf(scan.at(end + 1)) >= 0;
        boolean closed = closing != '\0' && scan.at(end) == closing && alone;
        return closed && isFilled(scan, open + 1, end) ? end : open;
    }

    /** Behind the scheme by which a directory or Spring keeps a password, {@code {SSHA}…}; else the same place. */
    int schemeEnd(Scan scan, int open) {
        int end = open + 1;
        while (end - open < LONGEST_WORD && (Chars.isAlnum(scan.at(end)) || scan.at(end) == '-')) {
            end++;
        }
        boolean scheme = scan.at(open) == '{' && scan.at(end) == '}' && schemes.contains(scan.chars(), open + 1, end);
        return scheme && scan.at(end + 1) > ' ' ? end + 1 : open;
    }

    /** True for what looks like a secret itself, and not like the name of one. */
    boolean isFilled(Scan scan, int start, int end) {
        return looksLikeOne(scan, start, end) && !isName(scan, start, end) && !isRange(scan, start, end);
    }

    /** Capitals alone, or a word for any value with a number. */
    private boolean isName(Scan scan, int start, int end) {
        int word = start;
        while (word < end && Chars.isLetter(scan.at(word))) {
            word++;
        }
        boolean capitals = true;
        boolean number = true;
        for (int i = start; i < end; i++) {
            char c = scan.at(i);
            capitals &= Chars.isUpper(c) || Chars.isDigit(c) || c == '_' || c == '-';
            number &= i < word || Chars.isDigit(c) || c == '_' || c == '-';
        }
        return capitals || (number && anyValue.contains(scan.chars(), start, word));
    }

    /** Of characters, or alternatives. */
    private static boolean isRange(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            boolean range = scan.at(i) == '-' && scan.at(i + 1) == scan.at(i - 1) + ('z' - 'a');
            if (range || scan.isAt(i, "0-9") || scan.at(i) == '|' || scan.isAt(i, "...")) {
                return true;
            }
        }
        return false;
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

    /** Digits and letters: words are not, nor numbers. */
    static boolean isMixed(Scan scan, int start, int end) {
        boolean digit = false;
        boolean letter = false;
        for (int i = start; i < end; i++) {
            digit |= Chars.isDigit(scan.at(i));
            letter |= Chars.isLetter(scan.at(i));
        }
        return digit && letter;
    }
}
