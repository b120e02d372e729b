// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.ADVERTISING_ID;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** UUIDs and timestamps: full of digits, of which none is an identifier of its own. They are passed in one step. */
final class MachineValues {

    private static final int UUID_LENGTH = 36;
    private static final int FIRST_HYPHEN = 8;

    private MachineValues() {}

    /**
     * Where to go on behind a UUID or timestamp whose first group is there, or 0. A UUID with a label is an advertising
     * id, a timestamp is a date.
     */
    static int end(Scan scan, int start, int groupEnd, boolean digitsOnly) {
        int length = groupEnd - start;
        if (length == FIRST_HYPHEN && isUuid(scan, start)) {
            scan.isWordless(start, start + UUID_LENGTH);
            scan.report(ADVERTISING_ID, Likelihood.VERY_UNLIKELY, start, start + UUID_LENGTH);
            return start + UUID_LENGTH;
        }
        return digitsOnly && length == 4 ? DateReader.readTimestamp(scan, start) : 0;
    }

    private static boolean isUuid(Scan scan, int start) {
        int end = start + UUID_LENGTH;
        char[] chars = scan.chars();
        if (end > scan.length()
                || chars[start + 8] != '-'
                || chars[start + 13] != '-'
                || chars[start + 18] != '-'
                || chars[start + 23] != '-') {
            return false;
        }
        boolean hex = isHex(chars, start, start + 8)
                && isHex(chars, start + 9, start + 13)
                && isHex(chars, start + 14, start + 18)
                && isHex(chars, start + 19, start + 23)
                && isHex(chars, start + 24, end);
        if (!hex) {
            return false;
        }
        char before = scan.at(start - 1);
        return before != '-' && before != '_' && !Chars.isWord(scan.at(end));
    }

    /** Looks at all without asking after each: in what has the hyphens of a UUID, nothing else is to be expected. */
    private static boolean isHex(char[] chars, int from, int to) {
        int classes = Chars.HEX;
        for (int i = from; i < to; i++) {
            classes &= Chars.classes(chars[i]);
        }
        return classes != 0;
    }
}
