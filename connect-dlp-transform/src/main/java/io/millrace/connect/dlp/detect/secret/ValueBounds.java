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
    private static final String[] BEFORE_TEXT = {"<value>", "<![cdata["};
    // Python's u'…' and b'…', C#'s @"…", SQL's N'…'
    private static final String QUOTE_PREFIXES = "ubrfUBRFNE@";
    private static final String ENDS_BARE = "\"'`,;&}\\<";
    private static final String DUMPED = "string(";
    private static final String EMPHASIS = "*_`";

    // YAML's tags of what stands elsewhere
    private final WordIndex references =
            WordIndex.of("!secret", "!ref", "!getatt", "!sub", "!importvalue", "!env", "!include", "!reference");

    // HTML's elements of words and of cells
    private final WordIndex phrases = WordIndex.of(
            "b", "strong", "i", "em", "u", "tt", "code", "kbd", "samp", "span", "font", "label", "td", "th", "dt",
            "dd");

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
        int value = skipSpaces(scan, skipTags(scan, skipEmphasis(scan, from)));
        value = scan.at(mark) == ':' && value > from ? skipTag(scan, value) : skipType(scan, value);
        if (value < 0) {
            return value;
        }
        int name = mark;
        while (mark - name < WIDEST_GAP && scan.at(name - 1) == ' ') {
            name--;
        }
        if (QUOTE_PREFIXES.indexOf(scan.at(value)) >= 0 && textStart(scan, value + 1) == value + 1) {
            return value + 1;
        }
        int next = scan.at(name - 1) == '"' ? skipAny(scan, value) : value;
        return scan.at(next) == '"' || scan.at(next) == '[' ? next : value;
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

    /** Behind the type that PHP tells of: {@code string(8) "…"}. */
    private static int skipType(Scan scan, int from) {
        int value = scan.at(from) == '\n' || scan.at(from) == '\r' ? skipAny(scan, from) : from;
        int close = value + DUMPED.length();
        while (scan.isAt(value, DUMPED) && Chars.isDigit(scan.at(close))) {
            close++;
        }
        return scan.at(close) == ')' && scan.at(close + 1) == ' ' && scan.isAt(value, DUMPED) ? close + 2 : from;
    }

    /** Behind the tags that end a label's element and begin its value's: {@code <b>Password:</b> x}, {@code …:</td><td>x}. */
    private int skipTags(Scan scan, int from) {
        int end = from;
        int next = skipSpaces(scan, end);
        while (scan.at(next) == '<') {
            int name = scan.at(next + 1) == '/' ? next + 2 : next + 1;
            int close = name;
            while (close - name < LONGEST_TAG && scan.at(close) > ' ' && scan.at(close) != '>') {
                close++;
            }
            if (scan.at(close) != '>' || !phrases.contains(scan.chars(), name, close)) {
                return end;
            }
            end = close + 1;
            next = skipAny(scan, end);
        }
        return end;
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
        int next = skipSpaces(scan, end);
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
        return scan.at(end) == '\n' || scan.at(end) == '\r' ? skipAny(scan, end) : value;
    }

    /** Where the text of YAML's next item begins that a line's end stands before; else the same place. */
    static int itemStart(Scan scan, int value) {
        int next = scan.at(value) == '\n' || scan.at(value) == '\r' ? skipAny(scan, value) : value;
        return next > value && scan.at(next) == '-' && scan.at(next + 1) == ' ' ? next + 2 : value;
    }

    /** Where a block ends whose text begins at {@code start}: before the first line that is indented less. */
    static int blockEnd(Scan scan, int start) {
        int indent = indent(scan, start);
        int limit = Math.min(scan.length(), start + LONGEST);
        int end = lineEnd(scan, start, limit);
        int next = end;
        while (next < limit) {
            int line = skipAny(scan, next);
            if (line >= limit || indent(scan, line) < indent || indent == 0) {
                return end;
            }
            end = lineEnd(scan, line, limit);
            next = end;
        }
        return end;
    }

    private static int indent(Scan scan, int start) {
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

    /** Where an element's text begins, be it in an element of its own, as in {@code <property name="…"><value>}. */
    static int elementStart(Scan scan, int from) {
        int start = skipAny(scan, from);
        for (String inner : BEFORE_TEXT) {
            start = scan.isAt(start, inner) ? start + inner.length() : start;
        }
        return start;
    }

    /** At the next tag, which is escaped no more than the one before; one that is escaped again is a part of the text. */
    static int elementEnd(Scan scan, int start, int tagWidth) {
        int end = start;
        int limit = Math.min(scan.length(), start + LONGEST);
        while (end < limit && !endsElement(scan, end, tagWidth)) {
            end++;
        }
        boolean closed =
                scan.at(end) == ']' || scan.at(end + 1) == '/' || (end == scan.length() && !isWordly(scan, start, end));
        while (closed && end > start && Chars.isSpace(scan.at(end - 1))) {
            end--;
        }
        return closed ? end : start; // a tag that nothing closes is a word in angle brackets
    }

    /** True for the rest of a sentence, or of an address, behind a word in angle brackets. */
    private static boolean isWordly(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (scan.at(i) == ' ') {
                return true;
            }
        }
        return scan.at(start - 1) == ' ' || scan.at(start) == '@' || scan.at(start) == ':' || scan.at(start) == '/';
    }

    private static boolean endsElement(Scan scan, int i, int tagWidth) {
        char c = scan.at(i);
        return (c == '<' && scan.text().width(i) <= tagWidth)
                || (c == ']' && scan.at(i + 1) == ']' && scan.at(i + 2) == '>');
    }

    /** How many characters of the text stand for the mark that opens the tag which closes there. */
    static int tagWidth(Scan scan, int close) {
        int open = close - 1;
        while (open > 0 && close - open < NamedValues.LONGEST_TAG && scan.at(open) != '<') {
            open--;
        }
        return scan.at(open) == '<' ? scan.text().width(open) : scan.text().width(close);
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
                        || isEscapedMark(scan, end)
                        || (plain && scan.text().isPercentEncoded(end)))) {
            end += isEscapedMark(scan, end) ? 2 : 1;
        }
        return Math.min(end, limit);
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
        return scan.at(i) == '\\' && next != '\0' && "=:#!$&;@%^|".indexOf(next) >= 0;
    }

    private static boolean isTag(Scan scan, int open, int limit) {
        int i = open + 1;
        while (i < limit && scan.at(i) > ' ' && scan.at(i) != '>') {
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
        int next = skipAny(scan, from);
        return scan.at(next) == '"' || scan.at(next) == '\'' ? next : 0;
    }

    /** Behind white space of any kind, as documents for people have it. */
    static int skipAny(Scan scan, int from) {
        int i = from;
        while (i - from < WIDEST_INDENT && (Chars.isSpace(scan.at(i)) || scan.at(i) == '\\')) {
            i++;
        }
        return i;
    }

    /** Before white space of any kind. */
    static int skipBackAny(Scan scan, int from) {
        int i = from;
        while (from - i < WIDEST_INDENT && Chars.isSpace(scan.at(i - 1))) {
            i--;
        }
        return i;
    }

    static int skipSpaces(Scan scan, int from) {
        int i = from;
        while (i - from < WIDEST_GAP && (scan.at(i) == ' ' || scan.at(i) == '\t' || scan.at(i) == '\\')) {
            i++;
        }
        return i;
    }
}
