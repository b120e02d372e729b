// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;

/** Where the text of XML's and HTML's elements begins and ends. */
final class ElementBounds {

    private static final int LONGEST_TAG = 32;
    private static final String[] BEFORE_TEXT = {"<value>", "<![cdata["};

    // HTML's elements of words and of cells
    private final WordIndex phrases = WordIndex.of(
            "b", "strong", "i", "em", "u", "tt", "code", "kbd", "samp", "span", "font", "label", "td", "th", "dt",
            "dd");

    /** Behind the tags that end a label's element and begin its value's: {@code <b>Password:</b> x}, {@code …:</td><td>x}. */
    int skipTags(Scan scan, int from) {
        int end = from;
        int next = Blanks.skipSpaces(scan, end);
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
            next = Blanks.skipAny(scan, end);
        }
        return end > from && isLabel(scan, next) ? from : end;
    }

    /** True for the next label of a table that has no value yet: {@code <td>Password:</td><td>Email:</td>}. */
    private static boolean isLabel(Scan scan, int start) {
        int end = start;
        while (end - start < LONGEST_TAG && scan.at(end) >= ' ' && scan.at(end) != '<') {
            end++;
        }
        return scan.at(end) == '<' && scan.at(end - 1) == ':';
    }

    /** Where an element's text begins, be it in an element of its own, as in {@code <property name="…"><value>}. */
    static int elementStart(Scan scan, int from) {
        int start = Blanks.skipAny(scan, from);
        for (String inner : BEFORE_TEXT) {
            start = scan.isAt(start, inner) ? start + inner.length() : start;
        }
        return start;
    }

    /** At the next tag, which is escaped no more than the one before; one that is escaped again is a part of the text. */
    static int elementEnd(Scan scan, int start, int tagWidth) {
        int end = start;
        int limit = Math.min(scan.length(), start + ValueBounds.LONGEST);
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
}
