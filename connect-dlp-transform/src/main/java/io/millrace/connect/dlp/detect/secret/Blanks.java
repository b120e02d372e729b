// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;

/** White space between a label, its mark and its value, as far as it is wide where people and programs write. */
final class Blanks {

    // Values and marks are aligned, too
    private static final int WIDEST_GAP = 40;
    private static final int WIDEST_INDENT = 64;

    private Blanks() {}

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
