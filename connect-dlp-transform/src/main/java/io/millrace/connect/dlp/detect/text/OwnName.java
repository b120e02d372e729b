// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.List;
import java.util.stream.Stream;

/**
 * The name that a value has of its own in a text: a member's of JSON, a variable's, one in a line of its own or a list, an
 * element's. Looked for where a candidate stands. Reused; one thread.
 */
final class OwnName {

    private static final int LONGEST = 64;
    private static final int WIDEST_GAP = 16;
    private static final int LONGEST_VAGUE = 11;
    private static final int FEWEST_DIGITS_OF_DATE = 4;
    private static final int LONGEST_PREPOSITION = 3;

    // What stands between a name's mark and its value
    private static final String BEFORE_VALUE = " \t\n\"'\\";
    private static final String BEFORE_COLON = " \t\\";

    // Names that say nothing of what a value is: what is beside them does
    private static final List<String> VAGUE_WORDS = List.of(
            "value",
            "val",
            "values",
            "v",
            "number",
            "numbers",
            "num",
            "no",
            "nr",
            "nummer",
            "numero",
            "número",
            "text",
            "content",
            "contents",
            "body",
            "message",
            "msg",
            "note",
            "notes",
            "comment",
            "comments",
            "description",
            "desc",
            "detail",
            "details",
            "info",
            "field",
            "input",
            "output",
            "answer",
            "line",
            "raw",
            "string",
            "str",
            "payload",
            "log",
            "document",
            "doc",
            "subject",
            "title",
            "label",
            "q",
            "query",
            "param",
            "arg");

    private static final List<String> POINTER_WORDS =
            List.of("id", "ids", "identifier", "ref", "reference", "code", "key", "date", "datum", "fecha", "data");

    private static final WordIndex FORMATS = WordIndex.of(
            "br", "hr", "p", "b", "i", "u", "em", "strong", "span", "div", "li", "ul", "ol", "tr", "font", "small",
            "code", "pre", "mark");

    private static final WordIndex VAGUE = new WordIndex(VAGUE_WORDS);
    private static final WordIndex POINTERS = new WordIndex(POINTER_WORDS);
    private static final WordIndex VAGUE_OR_POINTERS = new WordIndex(
            Stream.concat(VAGUE_WORDS.stream(), POINTER_WORDS.stream()).toList());

    private final ElementNames elements = new ElementNames();
    private char[] chars = {};
    private int start;
    private int end;
    private int list = -1;

    /** Finds the name of the value that begins at a position, or with digits before it; false when it has none. */
    boolean find(char[] text, int value) {
        if (findAt(text, value)) {
            return true;
        }
        int digits = value;
        while (digits > 0
                && value - digits < WIDEST_GAP
                && (Chars.isDigit(text[digits - 1]) || isJoint(text[digits - 1]))) {
            digits--;
        }
        return digits < value && digits > 0 && isQuote(text[digits - 1]) && findAt(text, digits);
    }

    private static boolean isJoint(char c) {
        return c == ' ' || Chars.isNameMark(c);
    }

