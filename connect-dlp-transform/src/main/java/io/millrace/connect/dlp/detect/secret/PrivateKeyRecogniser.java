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
    private static final int MOST_HEADERS = 8;
    private static final int LONGEST_HEADER = 120;
    // What is left of a line of a key has more characters than words have
    private static final int FEWEST_OF_LINE = 20;

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
        int body = labelEnd + DASHES.length();
        int limit = Math.min(scan.length(), hyphen + LONGEST_KEY);
        int footer = footer(scan, body, limit);
        int end = footer < 0 ? cutEnd(scan, body, limit) : footerEnd(scan, footer, limit);
        scan.readPem(end);
        if (end > body) {
            scan.report(ENCRYPTION_KEY, Likelihood.VERY_LIKELY, hyphen, end);
        }
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

    /** Where the last line begins, before the next key and in the same object; -1 when there is none. */
    private static int footer(Scan scan, int from, int limit) {
        for (int i = from; i < limit; i++) {
            char c = scan.at(i);
            if (c == '{' || c == '}' || (c == '-' && isAt(scan, i, BEGIN))) {
                return -1;
            }
            if (c == '-' && isAt(scan, i, END)) {
                return i;
            }
        }
        return -1;
    }

    private static int footerEnd(Scan scan, int footer, int limit) {
        int end = footer;
        while (end < limit && scan.at(end) != '\n' && !isFooterEnd(scan, end)) {
            end++;
        }
        return Math.min(scan.length(), isFooterEnd(scan, end) ? end + DASHES.length() : end);
    }

    /** The end of what is left of a key that is cut off: lines of base64, the last of which may be shorter, behind headers. */
    private static int cutEnd(Scan scan, int body, int limit) {
        int end = body;
        int line = skipSpaces(scan, headersEnd(scan, body), limit);
        while (line < limit) {
            int lineEnd = line;
            while (lineEnd < limit && Chars.isBase64(scan.at(lineEnd))) {
                lineEnd++;
            }
            boolean whole = lineEnd - line >= FEWEST_OF_LINE;
            boolean last = end > body && lineEnd > line && scan.at(lineEnd) != ' ';
            end = whole || last ? lineEnd : end;
            line = whole ? skipSpaces(scan, lineEnd, limit) : limit;
        }
        return end;
    }

    /** Behind the headers of an encrypted key (RFC 1421), {@code Proc-Type: 4,ENCRYPTED}. */
    private static int headersEnd(Scan scan, int from) {
        int end = from;
        for (int header = 0; header < MOST_HEADERS; header++) {
            int start = skipSpaces(scan, end, scan.length());
            int i = start;
            while (i - start < LONGEST_HEADER && (Chars.isAlnum(scan.at(i)) || scan.at(i) == '-')) {
                i++;
            }
            if (i == start || scan.at(i) != ':') {
                return end;
            }
            while (i - start < LONGEST_HEADER && scan.at(i) != '\n') {
                i++;
            }
            end = i;
        }
        return end;
    }

    private static int skipSpaces(Scan scan, int from, int limit) {
        int i = from;
        while (i < limit && Chars.isSpace(scan.at(i))) {
            i++;
        }
        return i;
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
