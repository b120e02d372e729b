// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of the rows that SQL inserts, by the names of their columns, around the parenthesis of the first row:
 * {@code INSERT INTO users (name, password) VALUES ('jane', '…'), …}.
 */
public final class InsertRecogniser implements Recogniser {

    private static final String VALUES = "values";
    private static final int LONGEST_COLUMNS = 1000;
    private static final int MOST_COLUMNS = 100;
    private static final int LONGEST_NUMBER = 64;

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();
    private final @Nullable BuiltInInfoType[] columns = new BuiltInInfoType[MOST_COLUMNS];

    @Override
    public int at(Scan scan, int parenthesis) {
        int end = Blanks.skipBackAny(scan, parenthesis);
        if (scan.isAt(end - VALUES.length(), VALUES)) {
            int close = Blanks.skipBackAny(scan, end - VALUES.length()) - 1;
            if (scan.at(close) == ')' && readColumns(scan, close)) {
                rows(scan, parenthesis);
            }
        }
        return parenthesis + 1;
    }

    /** Notes what the columns are called; false when none is a secret. */
    private boolean readColumns(Scan scan, int close) {
        int open = close;
        while (close - open < LONGEST_COLUMNS && open > 0 && scan.at(open) != '(') {
            open--;
        }
        boolean any = false;
        int column = 0;
        int start = open + 1;
        for (int i = start; i <= close && column < MOST_COLUMNS; i++) {
            if (scan.at(i) == ',' || i == close) {
                columns[column] = typeOf(scan, start, i);
                any |= columns[column] != null;
                column++;
                start = i + 1;
            }
        }
        for (int i = column; i < MOST_COLUMNS; i++) {
            columns[i] = null;
        }
        return any && scan.at(open) == '(';
    }

    private @Nullable BuiltInInfoType typeOf(Scan scan, int from, int to) {
        int start = from;
        int end = to;
        while (end > start && !Chars.isWord(scan.at(end - 1))) {
            end--;
        }
        while (start < end && !Chars.isWord(scan.at(start))) {
            start++;
        }
        return labels.typeOf(scan.chars(), start, end);
    }

    private void rows(Scan scan, int first) {
        int open = first;
        while (scan.at(open) == '(') {
            int close = row(scan, open);
            int comma = Blanks.skipAny(scan, close + 1);
            open = scan.at(comma) == ',' && close > open ? Blanks.skipAny(scan, comma + 1) : scan.length();
        }
    }

    /** Reads one row; where it closes, or opens if it does not. */
    private int row(Scan scan, int open) {
        int at = Blanks.skipAny(scan, open + 1);
        for (int column = 0; column < MOST_COLUMNS; column++) {
            int end = valueEnd(scan, at, columns[column]);
            int next = Blanks.skipAny(scan, end);
            if (scan.at(next) == ')') {
                return next;
            }
            if (scan.at(next) != ',' || end == at) {
                return open;
            }
            at = Blanks.skipAny(scan, next + 1);
        }
        return open;
    }

    /** Behind a value, which is reported if its column is a secret; numbers, names and calls without texts are passed. */
    private int valueEnd(Scan scan, int from, @Nullable BuiltInInfoType type) {
        int start = scan.at(from) != '\'' && scan.at(from + 1) == '\'' ? from + 1 : from; // N'…', E'…'
        if (ValueBounds.isQuote(scan.at(start))) {
            int close = QuotedBounds.quoteEnd(scan, start);
            if (close > start && type != null) {
                reader.readAt(scan, type, start);
            }
            return close + 1;
        }
        int end = start;
        while (end - start < LONGEST_NUMBER && scan.at(end) >= ' ' && ",()".indexOf(scan.at(end)) < 0) {
            end++;
        }
        if (scan.at(end) == '(') {
            int argument = Blanks.skipSpaces(scan, end + 1);
            int behind = ValueBounds.isQuote(scan.at(argument)) ? valueEnd(scan, argument, type) : argument;
            while (behind - end < LONGEST_COLUMNS && scan.at(behind) >= ' ' && scan.at(behind) != ')') {
                behind++;
            }
            return behind + 1;
        }
        return end;
    }
}
