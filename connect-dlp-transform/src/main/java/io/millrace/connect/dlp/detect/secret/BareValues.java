// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;

/** What stands without quotes behind a label: which marks at its end are none of its own, and what is no password. */
final class BareValues {

    private static final int LONGEST_NOTE = 64;
    // Of a path
    private static final int LONGEST_STEP = 256;

    private BareValues() {}

    /** True for paths, addresses and words in parentheses. */
    static boolean isOther(Scan scan, int start) {
        return isPath(scan, start) || isAddress(scan, start) || isNote(scan, start);
    }

    /** What closes behind a bare value was opened before its label: {@code (password=x)}; so does a full stop end a sentence. */
    static int withoutMarks(Scan scan, int start, int limit) {
        int round = limit;
        int square = limit;
        int angle = limit;
        for (int i = limit - 1; i >= start; i--) {
            char c = scan.at(i);
            round = c == '(' ? i : round;
            square = c == '[' ? i : square;
            angle = c == '<' ? i : angle;
        }
        int end = limit;
        while (end - start > 1) {
            char last = scan.at(end - 1);
            int open = last == ')' ? round : last == ']' ? square : last == '>' ? angle : limit;
            boolean closes = (last == ')' || last == ']' || last == '>') && open >= end;
            if (last != '.' && last != ':' && !closes) {
                return end;
            }
            end--;
        }
        return end;
    }

    private static boolean isAddress(Scan scan, int start) {
        return scan.isAt(start, "http://") || scan.isAt(start, "https://");
    }

    /** Words in parentheses: {@code Password: (min. 8 characters)}. */
    private static boolean isNote(Scan scan, int start) {
        int end = start + 1;
        boolean words = false;
        while (scan.at(start) == '(' && end - start < LONGEST_NOTE && scan.at(end) >= ' ' && scan.at(end) != ')') {
            words |= scan.at(end) == ' ';
            end++;
        }
        return words && scan.at(end) == ')';
    }

    /** A slash, and another one or no digit behind it. */
    private static boolean isPath(Scan scan, int start) {
        if (scan.at(start) != '/') {
            return false;
        }
        boolean digit = false;
        int end = ValueBounds.bareEnd(scan, PASSWORD, start, LONGEST_STEP);
        for (int i = start + 1; i < end; i++) {
            if (scan.at(i) == '/') {
                return true;
            }
            digit |= Chars.isDigit(scan.at(i));
        }
        return !digit;
    }
}
