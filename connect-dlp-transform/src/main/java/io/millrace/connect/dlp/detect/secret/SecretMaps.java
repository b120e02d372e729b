// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;

/** Maps of secrets behind one label, whose keys only say whose they are: {@code {"tokens":{"github":"…"}}}. */
final class SecretMaps {

    private static final int MOST_MEMBERS = 100;
    private static final int LONGEST_NAME = 128;
    // Of a value that holds others
    private static final int LONGEST_INNER = 256;

    private final SecretReader reader;
    private final SecretLabels labels;
    private final SecretLook look = new SecretLook();
    // What says something of a secret instead of whose it is
    private final WordIndex notes = WordIndex.of(
            "type",
            "title",
            "description",
            "format",
            "pattern",
            "policy",
            "hint",
            "message",
            "label",
            "placeholder",
            "name",
            "id",
            "uuid",
            "key",
            "user",
            "username",
            "status",
            "state",
            "created",
            "createdat",
            "created_at",
            "expires",
            "expiresat",
            "expires_at",
            "updated_at",
            "issuer",
            "algorithm",
            "alg",
            "enabled",
            "required",
            "path",
            "file",
            "url",
            "ref",
            "from",
            "secretname",
            "arn",
            "encoding",
            "entry"); // what a map's key is called

    SecretMaps(SecretReader reader, SecretLabels labels) {
        this.reader = reader;
        this.labels = labels;
    }

    /**
     * Reads the members of a map, as JSON, Python, Ruby and Java's {@code toString} write it; what is deeper in it is left.
     *
     * @param all whether every text in it is a secret, or those that look like one
     * @return false when there is none
     */
    boolean members(Scan scan, BuiltInInfoType type, int open, boolean all) {
        int at = open;
        boolean any = false;
        for (int member = 0; member < MOST_MEMBERS; member++) {
            int name = Blanks.skipAny(scan, at + 1);
            int mark = markBehind(scan, name);
            if (mark < 0) {
                break;
            }
            any = true;
            int value = valueStart(scan, mark);
            int end = valueEnd(scan, value);
            member(scan, type, name, mark, value, end, all);
            at = Blanks.skipAny(scan, ValueBounds.isQuote(scan.at(value)) ? end + 1 : end);
            if (end <= value || scan.at(at) != ',') {
                break;
            }
        }
        return any;
    }

    /** Reads the lines of a block of YAML, {@code name: value} each; false when there are none. */
    boolean lines(Scan scan, BuiltInInfoType type, int lineEnd) {
        if (lineEnd < scan.itemsEnd()) {
            return true;
        }
        int indent = 0;
        int at = lineEnd;
        for (int line = 0; line < MOST_MEMBERS; line++) {
            int name = Blanks.skipAny(scan, at);
            int mark = markBehind(scan, name);
            int in = ValueBounds.indent(scan, name);
            if (mark < 0 || scan.at(mark) != ':' || in == 0 || (indent > 0 && in != indent)) {
                break;
            }
            indent = in;
            int value = valueStart(scan, mark);
            int end = ValueBounds.isQuote(scan.at(value))
                    ? QuotedBounds.quoteEnd(scan, value)
                    : ValueBounds.bareEnd(scan, type, value);
            if (end <= value) {
                break;
            }
            member(scan, type, name, mark, value, end, true);
            at = ValueBounds.lineEnd(scan, ValueBounds.isQuote(scan.at(value)) ? end + 1 : end, scan.length());
        }
        scan.readItems(at);
        return at > lineEnd;
    }

    /** True for a member's name that says something of a secret instead of whose it is. */
    boolean isNote(char[] name, int start) {
        return notes.contains(name, start, name.length);
    }

    private void member(Scan scan, BuiltInInfoType type, int name, int mark, int value, int end, boolean all) {
        boolean quoted = ValueBounds.isQuote(scan.at(value));
        int from = quoted ? value + 1 : value;
        int nameStart = Chars.isWordLetter(scan.at(name)) ? name : name + 1;
        int nameEnd = mark;
        while (nameEnd > nameStart && !Chars.isWord(scan.at(nameEnd - 1))) {
            nameEnd--;
        }
        boolean own = labels.typeOf(scan.chars(), nameStart, nameEnd) != null; // it is read at its own mark
        boolean looks = type != PASSWORD || all || look.looksLikeOne(scan, from, end);
        boolean text = quoted || "{[".indexOf(scan.at(value)) < 0;
        if (end > from && text && looks && !own && !notes.contains(scan.chars(), nameStart, nameEnd)) {
            scan.readSecret(end);
            reader.read(scan, type, from, end, true);
        }
    }

    /** Where the mark stands behind a member's name; -1 when there is none. */
    private static int markBehind(Scan scan, int name) {
        int end = name;
        if (ValueBounds.isQuote(scan.at(name))) {
            end = QuotedBounds.quoteEnd(scan, name) + 1;
        } else {
            end = scan.at(name) == ':' ? name + 1 : name;
            while (end - name < LONGEST_NAME && SecretWords.isPart(scan.at(end))) {
                end++;
            }
        }
        if (end - name < 1 || end - name > LONGEST_NAME) {
            return -1;
        }
        int mark = Blanks.skipSpaces(scan, end);
        return scan.at(mark) == ':' || scan.at(mark) == '=' ? mark : -1;
    }

    private static int valueStart(Scan scan, int mark) {
        int from = scan.at(mark + 1) == '>' ? mark + 2 : mark + 1;
        return Blanks.skipSpaces(scan, from);
    }

    /** Where a value ends: at its quote, at a comma or bracket; where one is deeper, behind all of it. */
    private static int valueEnd(Scan scan, int value) {
        if (ValueBounds.isQuote(scan.at(value))) {
            return QuotedBounds.quoteEnd(scan, value);
        }
        int depth = 0;
        int end = value;
        int limit = Math.min(scan.length(), value + LONGEST_INNER);
        while (end < limit && (depth > 0 || ",}]".indexOf(scan.at(end)) < 0)) {
            depth += "{[".indexOf(scan.at(end)) >= 0 ? 1 : "}]".indexOf(scan.at(end)) >= 0 ? -1 : 0;
            end++;
        }
        return end;
    }
}
