// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.BuiltInInfoType.Evidence;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Letters and digits with whatever people type between them, as {@link LooseRun} has it for digits alone: {@code AA/12/34/56/B},
 * {@code BWEWZT 78L12 H787X}. A label vouches for its own infoType, whose form and check decide. Reused; one thread.
 */
final class LooseMixture {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 18;
    private static final int LONGEST_GROUP = 13;
    private static final int SHORTEST_PRINTED = 3;
    // More letters than that are a word, unless they are capitals
    private static final int LONGEST_SMALL = 2;
    private static final int MOST_LEADING = 6;

    private final FormTable forms;
    private final char[] compact = new char[LONGEST];
    // Behind each group: where it ends in the text, and how many characters there are by then
    private final int[] ends = new int[LONGEST];
    private final int[] lengths = new int[LONGEST];
    private int groups;
    private int count;
    private boolean letters;

    LooseMixture(FormTable forms) {
        this.forms = forms;
    }

    /** The end of the labelled identifier around a group with a digit, or 0; reports it. */
    int find(Scan scan, int groupStart, int groupEnd, boolean letters) {
        if (groupEnd - groupStart > LONGEST_GROUP || !(letters || hasCapital(scan, groupStart, groupEnd))) {
            return 0;
        }
        int leading = leading(scan, groupStart);
        int first = leading < groupStart ? leading(scan, leading) : leading; // RSS MRA 85T10 A562S
        int end = first < leading ? findFrom(scan, first) : 0;
        end = end == 0 && leading < groupStart ? findFrom(scan, leading) : end;
        return end > 0 ? end : findFrom(scan, groupStart);
    }

    /** True when a capital is in the group, before it, or behind no more than digits: nearly all numbers of a log end here. */
    private static boolean hasCapital(Scan scan, int start, int end) {
        int before = start;
        while (start - before < LooseRun.WIDEST_GAP && LooseRun.isSeparator(scan.at(before - 1))) {
            before--;
        }
        boolean apart = before < start || LooseRun.isSeparator(scan.at(end));
        return apart
                && (Chars.isUpper(scan.at(before - 1))
                        || isCapitalIn(scan, start, end)
                        || isCapitalBehind(scan, start, end));
    }

    private static boolean isCapitalIn(Scan scan, int start, int end) {
        for (int i = end - 1; i >= start; i--) {
            if (Chars.isUpper(scan.at(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCapitalBehind(Scan scan, int start, int end) {
        int i = end;
        int digits = end - start;
        while (digits < LONGEST) {
            int gap = i;
            while (i - gap < LooseRun.WIDEST_GAP && LooseRun.isSeparator(scan.at(i))) {
                i++;
            }
            int group = i;
            while (i > gap && Chars.isDigit(scan.at(i))) {
                i++;
            }
            if (i == group || Chars.isUpper(scan.at(i))) {
                return i > gap && Chars.isUpper(scan.at(i)) && !isWord(scan, i);
            }
            digits += i - group;
        }
        return false;
    }

    /** True for a capital with small letters behind it, as in {@code 12 May}: no group of any form. */
    private static boolean isWord(Scan scan, int capital) {
        int end = capital + 1;
        while (end - capital <= LONGEST_GROUP && Chars.isLower(scan.at(end))) {
            end++;
        }
        return end - capital > LONGEST_SMALL && !Chars.isDigit(scan.at(end));
    }

    /** Where letters begin that stand before the group, or the group's own start. */
    private static int leading(Scan scan, int start) {
        int to = start;
        while (start - to < LooseRun.WIDEST_GAP && LooseRun.isSeparator(scan.at(to - 1))) {
            to--;
        }
        int from = to;
        while (to - from <= MOST_LEADING && Chars.isLetter(scan.at(from - 1))) {
            from--;
        }
        boolean group = to < start && from < to && to - from <= MOST_LEADING && isGroup(scan, from, to);
        return group ? from : start;
    }

    private static boolean isGroup(Scan scan, int from, int to) {
        boolean word = to - from > LONGEST_SMALL;
        for (int i = from; i < to && word; i++) {
            word = Chars.isLetter(scan.at(i));
        }
        for (int i = from; i < to && word; i++) {
            if (!Chars.isUpper(scan.at(i))) {
                return false;
            }
        }
        return to - from <= LONGEST_GROUP;
    }

    private int findFrom(Scan scan, int start) {
        char before = scan.at(start - 1);
        if (Chars.isWord(before) || before == '$' || (before == '.' && !scan.isBehindLabel(start))) {
            return 0;
        }
        read(scan, start);
        for (int group = groups - 1; letters && group > 0 && lengths[group] >= SHORTEST; group--) {
            if (match(scan, start, group)) {
                return ends[group];
            }
        }
        return 0;
    }

    private void read(Scan scan, int start) {
        groups = 0;
        count = 0;
        letters = false;
        int from = start;
        while (groups < LONGEST) {
            int to = from;
            while (to - from <= LONGEST_GROUP && Chars.isAlnum(scan.at(to))) {
                to++;
            }
            if (to == from || !isGroup(scan, from, to) || count + to - from > LONGEST) {
                return;
            }
            for (int i = from; i < to; i++) {
                letters |= Chars.isLetter(scan.at(i));
                compact[count++] = Chars.upper(scan.at(i));
            }
            ends[groups] = to;
            lengths[groups++] = count;
            from = to;
            while (from - to < LooseRun.WIDEST_GAP && LooseRun.isSeparator(scan.at(from))) {
                from++;
            }
            if (from == to) {
                return;
            }
        }
    }

    /** True for capitals in groups of some size with one blank between them: as cards have a number that its own check makes sure. */
    private boolean isPrinted(Scan scan, int start, int last) {
        for (int i = start; i < ends[last]; i++) {
            if (Chars.isLower(scan.at(i))) {
                return false;
            }
        }
        for (int group = 0; group < last; group++) {
            int from = group == 0 ? start : ends[group - 1] + 1;
            if (scan.at(ends[group]) != ' '
                    || ends[group] - from < SHORTEST_PRINTED
                    || scan.at(ends[group] + 1) == ' ') {
                return false;
            }
        }
        return true;
    }

    private boolean match(Scan scan, int start, int group) {
        int length = lengths[group];
        int end = ends[group];
        FormTable.Node node = forms.root().next(0, length);
        if (node == null || Chars.isWord(scan.at(end))) {
            return false;
        }
        for (FormTable.Candidate candidate : node.forms(false)) {
            NumberForm form = candidate.form();
            BuiltInInfoType type = form.type();
            if (type.evidence() == Evidence.HOTWORD
                    || !candidate.fits(compact, length)
                    || form.check().steps(compact, length) == NumberForm.Check.NO) {
                continue;
            }
            boolean sure = type.evidence() == Evidence.CHECKSUM && form.base().atLeast(Likelihood.LIKELY);
            if (scan.isLabelled(type, start, end) || (sure && isPrinted(scan, start, group))) {
                scan.report(type, sure ? form.base() : Likelihood.UNLIKELY, start, end);
                return true;
            }
        }
        return false;
    }
}