    /** As above, right before the position only. */
    boolean findAt(char[] text, int value) {
        chars = text;
        start = 0;
        end = 0;
        list = -1;
        int mark = skipBack(value, BEFORE_VALUE);
        if (mark > 1 && chars[mark - 1] == '>') {
            return chars[mark - 2] == '=' ? before(mark - 2) : element(mark - 1);
        }
        if (mark > 0 && chars[mark - 1] == '=') {
            return before(mark - 1);
        }
        if (mark > 0 && chars[mark - 1] == ':') {
            int quote = skipBack(mark - 1, BEFORE_COLON);
            return (quote > 0 && isQuote(chars[quote - 1])) ? quoted(quote) : ofLine(mark - 1, value);
        }
        return false;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    /** Before an equals sign or arrow, in quotes or not. */
    private boolean before(int mark) {
        int to = skipBack(mark, " \t\\");
        return (to > 0 && isQuote(chars[to - 1])) ? quoted(to) : bare(to);
    }

    private boolean quoted(int closing) {
        char quote = chars[closing - 1];
        int to = skipBack(closing - 1, "\\");
        int from = to;
        while (from > 0 && to - from < LONGEST && chars[from - 1] != quote) {
            from--;
        }
        return set(from, to);
    }

    private boolean bare(int to) {
        int from = to;
        while (from > 0 && to - from < LONGEST && isOfName(chars[from - 1])) {
            from--;
        }
        return set(from, to);
    }

    /** One word before a colon and a blank, at the start of a line or of a part of a list: elsewhere it may be a sentence's. */
    private boolean ofLine(int colon, int value) {
        if (value - colon < 2 || !bare(colon)) {
            return false;
        }
        int i = start;
        while (i > 0 && (chars[i - 1] == ' ' || chars[i - 1] == '\t') && start - i < WIDEST_GAP) {
            i--;
        }
        boolean begins = i == 0 || "\n\r,;|{([".indexOf(chars[i - 1]) >= 0 || start - i > 1;
        return begins || set(0, 0);
    }

    private boolean element(int close) {
        int open = close;
        while (open > 0 && close - open < LONGEST && chars[open - 1] != '<' && chars[open - 1] != '>') {
            open--;
        }
        if (open == 0 || chars[open - 1] != '<' || !Chars.isWordLetter(chars[open])) {
            return false;
        }
        int to = open;
        while (to < close && (isOfName(chars[to]) || chars[to] == ':')) {
            to++;
        }
        if (FORMATS.contains(chars, open, to)) {
            return false; // HTML's, which says how a value looks
        }
        return elements.find(chars, open, to, close) ? set(elements.start(), elements.end()) : set(open, to);
    }

    private boolean set(int from, int to) {
        start = from;
        end = to;
        return to > from;
    }

    private int skipBack(int from, String what) {
        int i = from;
        while (i > 0 && from - i < WIDEST_GAP && what.indexOf(chars[i - 1]) >= 0) {
            i--;
        }
        return i;
    }

    /** Takes for it the name of the list that begins there. */
    void beOfList(char[] text, int listStart, int nameStart, int nameEnd) {
        chars = text;
        start = nameStart;
        end = nameEnd;
        list = listStart;
    }

    /** True when the word is an element of the list that has the name. */
    boolean isBeside(int wordStart) {
        return list >= 0 && list < wordStart;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The name found last. */
    String name() {
        return new String(chars, start, end - start);
    }

    /** True when its last word says nothing of what the value is. */
    boolean isVague() {
        int from = lastWord();
        return from == end || VAGUE.contains(chars, from, end);
    }

    /** True when a label before already has its date, and another word stands right before this one: born …, joined …. */
    static boolean isSpent(char[] chars, int from, int value) {
        int wordEnd = value;
        while (wordEnd > from
                && (chars[wordEnd - 1] == ' ' || chars[wordEnd - 1] == ':' || chars[wordEnd - 1] == '(')) {
            wordEnd--;
        }
        int word = wordEnd;
        while (word > from && Chars.isWordLetter(chars[word - 1])) {
            word--;
        }
        boolean label = wordEnd - word > LONGEST_PREPOSITION && (!Chars.isUpper(chars[word]) || chars[wordEnd] == ':');
        int digits = 0;
        for (int i = from; label && i < word; i++) {
            digits += Chars.isDigit(chars[i]) ? 1 : 0;
        }
        return digits >= FEWEST_DIGITS_OF_DATE;
    }

    /** True when all of the name before a position says nothing, or only points to something: {@code id}, not {@code order_id}. */
    static boolean isVagueAt(char[] text, int position) {
        if (!VAGUE_OR_POINTERS.mayEndAt(text, position)) {
            return false;
        }
        int from = position;
        while (from > 0 && position - from <= LONGEST_VAGUE && isOfName(text[from - 1])) {
            from--;
        }
        return position - from <= LONGEST_VAGUE && VAGUE_OR_POINTERS.contains(text, from, position);
    }

    private int lastWord() {
        int from = end;
        while (from > start
                && end - from <= WordIndex.LONGEST
                && Chars.isWordLetter(chars[from - 1])
                && !isSeam(from)) {
            from--;
        }
        return from;
    }

    private boolean isSeam(int i) {
        return i < end && Chars.isUpper(chars[i]) && Chars.isLower(chars[i - 1]);
    }

    /** True when all of what has the name ends there, too. */
    boolean isValueEnd(int value, int valueEnd, int length) {
        if (valueEnd >= length) {
            return true;
        }
        char after = chars[valueEnd];
        boolean quoted = value > 0 && isQuote(chars[value - 1]);
        return "\"'\\,}])&;<|\n\r".indexOf(after) >= 0 || (after == ' ' && !quoted);
    }

    /** True when the word there is a part of the name. */
    boolean holds(int wordStart) {
        return start <= wordStart && wordStart < end;
    }

    /** It behind the name, or what it stands in, that has the word: {@code call_count.value}. */
    String behind(int wordStart, int wordEnd, int length) {
        int from = wordStart;
        while (wordStart - from < LONGEST && from > 0 && isOfName(chars[from - 1])) {
            from--;
        }
        int to = wordEnd;
        while (to - wordEnd < LONGEST && to < length && isOfName(chars[to])) {
            to++;
        }
        return new String(chars, from, to - from) + '.' + name();
    }

    /** True when it is that word and nothing else. */
    boolean is(int wordStart, int wordEnd) {
        return start == wordStart && end == wordEnd;
    }

    /** True when its last word says that it points to something, so that its kind may be said beside it. */
    boolean isPointer() {
        return POINTERS.contains(chars, lastWord(), end);
    }

    /**
     * True when a word says something of the value further on, which has a name: a word in the name of what that value is inside
     * of, or, where the name is a pointer, in another value ({@code "type":"ssn","id":…}).
     */
    boolean isReachedBy(int wordStart, int wordEnd, int value, int length) {
        int nameStart = wordStart;
        while (nameStart > 0 && isOfName(chars[nameStart - 1])) {
            nameStart--;
        }
        int nameEnd = wordEnd;
        while (nameEnd < length && isOfName(chars[nameEnd])) {
            nameEnd++;
        }
        char before = nameStart > 0 ? chars[nameStart - 1] : ' ';
        if (before == '<' || before == '/') {
            return before == '<' && isElementAround(nameEnd, value);
        }
        int mark = mark(nameEnd, length);
        return mark < 0 ? isPointer() : isInside(afterSpaces(mark + 1, value), value);
    }

    /** Where the mark stands behind a name, or -1 when it is none. */
    private int mark(int nameEnd, int length) {
        int mark = nameEnd;
        while (mark < length && (isQuote(chars[mark]) || chars[mark] == '\\' || chars[mark] == ' ')) {
            mark++;
        }
        return mark < length && (chars[mark] == ':' || chars[mark] == '=') ? mark : -1;
    }

    static boolean isOfName(char c) {
        return Chars.isWord(c) || Chars.isNameMark(c);
    }

    private int afterSpaces(int from, int to) {
        int i = from;
        while (i < to && Chars.isSpace(chars[i])) {
            i++;
        }
        return i;
    }

    /** True when the first thing in an element, behind its attributes, is another element. */
    private boolean isElementAround(int nameEnd, int value) {
        int i = nameEnd;
        while (i < value && chars[i] != '>') {
            i++;
        }
        i = afterSpaces(i + 1, value);
        return i < value && chars[i] == '<' && chars[i + 1] != '/';
    }

    private boolean isInside(int open, int value) {
        int depth = 0;
        for (int i = open; i < value; i++) {
            depth += chars[i] == '{' || chars[i] == '[' ? 1 : chars[i] == '}' || chars[i] == ']' ? -1 : 0;
            if (depth == 0) {
                return false;
            }
        }
        return open < value;
    }
}
