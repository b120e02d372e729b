// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;

/**
 * What a program has for a value: a call ({@code getenv("X")}), what a thing holds ({@code config.password}), a type. The secret
 * is what it falls back on or is set to, if anything: {@code env.PW || 'hunter2'}, {@code String = "hunter2"}.
 */
final class Expressions {

    // Of a name, with what it is a part of
    private static final int LONGEST = 256;
    private static final String[] BEFORE_FALLBACK = {"||", "??", "?:", "or "};
    private static final String SECURE_STRING = "convertto-securestring";
    private static final int LONGEST_ARGUMENT = 64;

    private final SecretLabels labels = new SecretLabels();
    // What holds others in the languages of programs and of infrastructure
    private final WordIndex holders = WordIndex.of(
            "this",
            "self",
            "var",
            "local",
            "data",
            "module",
            "each",
            "process",
            "os",
            "args",
            "argv",
            "request",
            "req",
            "params",
            "config",
            "conf",
            "settings",
            "env",
            "vault",
            "secrets",
            "ctx",
            "context",
            "props",
            "options",
            "opts",
            "inputs",
            "objects",
            "system");
    // What is called with the secret itself
    private final WordIndex makers = WordIndex.of(
            "crypt",
            "md5",
            "sha",
            "sha1",
            "sha2",
            "sha256",
            "encrypt",
            "aes_encrypt",
            "bcrypt",
            "password_hash",
            "generate_password_hash",
            "make_password",
            "hash_password",
            "base64_encode",
            "b64encode",
            "btoa",
            "secretstr",
            "securestring");
    private final WordIndex types =
            WordIndex.of("string", "str", "text", "char", "bytes", "securestring", "secretstr", "secret", "nsstring");

    /** Where it ends, as far as it tells; the same place when there is none. */
    int end(Scan scan, int start) {
        if (isCommand(scan, start)) {
            return start + 1;
        }
        if (!Chars.isLetter(scan.at(start))) {
            return arrayEnd(scan, start);
        }
        int end = start;
        int member = start;
        while (end - start < LONGEST && isOfName(scan.at(end))) {
            member = scan.at(end) == '.' ? end + 1 : member;
            end++;
        }
        char next = scan.at(end);
        if (next == '(' || next == '[') {
            return isLookup(scan, end, member > start) ? end : start;
        }
        boolean over = next == ')' || ValueBounds.endsBare(next, BuiltInInfoType.PASSWORD);
        boolean told = member > start
                ? isHeld(scan, start, member, end)
                : types.contains(scan.chars(), start, end) && isSet(scan, end);
        return over && told ? end : start;
    }

    /** Behind the name of PHP's and Perl's arrays that something is looked up in, {@code $_POST['password']}; else the same place. */
    private static int arrayEnd(Scan scan, int start) {
        int end = start + 1;
        while (scan.at(start) == '$' && end - start < LONGEST && isOfName(scan.at(end))) {
            end++;
        }
        return end > start + 1 && scan.at(end) == '[' && isLookup(scan, end, false) ? end : start;
    }

    /** True for a member of what holds others, or one that has the name of a secret. */
    private boolean isHeld(Scan scan, int start, int member, int end) {
        int holder = start;
        while (scan.at(holder) != '.') {
            holder++;
        }
        return member < end
                && (holders.contains(scan.chars(), start, holder)
                        || labels.typeOf(scan.chars(), start, holder) != null // Terraform's random_password.db.result
                        || labels.typeOf(scan.chars(), member, end) != null);
    }

    /** A shell's {@code PW=`cat file`}: right behind the mark, with a blank between command and argument. */
    static boolean isCommand(Scan scan, int opening, int close) {
        int end = opening + 1;
        while (end < close && (isOfName(scan.at(end)) || scan.at(end) == '/' || scan.at(end) == '-')) {
            end++;
        }
        return scan.at(opening) == '`' && scan.at(opening - 1) == '=' && end > opening + 1 && scan.at(end) == ' ';
    }

    /** PowerShell's {@code (Get-Secret x)}, and what makes a secret of a text that stands behind it. */
    private static boolean isCommand(Scan scan, int start) {
        if (scan.at(start) != '(') {
            return scan.isAt(start, SECURE_STRING);
        }
        int verb = start + 1;
        while (verb - start < LONGEST_ARGUMENT && Chars.isLetter(scan.at(verb))) {
            verb++;
        }
        return verb > start + 2
                && Chars.isUpper(scan.at(start + 1))
                && scan.at(verb) == '-'
                && Chars.isUpper(scan.at(verb + 1));
    }

    /** True at the bracket that opens what is called with or looked up. */
    private static boolean isLookup(Scan scan, int open, boolean isMember) {
        char next = scan.at(open + 1);
        boolean quote = next == '"' || next == '\'' || (scan.at(open) == '[' && isName(scan, open + 1));
        return quote || (scan.at(open) == '(' && (next == ')' || (isMember && Chars.isLetter(next))));
    }

    /** Ruby's {@code params[:password]}, {@code config[key]}. */
    private static boolean isName(Scan scan, int from) {
        int start = scan.at(from) == ':' ? from + 1 : from;
        int end = start;
        while (end - start < LONGEST_ARGUMENT && isOfName(scan.at(end))) {
            end++;
        }
        return end > start && Chars.isLetter(scan.at(start)) && scan.at(end) == ']';
    }

    private static boolean isSet(Scan scan, int type) {
        int mark = Blanks.skipSpaces(scan, type);
        return mark > type && scan.at(mark) == '=' && ValueBounds.textStart(scan, mark + 1) > 0;
    }

    /** Where the text opens that it falls back on, or that what has the type is set to; 0 when there is none. */
    int literal(Scan scan, int end) {
        char bracket = scan.at(end);
        if (bracket == '(' && makers.contains(scan.chars(), SecretLabels.partStart(scan, end), end)) {
            return ValueBounds.textStart(scan, end + 1);
        }
        int mark = Blanks.skipSpaces(scan, bracket == '(' || bracket == '[' ? lookupEnd(scan, end) : end);
        if (scan.at(mark) == '=' && mark > end) {
            return ValueBounds.textStart(scan, mark + 1);
        }
        for (String fallback : BEFORE_FALLBACK) {
            if (scan.isAt(mark, fallback)) {
                return ValueBounds.textStart(scan, mark + fallback.length());
            }
        }
        return 0;
    }

    private static int lookupEnd(Scan scan, int open) {
        int close = open + 1;
        while (close - open < LONGEST_ARGUMENT && scan.at(close) >= ' ' && ")]".indexOf(scan.at(close)) < 0) {
            close++;
        }
        return close + 1;
    }

    private static boolean isOfName(char c) {
        return Chars.isWord(c) || c == '.' || c == '_';
    }
}
