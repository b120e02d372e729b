// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.HTTP_COOKIE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;

/** Where the value behind a label begins and ends: in quotes, between tags, in a block of YAML, or bare. */
final class ValueBounds {

    /** Longer secrets are read so far. */
    static final int LONGEST = 4096;

    // Values and marks are aligned, too
    private static final int WIDEST_GAP = 40;
    private static final int WIDEST_INDENT = 64;
    private static final int LONGEST_TAG = 32;
    // Of a value of a URL
    private static final int LONGEST_NAME = 48;
    // Python's u'…' and b'…', C#'s @"…", SQL's N'…'
    private static final String QUOTE_PREFIXES = "ubrfUBRFNE@$";
    private static final String ENDS_BARE = "\"'`,;&}\\<";
    private static final String DUMPED = "string(";
    private static final String EMPHASIS = "*_`";

    // YAML's tags of what stands elsewhere
    private final WordIndex references =
            WordIndex.of("!secret", "!ref", "!getatt", "!sub", "!importvalue", "!env", "!include", "!reference");

    private final ElementBounds elements = new ElementBounds();

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    /**
     * Behind the rest of the mark ({@code =>}, {@code :=}, {@code ===}), blanks and YAML's tag, and behind a line's end before
     * the value of a quoted name; -1 when the value stands elsewhere.
     */
    int valueStart(Scan scan, int mark) {
        int from = mark + 1;
        while (from - mark < 3 && (scan.at(from) == '>' || scan.at(from) == '=')) {
            from++;
        }
        if (isKey(scan, mark)) {
            return from + 1;
        }
        from += scan.at(from) == '-' && isParameter(scan, mark) ? 1 : 0;
        from += scan.at(from) == ':' && scan.at(from + 1) == ' ' ? 1 : 0; // LDIF's mark of base64
        int value =
                skipFormBlanks(scan, mark, Blanks.skipSpaces(scan, elements.skipTags(scan, skipEmphasis(scan, from))));
        value = scan.at(mark) == ':' && value > from ? skipTag(scan, value) : skipType(scan, value);
        return value < 0 ? value : textStart(scan, mark, value);
    }

    /** Behind what languages write before a quote, and behind a line's end where the name is in quotes. */
    private static int textStart(Scan scan, int mark, int value) {
        int name = mark;
        while (mark - name < WIDEST_GAP && scan.at(name - 1) == ' ') {
            name--;
        }
        if (QUOTE_PREFIXES.indexOf(scan.at(value)) >= 0 && textStart(scan, value + 1) == value + 1) {
            return value + 1;
        }
        int next = scan.at(name - 1) == '"' ? Blanks.skipAny(scan, value) : value;
        return scan.at(next) == '"' || scan.at(next) == '[' ? next : value;
    }

    /** True behind the name of a shell's parameter, of which a default follows: {@code ${DB_PASSWORD:-x}}. */
    private static boolean isParameter(Scan scan, int mark) {
        int name = SecretLabels.partStart(scan, mark);
        return scan.at(mark) == ':' && scan.isAt(name - 2, "${");
    }

    /** True at PostgreSQL's mark of a key that is there already: {@code Key (api_key)=(x) already exists}. */
    static boolean isKey(Scan scan, int mark) {
        return scan.at(mark) == '=' && scan.at(mark - 1) == ')' && scan.at(mark + 1) == '(';
    }

    /** Where the square bracket closes that opens before {@code start}: behind the last one of its part of the line. */
    static int bracketEnd(Scan scan, int start) {
        int end = start;
        int limit = Math.min(scan.length(), start + LONGEST);
        while (end < limit && scan.at(end) != '\n' && !scan.isAt(end, "];")) {
            end++;
        }
        if (end < limit && scan.at(end) == ']') {
            return end;
        }
        end = start;
        while (end < limit && scan.at(end) != '\n' && scan.at(end) != ']') {
            end++;
        }
        return end;
    }

