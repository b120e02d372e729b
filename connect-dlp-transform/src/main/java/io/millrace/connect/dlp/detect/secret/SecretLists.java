// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;

/** Lists of secrets behind one label, in brackets or as YAML's items. */
final class SecretLists {

    private final SecretReader reader;

    SecretLists(SecretReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a list: texts in quotes whatever stands between them, and, of passwords, numbers and words of a list that closes. A
     * bracket that no list opens with is a value's first character.
     */
    void list(Scan scan, BuiltInInfoType type, int open) {
        int next = Blanks.skipAny(scan, open + 1);
        boolean list = false;
        int limit = Math.min(scan.length(), open + ValueBounds.LONGEST);
        while (next < limit && scan.at(next) != ']') {
            int end =
                    ValueBounds.isQuote(scan.at(next)) ? reader.readAt(scan, type, next) + 1 : bareItemEnd(scan, next);
            int after = Blanks.skipAny(scan, end);
            boolean more = scan.at(after) == ',';
            if (end <= 1 || (!more && scan.at(after) != ']')) {
                break;
            }
            list |= more || ValueBounds.isQuote(scan.at(next)) || Chars.isDigit(scan.at(next));
            if (list && type == PASSWORD && end > next && !ValueBounds.isQuote(scan.at(next))) {
                reader.read(scan, type, next, end, true);
            }
            next = more ? Blanks.skipAny(scan, after + 1) : after;
        }
        if (!list) {
            reader.readAt(scan, type, open);
        }
    }

    private static int bareItemEnd(Scan scan, int start) {
        int end = start;
        while (end - start < ValueBounds.LONGEST && scan.at(end) > ' ' && ",]{}[\"'".indexOf(scan.at(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Reads the items of a list of YAML, a line each. */
    void items(Scan scan, BuiltInInfoType type, int value) {
        if (value < scan.itemsEnd()) {
            return;
        }
        int item = ValueBounds.itemStart(scan, value);
        int at = value;
        while (item > at && !isNamed(scan, item)) {
            int close = reader.readAt(scan, type, item);
            at = close > 0 ? close + 1 : ValueBounds.lineEnd(scan, item, scan.length());
            item = ValueBounds.itemStart(scan, at);
        }
        scan.readItems(at);
    }

    /** True for an item that is no text but has members: {@code - name: x}. */
    private static boolean isNamed(Scan scan, int item) {
        int end = item;
        while (end - item < SecretLabels.LONGEST && SecretWords.isPart(scan.at(end))) {
            end++;
        }
        return end > item && scan.at(end) == ':' && scan.at(end + 1) <= ' ';
    }
}
