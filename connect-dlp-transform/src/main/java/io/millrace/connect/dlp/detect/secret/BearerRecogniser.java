// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.BASIC_AUTH_HEADER;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Credentials of HTTP behind their scheme, without the header's name: {@code Bearer …}, {@code Basic …}. */
public final class BearerRecogniser implements Recogniser {

    private static final String BEARER = "bearer";
    private static final String BASIC = "basic";
    private static final int WIDEST_GAP = 4;
    private static final int LONGEST = 8192;

    /** What may come behind the first two letters, a bit for each by its last five; 0 for nothing. */
    public static int thirds(int second) {
        return switch (second) {
            case 'e', 'E' -> 1 << ('a' & 31);
            case 'a', 'A' -> 1 << ('s' & 31);
            default -> 0;
        };
    }

    @Override
    public int at(Scan scan, int start) {
        char second = Chars.lower(scan.at(start + 1));
        if ((second == 'e' || second == 'a') && !Chars.isWord(scan.at(start - 1))) {
            if (scan.isAt(start, BEARER)) {
                read(scan, AUTH_TOKEN, valueStart(scan, start + BEARER.length()));
            } else if (scan.isAt(start, BASIC)) {
                read(scan, BASIC_AUTH_HEADER, valueStart(scan, start + BASIC.length()));
            }
        }
        return start + 1;
    }

    /** Behind blanks, the plus sign that a form has for one, or a quote; the end of the text where none follows. */
    private static int valueStart(Scan scan, int from) {
        int start = from;
        while (start - from < WIDEST_GAP && " \t+\"'".indexOf(scan.at(start)) >= 0) {
            start++;
        }
        return start > from ? start : scan.length();
    }

    /** Reads the credentials once, though plus signs part them into such words. */
    private static void read(Scan scan, BuiltInInfoType type, int start) {
        if (start < scan.bearerEnd() || start == scan.length()) {
            return;
        }
        int end = end(scan, start);
        scan.readBearer(end);
        if (type == AUTH_TOKEN ? isBearer(scan, start, end) : SecretReader.isBasic(scan, start, end)) {
            scan.reportAs(type, Likelihood.LIKELY, start, end);
        }
    }

    private static boolean isBearer(Scan scan, int start, int end) {
        return end - start >= SecretReader.SHORTEST_TOKEN && SecretLook.isMixed(scan, start, end);
    }

    private static int end(Scan scan, int start) {
        int end = start;
        while (end - start < LONGEST && SecretReader.isToken(scan.at(end))) {
            end++;
        }
        while (end > start && scan.at(end - 1) == '.') {
            end--;
        }
        return end;
    }
}