    /** Behind the plus signs that are the blanks of a form, in which the mark is encoded. */
    private static int skipFormBlanks(Scan scan, int mark, int from) {
        int value = from;
        while (value - from < 3 && scan.at(value) == '+' && scan.text().isPercentEncoded(mark)) {
            value++;
        }
        return value;
    }

    /** Behind the type that PHP tells of: {@code string(8) "…"}. */
    private static int skipType(Scan scan, int from) {
        int value = scan.at(from) == '\n' || scan.at(from) == '\r' ? Blanks.skipAny(scan, from) : from;
        int close = value + DUMPED.length();
        while (scan.isAt(value, DUMPED) && Chars.isDigit(scan.at(close))) {
            close++;
        }
        return scan.at(close) == ')' && scan.at(close + 1) == ' ' && scan.isAt(value, DUMPED) ? close + 2 : from;
    }

    /** Behind the marks that end a bold label: {@code **Password:** x}. */
    private static int skipEmphasis(Scan scan, int from) {
        int end = from;
        while (end - from < 3 && EMPHASIS.indexOf(scan.at(end)) >= 0) {
            end++;
        }
        return scan.at(end) == ' ' ? end : from;
    }

    /** Behind a tag or anchor of YAML, {@code !vault |}, {@code &db hunter2}; -1 behind one that names another place. */
    private int skipTag(Scan scan, int value) {
        char first = scan.at(value);
        if (first != '!' && first != '&') {
            return value;
        }
        int end = value + 1;
        while (end - value < LONGEST_TAG && (Chars.isLetter(scan.at(end)) || "!_:/-".indexOf(scan.at(end)) >= 0)) {
            end++;
        }
        int next = Blanks.skipSpaces(scan, end);
        boolean alone = next == end || scan.at(next) <= ' ';
        if (alone) {
            return value;
        }
        return references.contains(scan.chars(), value, end) ? -1 : next;
    }

    /** True where a block of YAML is announced, as in {@code password: |-}. */
    static boolean opensBlock(Scan scan, int value) {
        return blockStart(scan, value) > value;
    }

    /** Where the text of a block of YAML begins; else the same place. */
    static int blockStart(Scan scan, int value) {
        if (scan.at(value) != '|' && scan.at(value) != '>') {
            return value;
        }
        int end = value + 1;
        while (end - value < 3 && (scan.at(end) == '-' || scan.at(end) == '+' || Chars.isDigit(scan.at(end)))) {
            end++;
        }
        return scan.at(end) == '\n' || scan.at(end) == '\r' ? Blanks.skipAny(scan, end) : value;
    }

    /** Where the text of YAML's next item begins that a line's end stands before; else the same place. */
    static int itemStart(Scan scan, int value) {
        int next = scan.at(value) == '\n' || scan.at(value) == '\r' ? Blanks.skipAny(scan, value) : value;
        return next > value && scan.at(next) == '-' && scan.at(next + 1) == ' ' ? next + 2 : value;
    }

    /** Where a block ends whose text begins at {@code start}: before the first line that is indented less. */
    static int blockEnd(Scan scan, int start) {
        int indent = indent(scan, start);
        int limit = Math.min(scan.length(), start + LONGEST);
        int end = lineEnd(scan, start, limit);
        int next = end;
        while (next < limit) {
            int line = Blanks.skipAny(scan, next);
            if (line >= limit || indent(scan, line) < indent || indent == 0) {
                return end;
            }
            end = lineEnd(scan, line, limit);
            next = end;
        }
        return end;
    }

    static int indent(Scan scan, int start) {
        int from = start;
        while (start - from < WIDEST_INDENT && (scan.at(from - 1) == ' ' || scan.at(from - 1) == '\t')) {
            from--;
        }
        return start - from;
    }

    /** Where a line ends, or the string of JSON that holds it. */
    static int lineEnd(Scan scan, int from, int limit) {
        int end = from;
        while (end < limit && scan.at(end) != '\n' && scan.at(end) != '\r' && scan.at(end) != '"') {
            end++;
        }
        return end;
    }

