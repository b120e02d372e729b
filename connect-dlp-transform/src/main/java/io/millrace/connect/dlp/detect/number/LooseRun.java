// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.BuiltInInfoType.Evidence;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Digits with whatever people type between them: two spaces, tabs, line breaks, underscores, other groups than usual.
 * Only a label makes them a number: it vouches for its own infoType, whose check decides. Reused; one thread.
 */
final class LooseRun {

    static final int WIDEST_GAP = 3;
    /** Fewer digits are no number of their own. */
    static final int SHORTEST = 8;

    private static final int LONGEST = 19;

    /** So many digits can be two numbers. */
    static final int SHORTEST_TWO = 2 * SHORTEST;

    private static final int MOST_DIGITS = 2 * LONGEST;

    private final FormTable forms;
    private final char[] digits = new char[MOST_DIGITS];
    private final char[] second = new char[LONGEST];
    private final int[] positions = new int[MOST_DIGITS];
    // Whether a group ends with the digit
    private final boolean[] ends = new boolean[MOST_DIGITS];
    private int count;
    private int lastEnd = -1;

    LooseRun(FormTable forms) {
        this.forms = forms;
    }

    /** The end of the labelled number that begins with the digit at {@code from}, or 0; reports it. */
    int find(Scan scan, int from) {
        if (!mayBegin(scan, from)) {
            return 0;
        }
        read(scan, from);
        // most digits of a text are too few, and labels are dear to look for
        if (count < SHORTEST || !scan.mayBeLabelled(from, from + 1)) {
            return 0;
        }
        for (int length = Math.min(count, LONGEST); length >= SHORTEST; length--) {
            if (ends[length - 1] && match(scan, length, false)) {
                return lastEnd;
            }
        }
        boolean twice = count % 2 == 0 && count / 2 >= SHORTEST && count / 2 <= LONGEST;
        return twice && match(scan, count / 2, true) ? lastEnd : 0;
    }

    private boolean mayBegin(Scan scan, int from) {
        char before = scan.at(from - 1);
        boolean joined = ".-/_+".indexOf(before) >= 0 && from > 0 && Chars.isDigit(scan.at(from - 2));
        boolean point = before == '.' && !scan.isBehindLabel(from);
        return before != '$' && !point && (!joined || from - 1 == lastEnd);
    }

    private void read(Scan scan, int from) {
        count = 0;
        int i = from;
        while (count < MOST_DIGITS && Chars.isDigit(scan.at(i))) {
            digits[count] = scan.at(i);
            positions[count] = i;
            i++;
            boolean inside = Chars.isDigit(scan.at(i));
            ends[count++] = !inside && (!Chars.isWord(scan.at(i)) || scan.at(i) >= 128);
            int next = i;
            while (!inside && next - i < WIDEST_GAP && isSeparator(scan.at(next))) {
                next++;
            }
            i = next;
        }
    }

    static boolean isSeparator(char c) {
        return Chars.isJoint(c) && c != '(' && c != ')';
    }

    private boolean match(Scan scan, int length, boolean twice) {
        FormTable.Node node = forms.root().next(0, length);
        if (node == null) {
            return false;
        }
        int start = positions[0];
        int end = positions[length - 1] + 1;
        for (FormTable.Candidate candidate : node.forms(true)) {
            NumberForm form = candidate.form();
            BuiltInInfoType type = form.type();
            boolean checked =
                    type.evidence() != Evidence.HOTWORD || type == BuiltInInfoType.US_EMPLOYER_IDENTIFICATION_NUMBER;
            if (checked
                    && (twice || isOver(scan, type, length, end))
                    && form.check().steps(digits, length) != NumberForm.Check.NO
                    && (!twice || isSecond(form, length))
                    && scan.isLabelled(type, start, end)) {
                scan.report(type, Likelihood.UNLIKELY, start, end);
                if (twice) {
                    end = positions[2 * length - 1] + 1;
                    scan.report(type, Likelihood.UNLIKELY, positions[length], end);
                }
                lastEnd = end;
                return true;
            }
        }
        return false;
    }

    /** What has no check digit is not the beginning of something longer, unless another such number follows. */
    private boolean isOver(Scan scan, BuiltInInfoType type, int length, int end) {
        boolean joined = count > length && scan.at(end) > ' ';
        return !joined || type.evidence() == Evidence.CHECKSUM || count >= 2 * length;
    }

    private boolean isSecond(NumberForm form, int length) {
        System.arraycopy(digits, length, second, 0, length);
        return form.check().steps(second, length) != NumberForm.Check.NO;
    }
}
