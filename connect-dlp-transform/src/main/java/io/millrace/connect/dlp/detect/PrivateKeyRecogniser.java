// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static io.millrace.connect.dlp.detect.BuiltInInfoType.ENCRYPTION_KEY;

/** Private keys in PEM form (RFC 7468), around the hyphens of their first line. */
final class PrivateKeyRecogniser implements Recogniser {

    private static final String BEGIN = "-----BEGIN ";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String END = "-----END ";
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
        boolean privateKey = false;
        for (int i = label; i < labelEnd; i++) {
            privateKey |= isAt(scan, i, PRIVATE_KEY);
        }
        if (!privateKey) {
            return hyphen + 1;
        }
        int end = labelEnd + 5;
        int limit = Math.min(scan.length(), hyphen + LONGEST_KEY);
        while (end < limit && !(scan.at(end) == '-' && isAt(scan, end, END))) {
            end++;
        }
        while (end < limit && scan.at(end) != '\n' && end < scan.length() && !isFooterEnd(scan, end)) {
            end++;
        }
        end = Math.min(scan.length(), isFooterEnd(scan, end) ? end + 5 : end);
        scan.readPem(end);
        scan.report(ENCRYPTION_KEY, Likelihood.VERY_LIKELY, hyphen, end);
        return hyphen + 1;
    }

    private static boolean isFooterEnd(Scan scan, int i) {
        return Chars.isUpper(scan.at(i - 1)) && isAt(scan, i, "-----");
    }

    private static boolean isAt(Scan scan, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (scan.at(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
