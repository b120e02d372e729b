// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;

/**
 * Secrets in the parts of a form (RFC 7578), around the {@code n} of a part's name: {@code name="password"}, the other
 * headers, an empty line, and the value up to the line's end.
 */
public final class FormPartRecogniser implements Recogniser {

    private static final String NAME = "name=\"";
    private static final int LONGEST_HEADERS = 400;

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();

    /** At the quote that closes a name, before a line's end. */
    @Override
    public int at(Scan scan, int quote) {
        if (labels.mayEnd(scan, quote)) {
            int start = SecretLabels.partStart(scan, quote);
            boolean named = scan.isAt(start - NAME.length(), NAME);
            BuiltInInfoType type = named ? labels.typeOf(scan.chars(), start, quote) : null;
            int value = type == null ? -1 : valueStart(scan, quote + 1);
            if (type != null && value > 0) {
                int end = ValueBounds.lineEnd(scan, value, Math.min(scan.length(), value + ValueBounds.LONGEST));
                scan.readSecret(end);
                reader.read(scan, type, value, end, true);
            }
        }
        return quote + 1;
    }

    /** Behind the empty line, or -1. */
    private static int valueStart(Scan scan, int from) {
        int i = from;
        while (i - from < LONGEST_HEADERS && i < scan.length()) {
            int next = lineBreakEnd(scan, i);
            if (next > i) {
                int second = lineBreakEnd(scan, next);
                if (second > next) {
                    return second;
                }
                if (!Chars.isLetter(scan.at(next))) {
                    return -1; // no further header
                }
            }
            i = Math.max(next, i + 1);
        }
        return -1;
    }

    private static int lineBreakEnd(Scan scan, int i) {
        int end = scan.at(i) == '\r' ? i + 1 : i;
        return scan.at(end) == '\n' ? end + 1 : end;
    }
}
