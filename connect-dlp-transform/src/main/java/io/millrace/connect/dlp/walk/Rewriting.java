// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import org.jspecify.annotations.Nullable;

/**
 * A text of which parts are replaced, from left to right. What was JSON stays JSON: a replacement is escaped as often
 * as the text around it is, and what replaces a number that no quotes stand around gets quotes unless it is one.
 */
final class Rewriting {

    private final String text;
    private final JsonText json;
    private final StringBuilder rewritten;
    private int copied;
    // Where the quotes end that were opened around a number, and how they are written
    private int closesAt = -1;
    private String closing = "";

    Rewriting(String text) {
        this.text = text;
        this.json = new JsonText(text);
        this.rewritten = new StringBuilder(text.length());
    }

    /** A text with one range replaced; the same as by the other methods, and at less cost where it can be no JSON. */
    static String once(String text, int start, int end, @Nullable String by) {
        boolean quoted = text.indexOf('"') >= 0 || text.indexOf('&') >= 0 || text.indexOf('%') >= 0;
        if (!quoted && text.indexOf('[') < 0) {
            return text.substring(0, start) + (by == null ? "" : by) + text.substring(end);
        }
        Rewriting rewriting = new Rewriting(text);
        rewriting.replace(start, end, by);
        return rewriting.finish();
    }

    /** Replaces a range that lies behind all that were replaced before. */
    void replace(int start, int end, @Nullable String by) {
        String replacement = by == null ? "" : by;
        int level = json.levelAt(start);
        int from = JsonText.numberStart(text, start);
        int to = JsonText.numberEnd(text, end);
        boolean number = from == start && to == end && JsonText.isNumber(replacement);
        boolean bare = !number && from >= copied && JsonText.isNumber(text, from, to);
        String quotes = bare ? json.quotes(from, to) : null;
        if (quotes != null) {
            copyTo(from);
            closing = quotes;
            rewritten.append(closing);
            closesAt = to;
            level = JsonText.levelIn(quotes);
        }
        copyTo(start);
        rewritten.append(JsonText.escaped(replacement, level));
        copied = end;
    }

    private void copyTo(int position) {
        if (closesAt >= 0 && closesAt <= position) {
            rewritten.append(text, copied, closesAt).append(closing);
            copied = closesAt;
            closesAt = -1;
        }
        rewritten.append(text, copied, position);
        copied = position;
    }

    /** The text as it is now. */
    String finish() {
        copyTo(text.length());
        return rewritten.toString();
    }
}
