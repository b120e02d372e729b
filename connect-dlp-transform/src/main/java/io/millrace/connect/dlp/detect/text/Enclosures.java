// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Arrays;

/**
 * What the lists and objects around a value are called in a JSON text: {@code {"cards":[{"number":…},…]}}. They are told by
 * their brackets, whatever quotes are around them, since texts hold texts. Whoever scans the text tells of each; names are read only
 * where a value asks. Reused; one thread.
 */
final class Enclosures {

    private static final int DEEPEST = 64;
    private static final int WIDEST_INDENTATION = 256;

    private final OwnName names = new OwnName();

    // Of what is open: where, and what it is called itself and with what is around it; null until somebody asks
    private final int[] opens = new int[DEEPEST];
    private final int[] nameStarts = new int[DEEPEST];
    private final int[] nameEnds = new int[DEEPEST];
    private final String[] paths = new String[DEEPEST];
    private int depth;
    private int lastBracket;

    /** Forgets the text. */
    void restart() {
        Arrays.fill(paths, 0, Math.min(depth, DEEPEST), "");
        depth = 0;
        lastBracket = -1;
    }

    /** False for most of what stands right before numbers, which is neither a mark nor between one and its value. */
    static boolean mayStandBefore(char c) {
        return c <= ' ' ? Chars.isSpace(c) : c < '-' ? c != '#' && c != '$' : c >= ':' && !Chars.isWord(c);
    }

    /** Where the mark stands before a value and its quotes; 0 when there is none or nothing before. */
    static int mark(char[] chars, int value) {
        int i = Math.max(0, value - 1);
        while (i > 0 && (chars[i] == '+' || chars[i] == '(')) {
            i--;
        }
        while (i > 0 && value - i < WIDEST_INDENTATION && isAround(chars[i])) {
            i--;
        }
        return i;
    }

    /** True when the value behind a mark is an element of a list that has a name, or is in something that has. */
    boolean isElement(char[] chars, int mark) {
        return (chars[mark] == '[' || chars[mark] == ',') && isInNamed(chars, mark + 1) && chars[open()] == '[';
    }

    /** True when it is in something that has a name, and its own before the mark says no more than that it is a value. */
    boolean isMember(char[] chars, int mark) {
        if (mark == 0 || Chars.isDigit(chars[mark - 1])) {
            return false; // of a time
        }
        int end = mark;
        while (end > 0 && mark - end < WIDEST_INDENTATION && isAround(chars[end - 1])) {
            end--;
        }
        return (chars[mark] == ':' || chars[mark] == '=') && OwnName.isVagueAt(chars, end) && isInNamed(chars, mark);
    }

    /** True when what is around a position has no name, or begins before {@code from}. */
    boolean isInNothingSince(char[] chars, int position, int from) {
        if (depth == 0) {
            return lastBracket < position;
        }
        return depth <= DEEPEST
                && lastBracket < position
                && (opens[depth - 1] < from || (depth == 1 && isNameless(chars, opens[0])));
    }

    /** True for the first bracket of a document, be it a line of several. */
    private static boolean isNameless(char[] chars, int open) {
        return open == 0 || (open > 1 && chars[open - 1] == '\n' && chars[open - 2] == '}');
    }

    /** Where the list or object begins that was found last. */
    int open() {
        return opens[depth - 1];
    }

    /** Where its name begins, or that of what is around it when it has none. */
    int nameStart() {
        return nameStarts[depth - 1];
    }

    /** Where that ends. */
    int nameEnd() {
        return nameEnds[depth - 1];
    }

    /** That name, behind those around it as long as they say nothing of what a value is. */
    String path() {
        return paths[depth - 1];
    }

    /** That of what is open there, read once. */
    private String path(char[] chars, int level) {
        if (level < 0) {
            return "";
        }
        if (paths[level].isEmpty()) {
            if (names.findAt(chars, opens[level])) {
                nameStarts[level] = names.start();
                nameEnds[level] = names.end();
                String name = names.name();
                paths[level] = names.isVague() ? path(chars, level - 1) + '.' + name : name;
            } else if (level > 0) {
                paths[level] = path(chars, level - 1);
                nameStarts[level] = nameStarts[level - 1];
                nameEnds[level] = nameEnds[level - 1];
            }
        }
        return paths[level];
    }

    private boolean isInNamed(char[] chars, int position) {
        // what is asked about is mostly where the reader is; before a bracket already read it is not known any more
        return depth > 0
                && depth <= DEEPEST
                && lastBracket < position
                && !path(chars, depth - 1).isEmpty();
    }

    private static boolean isAround(char c) {
        return c == '"' || c == '\'' || c == '\\' || Chars.isSpace(c);
    }

    /** Takes note of a bracket; all are told in their order. */
    void bracket(char[] chars, int position) {
        if (chars[position] == '{' || chars[position] == '[') {
            push(position);
        } else {
            pop(chars, position);
        }
    }

    private void push(int position) {
        lastBracket = position;
        if (depth < DEEPEST) {
            opens[depth] = position;
            paths[depth] = "";
        }
        depth++;
    }

    /** What was opened since and has no end was none, and an end without a beginning is none. */
    private void pop(char[] chars, int position) {
        lastBracket = position;
        if (depth > DEEPEST) {
            depth--;
            return;
        }
        int i = depth - 1;
        while (i >= 0 && chars[opens[i]] != chars[position] - 2) {
            i--;
        }
        depth = i < 0 ? depth : i;
    }
}
