// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.ENCRYPTION_KEY;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Private keys in PEM form (RFC 7468), around the hyphens of their first line. */
public final class PrivateKeyRecogniser implements Recogniser {

    private static final String BEGIN = "-----BEGIN ";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LONGEST_LABEL = 40;
    private static final int LONGEST_KEY = 16_384;

    @Override
    public int at(Scan scan, int hyphen) {
        if (scan.at(hyphen + 5) != 'B' || hyphen < scan.pemEnd() || !isAt(scan, hyphen, BEGIN)) {
            return hyphen + 1;
        }
        int label = hyphen + BEGIN.length();
        int labelEnd = label;
        while (labelEnd - label < LONGEST_LABEL && scan.at(labelEnd) != '-' && labelEnd < scan.length()) {
            labelEnd++;
        }
        if (!isPrivateKey(scan, label, labelEnd)) {
            return hyphen + 1;
        }
        int end = footerEnd(scan, labelEnd + DASHES.length(), Math.min(scan.length(), hyphen + LONGEST_KEY));
        scan.readPem(end);
        scan.report(ENCRYPTION_KEY, Likelihood.VERY_LIKELY, hyphen, end);
        return hyphen + 1;
    }

    private static boolean isPrivateKey(Scan scan, int label, int labelEnd) {
        for (int i = label; i < labelEnd; i++) {
            if (isAt(scan, i, PRIVATE_KEY)) {
                return true;
            }
        }
        return false;
    }

    /** The end of the last line; where the key is cut off, the end of what is left of it. */
    private static int footerEnd(Scan scan, int from, int limit) {
        int end = from;
        while (end < limit && !(scan.at(end) == '-' && isAt(scan, end, END))) {
            end++;
        }
        while (end < limit && scan.at(end) != '\n' && !isFooterEnd(scan, end)) {
            end++;
        }
        return Math.min(scan.length(), isFooterEnd(scan, end) ? end + DASHES.length() : end);
    }

    private static boolean isFooterEnd(Scan scan, int i) {
        return Chars.isUpper(scan.at(i - 1)) && isAt(scan, i, DASHES);
    }

    /** A blank may be a plus sign, as in the bodies of forms. */
    private static boolean isAt(Scan scan, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = scan.at(at + i);
            if ((c == '+' ? ' ' : c) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
