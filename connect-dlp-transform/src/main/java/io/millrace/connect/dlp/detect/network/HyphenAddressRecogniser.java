// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;

/** Hardware addresses of letters only, around their first hyphen; one with a digit is read with the groups. */
public final class HyphenAddressRecogniser implements Recogniser {

    private static final int LENGTH = 17;

    @Override
    public int at(Scan scan, int hyphen) {
        int start = hyphen - 2;
        if (scan.at(hyphen + 3) != '-' || scan.at(hyphen + 6) != '-' || start < 0 || start + LENGTH > scan.length()) {
            return hyphen + 1;
        }
        if (isLettersOnly(scan, start)
                && standsAlone(scan, start)
                && ColonAddressRecogniser.isMac(scan.chars(), start, '-')) {
            ColonAddressRecogniser.reportMac(scan, start, start + LENGTH);
        }
        return hyphen + 1;
    }

    private static boolean isLettersOnly(Scan scan, int start) {
        boolean letters = true;
        for (int i = 0; i < LENGTH; i++) {
            letters &= i % 3 == 2 || Chars.isLetter(scan.at(start + i));
        }
        return letters;
    }

    private static boolean standsAlone(Scan scan, int start) {
        char before = scan.at(start - 1);
        char after = scan.at(start + LENGTH);
        boolean free = !Chars.isWord(before) && before != '-' && before != '_' && !Chars.isWord(after) && after != '_';
        return free && (after != '-' || !Chars.isWord(scan.at(start + LENGTH + 1)));
    }
}
