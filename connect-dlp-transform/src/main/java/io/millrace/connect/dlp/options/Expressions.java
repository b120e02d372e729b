// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.options;

import com.google.re2j.Pattern;

/**
 * Regular expressions that a configuration brings. RE2 takes linear time, but in the size of the expression too, and repeats
 * of repeats multiply: {@code ((a{1000}){1000}){1000}} exhausts a heap. Go's RE2 refuses such, re2j does not.
 */
final class Expressions {
    /** What an expression may consist of once its repeats are written out. */
    private static final int MOST_PARTS = 5_000;

    /** No expression of that length is written by hand. */
    private static final int LONGEST = 20_000;

    private static final int DEEPEST = 100;

    private final String regex;
    private int at;

    private Expressions(String regex) {
        this.regex = regex;
    }

    /**
     * Compiles in RE2's syntax.
     *
     * @throws com.google.re2j.PatternSyntaxException if it is not in that
     * @throws IllegalArgumentException if it is too large
     */
    static Pattern compile(String regex) {
        if (regex.length() > LONGEST || new Expressions(regex).alternatives(0) > MOST_PARTS) {
            throw new IllegalArgumentException("is too large a regular expression; accepted: up to " + LONGEST
                    + " characters, and up to " + MOST_PARTS + " parts with repeats like {1000} written out");
        }
        return Pattern.compile(regex);
    }

    /** How many parts there are up to the end of the group; of what is no expression any number. */
    private long alternatives(int depth) {
        long parts = 1;
        while (at < regex.length() && regex.charAt(at) != ')') {
            parts += repeated(atom(depth));
            if (parts > MOST_PARTS) {
                return parts;
            }
        }
        return parts;
    }

    private long atom(int depth) {
        char first = regex.charAt(at++);
        return switch (first) {
            case '(' -> {
                long inside = depth < DEEPEST ? alternatives(depth + 1) : MOST_PARTS + 1L;
                at++;
                yield inside;
            }
            case '[' -> {
                at = endOfClass();
                yield 1;
            }
            case '\\' -> escaped();
            default -> 1;
        };
    }

    private int endOfClass() {
        int end = regex.startsWith("^", at) ? at + 1 : at;
        for (end++; end < regex.length() && regex.charAt(end) != ']'; end++) {
            if (regex.charAt(end) == '\\') {
                end++;
            } else if (regex.startsWith("[:", end)) {
                int named = regex.indexOf(":]", end);
                end = named < 0 ? end : named + 1;
            }
        }
        return Math.min(end + 1, regex.length());
    }

    private long escaped() {
        if (regex.startsWith("Q", at)) {
            int end = regex.indexOf("\\E", at);
            int length = (end < 0 ? regex.length() : end) - at;
            at = end < 0 ? regex.length() : end + 2;
            return length;
        }
        at = Math.min(at + 1, regex.length());
        if (regex.startsWith("{", at)) { // of \p{…} and \x{…}
            int end = regex.indexOf('}', at);
            at = end < 0 ? at : end + 1;
        }
        return 1;
    }

    /** With the repeat behind it, if there is one. */
    private long repeated(long parts) {
        long all = parts;
        while (at < regex.length() && all <= MOST_PARTS) {
            char next = regex.charAt(at);
            if (next == '*' || next == '+' || next == '?') {
                at++;
                all++;
            } else if (next == '{') {
                int end = regex.indexOf('}', at);
                long times = end < 0 ? -1 : times(regex.substring(at + 1, end));
                if (times < 0) {
                    return all;
                }
                at = end + 1;
                all *= Math.max(1, times);
            } else {
                return all;
            }
        }
        return all;
    }

    /** The most of {@code n}, {@code n,} or {@code n,m}; below 0 if it is none of these. */
    private static long times(String between) {
        long most = -1;
        for (String number : between.split(",", 2)) {
            if (number.isEmpty() && most >= 0) {
                return most + 1;
            }
            if (number.isEmpty() || number.length() > 9 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return -1;
            }
            most = Math.max(most, Long.parseLong(number));
        }
        return most;
    }
}
