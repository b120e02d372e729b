// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;

/** Identifiers of messages (RFC 5322 section 3.6.4), which have the form of an address and are nobody's. */
final class MessageIds {

    private static final int LONGEST_NAME = 24;
    private static final int WIDEST_GAP = 8;
    // Of several in one header
    private static final int LONGEST_LIST = 256;

    private final WordIndex names = WordIndex.of(
            "message-id",
            "message_id",
            "messageid",
            "msgid",
            "msg-id",
            "msg_id",
            "in-reply-to",
            "in_reply_to",
            "inreplyto",
            "references",
            "content-id",
            "content_id",
            "contentid",
            "x-message-id",
            "resent-message-id",
            "original-message-id",
            "internetmessageid");

    /** True for what a header, a log or a member calls so, or the name of a field that holds nothing else. */
    boolean isOne(Scan scan, int start, int end) {
        boolean enclosed = scan.at(start - 1) == '<' && scan.at(end) == '>';
        int open = enclosed ? start - 1 : start;
        int first = enclosed ? firstOf(scan, open) : open;
        int nameEnd = first;
        while (first - nameEnd < WIDEST_GAP && isBetween(scan.at(nameEnd - 1))) {
            nameEnd--;
        }
        if (nameEnd < first && isName(scan, nameEnd)) {
            return true;
        }
        return scan.isWhole(open, enclosed ? end + 1 : end) && isName(scan.fieldName());
    }

    /** Where the first of several opens. */
    private static int firstOf(Scan scan, int open) {
        int first = open;
        while (open - first < LONGEST_LIST) {
            int close = first;
            while (first - close < WIDEST_GAP && Chars.isSpace(scan.at(close - 1))) {
                close--;
            }
            int inside = close - 1;
            while (close - inside < LONGEST_LIST && scan.at(inside - 1) > ' ' && scan.at(inside - 1) != '<') {
                inside--;
            }
            if (scan.at(close - 1) != '>' || scan.at(inside - 1) != '<') {
                return first;
            }
            first = inside - 1;
        }
        return first;
    }

    private boolean isName(Scan scan, int end) {
        int start = end;
        while (end - start < LONGEST_NAME
                && (Chars.isLetter(scan.at(start - 1)) || scan.at(start - 1) == '-' || scan.at(start - 1) == '_')) {
            start--;
        }
        return names.contains(scan.chars(), start, end);
    }

    private boolean isName(String field) {
        return names.contains(field.toCharArray(), 0, field.length());
    }

    private static boolean isBetween(char c) {
        return Chars.isSpace(c) || c == ':' || c == '=' || c == '"' || c == '\'' || c == '\\';
    }
}
