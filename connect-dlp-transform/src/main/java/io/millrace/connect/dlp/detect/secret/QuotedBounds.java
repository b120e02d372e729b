// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;

/** Where a value in quotes ends: in those of programs, doubled or in threes, or of print. */
final class QuotedBounds {

    private QuotedBounds() {}

    /** True where CSV, or SQL and YAML, double the quotes of a text that they hold: {@code ""password"":""x""}. */
    static boolean isDoubled(Scan scan, int opening) {
        char quote = scan.at(opening);
        return (quote == '"' || quote == '\'')
                && scan.at(opening + 1) == quote
                && scan.at(opening + 2) > ' '
                && "\"',;:}])>/".indexOf(scan.at(opening + 2)) < 0;
    }

    /** Where three quotes close that three opened, as in Python and TOML; 0 when there are none. */
    static int tripledEnd(Scan scan, int opening) {
        char quote = scan.at(opening);
        if (!ValueBounds.isQuote(quote) || !isTripled(scan, opening, quote)) {
            return 0;
        }
        int end = opening + 3;
        int limit = Math.min(scan.length(), opening + ValueBounds.LONGEST);
        while (end < limit && !isTripled(scan, end, quote)) {
            end++;
        }
        return end < limit && end > opening + 3 ? end : 0;
    }

    private static boolean isTripled(Scan scan, int i, char quote) {
        return scan.at(i) == quote && scan.at(i + 1) == quote && scan.at(i + 2) == quote;
    }

    /** Where the quote of print closes that opens there, {@code \u201cx\u201d}; 0 when there is none on the line. */
    static int printedEnd(Scan scan, int opening) {
        String closing = switch (scan.at(opening)) {
            case '\u201c', '\u201e', '\u201d' -> "\u201d\u201c";
            case '\u2018', '\u201a' -> "\u2019\u2018";
            case '\u00ab' -> "\u00bb";
            case '\u00bb' -> "\u00ab";
            case '\u300c' -> "\u300d";
            case '\u300e' -> "\u300f";
            default -> "";
        };
        int end = opening + 1;
        while (!closing.isEmpty() && end - opening < ValueBounds.LONGEST && scan.at(end) >= ' ') {
            if (closing.indexOf(scan.at(end)) >= 0) {
                return end > opening + 1 ? end : 0;
            }
            end++;
        }
        return 0;
    }

    /** Where two such quotes stand as stood before a value. */
    static int doubledEnd(Scan scan, int start) {
        int end = start;
        int limit = Math.min(scan.length(), start + ValueBounds.LONGEST);
        char quote = scan.at(start - 1);
        while (end < limit && !(scan.at(end) == quote && scan.at(end + 1) == quote)) {
            end++;
        }
        return end;
    }

    /**
     * Where the quote closes that opens there, or -1; one that is escaped once more is a part of the value. What escaped both
     * but not the quotes is none of it, as in Python's text of JSON in JSON: {@code '{"m":"{\\\\"password\\\\":\\\\"x\\\\"}"}'}.
     */
    static int quoteEnd(Scan scan, int opening) {
        int width = scan.text().width(opening);
        int end = opening + 1;
        int limit = Math.min(scan.length(), opening + ValueBounds.LONGEST);
        while (end < limit && !(scan.at(end) == scan.at(opening) && scan.text().width(end) <= width)) {
            end++;
            // YAML, SQL and CSV double a quote within: 'it''s'
            boolean doubled = scan.at(end) == scan.at(opening) && scan.at(end + 1) == scan.at(opening);
            end += doubled && end > opening + 1 && Chars.isWord(scan.at(end + 2)) ? 2 : 0;
        }
        boolean behindBackslash = scan.at(opening - 1) == '\\' && end - 1 > opening && scan.at(end - 1) == '\\';
        return end < limit ? (behindBackslash ? end - 1 : end) : -1;
    }
}
