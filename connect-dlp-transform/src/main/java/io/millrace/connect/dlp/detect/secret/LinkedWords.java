// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;

/** The words between a label and its value: {@code for jane is}, {@code has been changed to}. Read, then asked; reused. */
final class LinkedWords {

    private static final int MOST_WORDS = 8;
    private static final int MOST_OTHERS = 4;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_VERB = 7;
    private static final String[] ARROWS = {"-->", "==>", "->", "=>", "<-", "--", ":="};

    // Behind these the value follows, or another of them
    private final WordIndex links = WordIndex.of(
            "is",
            "was",
            "are",
            "be",
            "been",
            "has",
            "have",
            "now",
            "set",
            "reset",
            "changed",
            "updated",
            "to",
            "as",
            "still",
            "currently",
            "temporarily",
            "again",
            "equals",
            "ist",
            "war",
            "lautet",
            "est",
            "es",
            "era",
            "e",
            "\u00e8",
            "\u00e9",
            "er",
            "\u00e4r",
            "jest",
            "je",
            "este",
            "l\u00e0");
    // Those after which it is told: "changed" alone is not
    private final WordIndex verbs = WordIndex.of(
            "is", "was", "are", "be", "to", "as", "equals", "ist", "war", "lautet", "est", "es", "era", "e", "\u00e8",
            "\u00e9", "er", "\u00e4r", "jest", "je", "este", "l\u00e0");
    // Between a label and its mark, of languages in which they are other words elsewhere
    private final WordIndex beforeMark = WordIndex.of("on", "ir", "yra", "sú", "olarak", "adalah", "ialah", "ni");
    private final WordIndex beside =
            WordIndex.of("for", "of", "on", "in", "at", "f\u00fcr", "pour", "para", "per", "de");

    private int end;
    private int others;
    private boolean verb;

    /** Reads on from the first word, as long as they link. */
    void read(Scan scan, int from) {
        end = from;
        others = 0;
        verb = false;
        for (int word = 0; word < MOST_WORDS; word++) {
            int wordEnd = others > 0 ? nameEnd(scan, end) : wordEnd(scan, end);
            boolean ends = scan.at(wordEnd) <= ' ' || isMark(scan, wordEnd);
            if (wordEnd == end || !ends || !isLinked(scan, end, wordEnd)) {
                return;
            }
            end = Blanks.skipSpaces(scan, wordEnd);
            if (isMark(scan, end)) {
                return;
            }
        }
    }

    private boolean isLinked(Scan scan, int start, int wordEnd) {
        if (links.contains(scan.chars(), start, wordEnd)) {
            verb |= verbs.contains(scan.chars(), start, wordEnd);
            return true;
        }
        boolean opens = others == 0 && beside.contains(scan.chars(), start, wordEnd);
        if (verb || (others == 0 && !opens) || others > MOST_OTHERS) {
            return false;
        }
        others++;
        return true;
    }

    /** Where they end and the value, or a mark before it, begins. */
    int end() {
        return end;
    }

    /** True when one of them says that the value follows. */
    boolean hasVerb() {
        return verb;
    }

    /** Before a verb that a mark or a value follows, {@code mot de passe est : x}; else the same place. */
    int verbStart(Scan scan, int from) {
        int start = from;
        if (ValueBounds.isQuote(scan.at(from)) || scan.at(from) == '\\') {
            return from; // the last word of a name in quotes is no verb
        }
        while (from - start < LONGEST_VERB && Chars.isWordLetter(scan.at(start - 1))) {
            start--;
        }
        boolean verb = start < from
                && scan.at(start - 1) == ' '
                && (verbs.contains(scan.chars(), start, from) || beforeMark.contains(scan.chars(), start, from));
        return verb ? start - 1 : from;
    }

    /** True when such a word begins there. */
    boolean isOne(Scan scan, int start) {
        int wordEnd = wordEnd(scan, start);
        return links.contains(scan.chars(), start, wordEnd) || beside.contains(scan.chars(), start, wordEnd);
    }

    /** SQL's accounts are in quotes: {@code 'jane'@'%'}. */
    private static int nameEnd(Scan scan, int from) {
        int end = from;
        while (scan.at(from) == '\'' && end - from < LONGEST_NAME && scan.at(end) > ' ' && scan.at(end) != '=') {
            end++;
        }
        return end > from ? end : wordEnd(scan, from);
    }

    static int wordEnd(Scan scan, int from) {
        int end = from;
        while (Chars.isWordLetter(scan.at(end)) || (end > from && isInName(scan.at(end)) && scan.at(end + 1) > ' ')) {
            end++;
        }
        return end;
    }

    /** Names of people, accounts and machines have these, too. */
    private static boolean isInName(char c) {
        return Chars.isDigit(c) || c == '_' || c == '-' || c == '.' || c == '@' || c == '\'';
    }

    private static boolean isMark(Scan scan, int i) {
        return markEnd(scan, i) > i;
    }

    /** True at a mark that labels are looked for at anyway. */
    static boolean isOfMarks(Scan scan, int i) {
        char c = scan.at(i);
        return c == ':' || c == '=' || (c == '-' && scan.at(i + 1) == '>');
    }

    /** Behind a mark that parts name and value in a sentence or a table: {@code :}, {@code ->}, {@code <-}, {@code |}. */
    static int markEnd(Scan scan, int from) {
        for (String arrow : ARROWS) {
            if (scan.isAt(from, arrow)) {
                return from + arrow.length();
            }
        }
        char c = scan.at(from);
        boolean column = (c == '|' || c == '-' || c == '~' || c == '>') && scan.at(from + 1) == ' ';
        return c == ':' || c == '=' || column ? from + 1 : from;
    }
}
