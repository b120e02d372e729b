// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/**
 * What elements are called that all have one name: by an attribute, {@code <entry key="ssn">}, or as HTML's cells by the one
 * before, {@code <td>SSN</td><td>…}. Reused; one thread.
 */
final class ElementNames {

    private static final int LONGEST = 64;
    private static final int WIDEST_GAP = 40;

    private static final WordIndex ENTRIES = WordIndex.of(
            "entry",
            "property",
            "item",
            "param",
            "parameter",
            "field",
            "setting",
            "attribute",
            "option",
            "column",
            "element",
            "variable");
    private static final WordIndex NAMES = WordIndex.of("key", "name");
    private static final WordIndex CELLS = WordIndex.of("td", "dd");

    private int start;
    private int end;

    /** Looks for it, by the element's own name and the mark that closes its tag. */
    boolean find(char[] chars, int nameStart, int nameEnd, int close) {
        if (CELLS.contains(chars, nameStart, nameEnd)) {
            return cellBefore(chars, nameStart - 1);
        }
        return (chars[close - 1] == '"' || chars[close - 1] == '\'')
                && ENTRIES.contains(chars, nameStart, nameEnd)
                && attribute(chars, close - 1);
    }

    private boolean attribute(char[] chars, int closing) {
        int from = back(chars, closing, chars[closing]);
        int mark = from - 2;
        int name = mark;
        while (name > 0 && mark - name < LONGEST && Chars.isLetter(chars[name - 1])) {
            name--;
        }
        return mark > name && chars[mark] == '=' && NAMES.contains(chars, name, mark) && set(from, closing);
    }

    private boolean cellBefore(char[] chars, int open) {
        int close = open;
        while (close > 0 && open - close < WIDEST_GAP && Chars.isSpace(chars[close - 1])) {
            close--;
        }
        int tag = back(chars, close, '<') - 1;
        if (tag < 1 || chars[close - 1] != '>' || chars[tag + 1] != '/') {
            return false;
        }
        int from = back(chars, tag, '>');
        return from > 0 && chars[from - 1] == '>' && set(from, tag);
    }

    /** Behind the last such character before a position, or where the longest name would begin. */
    private static int back(char[] chars, int position, char c) {
        int i = position;
        while (i > 0 && position - i < LONGEST && chars[i - 1] != c) {
            i--;
        }
        return i;
    }

    private boolean set(int from, int to) {
        start = from;
        end = to;
        return to > from;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
