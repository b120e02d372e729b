// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import org.jspecify.annotations.Nullable;

/**
 * Labels that stand in a place of their own: {@code {"name":"DB_PASSWORD","value":"…"}}, as lists of settings are written in
 * JSON, YAML and XML, and the name of an element that has attributes, {@code <password encrypted="no">…}.
 */
final class NamedValues {

    static final int LONGEST_TAG = 128;
    private static final int WIDEST_GAP = 40;

    private final SecretLabels labels;
    private final WordIndex names = WordIndex.of(
            "name",
            "key",
            "param-name",
            "property",
            "param",
            "parameter",
            "setting",
            "field",
            "fieldname",
            "id",
            "path",
            "header",
            "attribute",
            "column",
            "label");
    // Elements of a value beside an element of its name
    private final WordIndex texts = WordIndex.of("value", "string", "val", "param-value", "data");
    // HTML's cells, and those that say what is in the next
    private final WordIndex cells = WordIndex.of("td", "dd");
    private final WordIndex headings = WordIndex.of("td", "th", "dt");
    private final WordIndex values = WordIndex.of(
            "value",
            "val",
            "default",
            "defaultvalue",
            "example",
            "const",
            "stringvalue",
            "rejectedvalue",
            "oldvalue",
            "newvalue",
            "old_value",
            "new_value",
            "previousvalue",
            "currentvalue");

    // Which of several a value is, as names of records may say, too
    private final WordIndex which = new WordIndex(SecretWords.WHICH);

    NamedValues(SecretLabels labels) {
        this.labels = labels;
    }

    /** What the name right before a label that says no more than "value" calls a secret; null when there is none. */
    @Nullable
    BuiltInInfoType typeOf(Scan scan, int start, int end, int mark) {
        if (which.contains(scan.chars(), start, end)) {
            BuiltInInfoType type = typeOfObject(scan, start);
            return type == null ? typeOfEarlierName(scan, start) : type;
        }
        if (!values.contains(scan.chars(), start, end)) {
            return null;
        }
        // OpenTelemetry's attributes wrap values: {"key":"db.password","value":{"stringValue":"…"}}
        int member = scan.isAt(start, "stringvalue") ? wrapperStart(scan, start) : start;
        BuiltInInfoType type = typeOfName(scan, skipBack(scan, member));
        type = type == null ? typeOfObject(scan, start) : type;
        type = type == null ? typeOfEarlierName(scan, member) : type;
        return type == null ? typeOfNameBehind(scan, mark) : type;
    }

    private static int wrapperStart(Scan scan, int member) {
        int open = skipBack(scan, member);
        return scan.at(open - 1) == '{' ? SecretLabels.partStart(scan, skipBack(scan, open - 1)) : member;
    }

    /** The same of a name with other members between: {@code {"key":"DB_PASSWORD","type":"text","value":"…"}}. */
    private @Nullable BuiltInInfoType typeOfEarlierName(Scan scan, int member) {
        for (int i = member - 1; i > 0 && member - i < LONGEST_TAG; i--) {
            char c = scan.at(i);
            if (c == '{' || c == '}' || c == '<' || c == '>' || c == '\n') {
                return null;
            }
            if ((c == '"' || c == '\'') && labels.mayEnd(scan, i)) {
                BuiltInInfoType type = typeOfName(scan, i);
                if (type != null) {
                    return type;
                }
            }
        }
        return null;
    }

    /** What the element before calls a secret: {@code <name>db.password</name><value>…}, {@code <key>password</key><string>…}. */
    @Nullable
    BuiltInInfoType typeOfNeighbour(Scan scan, int close) {
        int open = tagStart(scan, close);
        boolean cell = cells.contains(scan.chars(), open + 1, close);
        if (!cell && !texts.contains(scan.chars(), open + 1, close)) {
            return null;
        }
        int end = Blanks.skipBackAny(scan, open);
        int tag = tagStart(scan, end);
        if (scan.at(end - 1) != '>' || scan.at(tag + 1) != '/' || !labels.mayEnd(scan, tag)) {
            return null;
        }
        if (cell) {
            return headings.contains(scan.chars(), tag + 2, end - 1) ? typeOfHeading(scan, tag, close) : null;
        }
        return names.contains(scan.chars(), tag + 2, end - 1)
                ? labels.typeOf(scan.chars(), SecretLabels.partStart(scan, tag), tag)
                : null;
    }

    private static int tagStart(Scan scan, int end) {
        int open = end - 1;
        while (end - open < LONGEST_TAG && open > 0 && scan.at(open) != '<') {
            open--;
        }
        return open;
    }

    /** What is all of the cell before calls a secret, {@code <td>Password</td><td>…}, where the value looks like one. */
    private @Nullable BuiltInInfoType typeOfHeading(Scan scan, int end, int close) {
        int start = SecretLabels.partStart(scan, end);
        int value = close + 1;
        while (value - close < SecretLabels.LONGEST && scan.at(value) > ' ' && scan.at(value) != '<') {
            value++;
        }
        if (!SecretLook.isMixed(scan, close + 1, value)) {
            return null;
        }
        BuiltInInfoType type = labels.typeOf(scan.chars(), start, end);
        return type == null ? labels.typeOfWords(scan, start, end) : type;
    }