    /** Where a value without quotes ends. */
    static int bareEnd(Scan scan, BuiltInInfoType type, int start) {
        return bareEnd(scan, type, start, LONGEST);
    }

    /** As above, no further than {@code longest} characters. */
    static int bareEnd(Scan scan, BuiltInInfoType type, int start, int longest) {
        int limit = Math.min(scan.length(), start + longest);
        int end = start < limit && scan.at(start) == '<' && !isTag(scan, start, limit) ? start + 1 : start;
        // what a form or a URL has encoded belongs to the value, unless its mark is encoded as well
        boolean plain = !scan.text().isPercentEncoded(start - 1);
        boolean form = type == HTTP_COOKIE && isOfForm(scan, start, limit);
        while (end < limit
                && !(form && endsOfForm(scan, end))
                && (!endsBare(scan.at(end), type)
                        || isAmpersandWithin(scan, end, type)
                        || isEscapedMark(scan, end)
                        || (plain && scan.text().isPercentEncoded(end)))) {
            end += isEscapedMark(scan, end) ? 2 : 1;
        }
        return beforeOtherScript(scan, start, Math.min(end, limit));
    }

    /** Before the word that a sentence in Chinese or Japanese goes on with; what begins with such a letter is all of it. */
    private static int beforeOtherScript(Scan scan, int start, int limit) {
        if (start < limit && scan.at(start) < 128) {
            for (int i = start + 1; i < limit; i++) {
                if (Chars.isUnspaced(scan.at(i))) {
                    return i;
                }
            }
        }
        return limit;
    }

    /** True at an ampersand that no name of another value follows, as between those of a URL. */
    private static boolean isAmpersandWithin(Scan scan, int i, BuiltInInfoType type) {
        if (scan.at(i) != '&' || type != PASSWORD || !Chars.isWord(scan.at(i + 1))) {
            return false;
        }
        int end = i + 1;
        while (end - i < LONGEST_NAME && (Chars.isWord(scan.at(end)) || "_-.[]".indexOf(scan.at(end)) >= 0)) {
            end++;
        }
        return scan.at(end) != '=';
    }

    /** True for a cookie of which the equals sign is encoded: it is a form's value, and ends where the next one begins. */
    private static boolean isOfForm(Scan scan, int start, int limit) {
        int sign = start;
        while (sign < limit && (Chars.isWord(scan.at(sign)) || scan.at(sign) == '-')) {
            sign++;
        }
        return scan.at(sign) == '=' && scan.text().isPercentEncoded(sign);
    }

    private static boolean endsOfForm(Scan scan, int i) {
        return "& '<>".indexOf(scan.at(i)) >= 0 && !scan.text().isPercentEncoded(i);
    }

    /** True at a backslash before a mark that would end a value or begin another, as shells and properties write it. */
    private static boolean isEscapedMark(Scan scan, int i) {
        char next = scan.at(i + 1);
        return scan.at(i) == '\\' && next != '\0' && "=:#!$&;@%^| ".indexOf(next) >= 0;
    }

    private static boolean isTag(Scan scan, int open, int limit) {
        int i = open + 1;
        while (i < limit && i - open < LONGEST_NAME && scan.at(i) > ' ' && scan.at(i) != '>') {
            i++;
        }
        return i == open + 1 || scan.at(i) == '>' || scan.at(open + 1) == '/';
    }

    static boolean endsBare(char c, BuiltInInfoType type) {
        if (type == HTTP_COOKIE) {
            return c == '\n' || c == '\r' || c == '"';
        }
        boolean fragment = c == '#' && type != PASSWORD; // of a URL: no token has it
        return ENDS_BARE.indexOf(c) >= 0 || c <= ' ' || fragment;
    }

    /** Where the next text of a list opens, or 0. */
    static int textStart(Scan scan, int from) {
        int next = Blanks.skipAny(scan, from);
        return scan.at(next) == '"' || scan.at(next) == '\'' ? next : 0;
    }
}