    /** The same of a name behind the value: {@code {"value":"…","name":"DB_PASSWORD"}}. */
    private @Nullable BuiltInInfoType typeOfNameBehind(Scan scan, int mark) {
        int opening = Blanks.skipSpaces(scan, mark + 1);
        int close = ValueBounds.isQuote(scan.at(opening)) ? QuotedBounds.quoteEnd(scan, opening) : -1;
        if (close < 0) {
            return null;
        }
        int key = skipOn(scan, close);
        int keyEnd = partEnd(scan, key);
        int name = skipOn(scan, keyEnd);
        return names.contains(scan.chars(), key, keyEnd) && hasMark(scan, keyEnd, name)
                ? labels.typeOf(scan.chars(), name, partEnd(scan, name))
                : null;
    }

    private static int skipOn(Scan scan, int from) {
        int i = from;
        while (i - from < WIDEST_GAP && isBetween(scan.at(i))) {
            i++;
        }
        return i;
    }

    private static int partEnd(Scan scan, int start) {
        int end = start;
        while (end - start < SecretLabels.LONGEST && SecretWords.isPart(scan.at(end))) {
            end++;
        }
        return end;
    }

    /** What the name of the object calls a secret whose member stands there: {@code "password":{"value":…}}. */
    private @Nullable BuiltInInfoType typeOfObject(Scan scan, int member) {
        int open = member - 1;
        while (open > 0 && member - open < LONGEST_TAG && scan.at(open) != '{' && scan.at(open) != '}') {
            open--;
        }
        int nameEnd = scan.at(open) == '{' ? skipBack(scan, open) : open;
        // Terraform's blocks have no mark: variable "db_password" { default = "…" }
        return nameEnd < open && (hasMark(scan, nameEnd, open) || scan.at(nameEnd) == '"')
                ? labels.typeOf(scan.chars(), SecretLabels.partStart(scan, nameEnd), nameEnd)
                : null;
    }

    /** What a name that ends there, as the value of a member that says it is one, calls a secret. */
    private @Nullable BuiltInInfoType typeOfName(Scan scan, int nameEnd) {
        int nameStart = SecretLabels.partStart(scan, nameEnd);
        if (scan.at(nameStart - 1) == '/') {
            nameStart =
                    pathStart(scan, nameStart); // JSON's patches: {"op":"replace","path":"/user/password","value":…}
        }
        int keyEnd = skipBack(scan, nameStart);
        boolean pair = nameStart < nameEnd
                && names.contains(scan.chars(), SecretLabels.partStart(scan, keyEnd), keyEnd)
                && hasMark(scan, keyEnd, nameStart);
        return pair ? labels.typeOf(scan.chars(), SecretLabels.partStart(scan, nameEnd), nameEnd) : null;
    }

    private static int pathStart(Scan scan, int name) {
        int start = name;
        while (name - start < LONGEST_TAG && (SecretWords.isPart(scan.at(start - 1)) || scan.at(start - 1) == '/')) {
            start--;
        }
        return start;
    }

    /** What the name, or the last attribute, of the element whose tag closes there calls a secret: {@code <entry key="password">}. */
    @Nullable
    BuiltInInfoType typeOfElement(Scan scan, int close) {
        int open = close - 1;
        while (close - open < LONGEST_TAG && open >= 0 && scan.at(open) != '<' && scan.at(open) != '>') {
            open--;
        }
        if (scan.at(open) != '<') {
            return null;
        }
        int end = open + 1;
        while (SecretWords.isPart(scan.at(end)) || scan.at(end) == ':') {
            end++;
        }
        if (scan.at(end) > ' ' || end == open + 1) {
            return null;
        }
        BuiltInInfoType type = labels.typeOf(scan.chars(), open + 1, end);
        type = type == null ? typeOfName(scan, skipBack(scan, close)) : type;
        // .NET's settings: <setting name="Password" serializeAs="String"><value>
        return type == null && scan.isAt(Blanks.skipAny(scan, close + 1), "<value>")
                ? typeOfEarlierName(scan, close)
                : type;
    }

    /** Before quotes, marks and white space, as far as they may stand between two members. */
    private static int skipBack(Scan scan, int from) {
        int i = from;
        while (from - i < WIDEST_GAP && i > 0 && isBetween(scan.at(i - 1))) {
            i--;
        }
        return i;
    }

    private static boolean isBetween(char c) {
        return Chars.isSpace(c) || "\"'\\,;:=>".indexOf(c) >= 0;
    }

    private static boolean hasMark(Scan scan, int from, int to) {
        for (int i = from; i < to; i++) {
            if (scan.at(i) == ':' || scan.at(i) == '=') {
                return true;
            }
        }
        return false;
    }
}
