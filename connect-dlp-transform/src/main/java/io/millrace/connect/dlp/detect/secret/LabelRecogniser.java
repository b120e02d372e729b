// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AWS_CREDENTIALS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AZURE_AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.BASIC_AUTH_HEADER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.HTTP_COOKIE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.OAUTH_CLIENT_SECRET;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.XSRF_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secrets that only their label tells: around the mark after it, between XML's tags, or in the field's name. */
public final class LabelRecogniser implements Recogniser {

    private static final int LONGEST_SECRET = 4096;
    private static final int WIDEST_GAP = 8;
    private static final int WIDEST_INDENT = 64;
    private static final int NAMES_KEPT = 1000;
    private static final String[] BEFORE_TEXT = {"<value>", "<![cdata["};
    // Python's u'…' and b'…', C#'s @"…"
    private static final String QUOTE_PREFIXES = "ubrUBR@";
    private static final String ENDS_BARE = "\"'`,;&}\\<";

    /** What it can find. */
    public static final Set<BuiltInInfoType> TYPES = Set.of(
            PASSWORD,
            AUTH_TOKEN,
            BASIC_AUTH_HEADER,
            AWS_CREDENTIALS,
            AZURE_AUTH_TOKEN,
            OAUTH_CLIENT_SECRET,
            XSRF_TOKEN,
            HTTP_COOKIE);

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();
    private final NamedValues named = new NamedValues(labels);
    private final Map<String, Optional<BuiltInInfoType>> byFieldName = new HashMap<>();

    @Override
    public int at(Scan scan, int mark) {
        if (mark < scan.secretEnd()) {
            return mark + 1;
        }
        boolean tag = scan.at(mark) == '>';
        int end = mark;
        while (!tag && mark - end < WIDEST_GAP && isAroundLabel(scan.at(end - 1))) {
            end--;
        }
        if (tag && (scan.at(mark - 1) == '"' || scan.at(mark - 1) == '\'')) {
            return secret(scan, named.typeOfElement(scan, mark), mark);
        }
        if (!labels.mayEnd(scan, end)) {
            return mark + 1;
        }
        int start = NamedValues.partStart(scan, end);
        return secret(scan, typeOf(scan, start, end, mark), mark);
    }

    /** What the name there, before a mark, calls a secret. */
    private @Nullable BuiltInInfoType typeOf(Scan scan, int start, int end, int mark) {
        boolean tag = scan.at(mark) == '>';
        boolean opens = scan.at(start - 1) == '<' || scan.at(start - 1) == ':';
        if (tag && !opens) {
            return null;
        }
        BuiltInInfoType type = labels.typeOf(scan.chars(), start, end);
        if (type == null) {
            return tag ? null : named.typeOf(scan, start, end);
        }
        return SecretLabels.isPass(scan.chars(), start, end) && isOtherPass(scan, start, mark) ? null : type;
    }

    /** True when {@code pass} is a word of a sentence, or counts. */
    private static boolean isOtherPass(Scan scan, int start, int mark) {
        int before = start;
        while (start - before < WIDEST_GAP && (scan.at(before - 1) == ' ' || scan.at(before - 1) == '\t')) {
            before--;
        }
        int value = valueStart(scan, mark);
        int end = digitsEnd(scan, value);
        boolean sentence = scan.at(mark) == ':' && before > 0 && before < start && Chars.isWord(scan.at(before - 1));
        return sentence || (end > value && endsBare(scan.at(end), PASSWORD));
    }

    private static int digitsEnd(Scan scan, int from) {
        int end = from;
        while (end - from < LONGEST_SECRET && Chars.isDigit(scan.at(end))) {
            end++;
        }
        return end;
    }

    private int secret(Scan scan, @Nullable BuiltInInfoType type, int mark) {
        if (type != null) {
            boolean tag = scan.at(mark) == '>';
            int value = tag ? elementStart(scan, mark + 1) : valueStart(scan, mark);
            int first = !tag && scan.at(value) == '[' ? textStart(scan, value + 1) : 0;
            if (!tag && first == 0 && type == PASSWORD && scan.at(value) == '[') {
                numbers(scan, value + 1);
            }
            int end = secretAt(scan, type, first > 0 ? first : value, tag ? tagWidth(scan, mark) : 0);
            while (first > 0 && end > 0) {
                int comma = skipAny(scan, end + 1);
                int next = scan.at(comma) == ',' ? textStart(scan, comma + 1) : 0;
                end = next > 0 ? secretAt(scan, type, next, 0) : 0;
            }
        }
        return mark + 1;
    }

    /** Reads a list of bare numbers. */
    private void numbers(Scan scan, int from) {
        int start = skipAny(scan, from);
        int end = digitsEnd(scan, start);
        while (end > start) {
            int next = skipAny(scan, end);
            if (scan.at(next) != ',' && scan.at(next) != ']') {
                return;
            }
            reader.read(scan, PASSWORD, start, end, true);
            start = scan.at(next) == ',' ? skipAny(scan, next + 1) : next;
            end = digitsEnd(scan, start);
        }
    }

    /** Where the next text of a list opens, or 0. */
    private static int textStart(Scan scan, int from) {
        int next = skipAny(scan, from);
        return scan.at(next) == '"' || scan.at(next) == '\'' ? next : 0;
    }

    /** Behind white space of any kind, as documents for people have it. */
    private static int skipAny(Scan scan, int from) {
        int i = from;
        while (i - from < WIDEST_INDENT && (Chars.isSpace(scan.at(i)) || scan.at(i) == '\\')) {
            i++;
        }
        return i;
    }

    private static boolean isAroundLabel(char c) {
        return c == '"' || c == '\'' || c == ' ' || c == '\t' || c == '\\' || c == ']' || c == '[';
    }

    /** Reads a value: between its quotes, up to the next tag, or as far as a bare one goes; the end of a quoted one, else 0. */
    private int secretAt(Scan scan, BuiltInInfoType type, int opening, int tagWidth) {
        boolean tag = tagWidth > 0;
        int start = opening;
        char quote = scan.at(start);
        boolean quoted = !tag && (quote == '"' || quote == '\'' || quote == '`');
        int end = quoted ? quoteEnd(scan, start) : -1;
        boolean bounded = end > start;
        start = quoted ? start + 1 : start;
        end = bounded ? end : unquotedEnd(scan, type, start, tagWidth);
        if (!bounded && type == PASSWORD && scan.at(start) == '/') {
            return 0; // PWD is the working directory, too
        }
        scan.readSecret(end);
        reader.read(scan, type, start, end, bounded || tag);
        return bounded ? end : 0;
    }

    /** Behind the space and the arrow ({@code =>}) before a value, and behind a line's end before a quoted name's. */
    private static int valueStart(Scan scan, int mark) {
        int from = mark + 1;
        int value = skipSpaces(scan, scan.at(from) == '>' || scan.at(from) == '=' ? from + 1 : from);
        value = scan.at(mark) == ':' ? blockStart(scan, value) : value;
        int name = mark;
        while (mark - name < WIDEST_GAP && scan.at(name - 1) == ' ') {
            name--;
        }
        if (QUOTE_PREFIXES.indexOf(scan.at(value)) >= 0 && textStart(scan, value + 1) == value + 1) {
            return value + 1;
        }
        int next = scan.at(name - 1) == '"' ? skipAny(scan, value) : value;
        return scan.at(next) == '"' || scan.at(next) == '[' ? next : value;
    }

    /** Where the text of a block of YAML begins, as in {@code password: |-}; else the same place. */
    private static int blockStart(Scan scan, int value) {
        if (scan.at(value) != '|' && scan.at(value) != '>') {
            return value;
        }
        int end = value + 1;
        while (end - value < 3 && (scan.at(end) == '-' || scan.at(end) == '+' || Chars.isDigit(scan.at(end)))) {
            end++;
        }
        return scan.at(end) == '\n' || scan.at(end) == '\r' ? skipAny(scan, end) : value;
    }

    /** Where an element's text begins, be it in an element of its own, as in {@code <property name="…"><value>}. */
    private static int elementStart(Scan scan, int from) {
        int start = skipAny(scan, from);
        for (String inner : BEFORE_TEXT) {
            start = SecretReader.startsWith(scan, start, inner) ? start + inner.length() : start;
        }
        return start;
    }

    private static int skipSpaces(Scan scan, int from) {
        int i = from;
        while (i - from < WIDEST_GAP && (scan.at(i) == ' ' || scan.at(i) == '\t' || scan.at(i) == '\\')) {
            i++;
        }
        return i;
    }

    /** Where the quote closes that opens there, or -1; one that is escaped once more is a part of the value. */
    private static int quoteEnd(Scan scan, int opening) {
        int width = scan.text().width(opening);
        int end = opening + 1;
        int limit = Math.min(scan.length(), opening + LONGEST_SECRET);
        while (end < limit && !(scan.at(end) == scan.at(opening) && scan.text().width(end) <= width)) {
            end++;
        }
        return end < limit ? end : -1;
    }

    private static int unquotedEnd(Scan scan, BuiltInInfoType type, int start, int tagWidth) {
        int end = start;
        int limit = Math.min(scan.length(), start + LONGEST_SECRET);
        while (end < limit && !(tagWidth > 0 ? endsElement(scan, end, tagWidth) : endsBare(scan.at(end), type))) {
            end++;
        }
        return end;
    }

    /** At the next tag, which is escaped no more than the one before; one that is escaped again is a part of the text. */
    private static boolean endsElement(Scan scan, int i, int tagWidth) {
        char c = scan.at(i);
        return (c == '<' && scan.text().width(i) <= tagWidth)
                || (c == ']' && scan.at(i + 1) == ']' && scan.at(i + 2) == '>');
    }

    /** How many characters of the text stand for the mark that opens the tag which closes there. */
    private static int tagWidth(Scan scan, int close) {
        int open = close - 1;
        while (open > 0 && close - open < NamedValues.LONGEST_TAG && scan.at(open) != '<') {
            open--;
        }
        return scan.at(open) == '<' ? scan.text().width(open) : scan.text().width(close);
    }

    private static boolean endsBare(char c, BuiltInInfoType type) {
        if (type == HTTP_COOKIE) {
            return c == '\n' || c == '"';
        }
        // a scheme stands before a token
        return ENDS_BARE.indexOf(c) >= 0 || (type == AUTH_TOKEN ? c < ' ' : c <= ' ');
    }

    /** Reports a field that is the secret which its name says it is. */
    public void field(Scan scan) {
        String name = scan.fieldName();
        if (name.isEmpty() || scan.length() == 0) {
            return;
        }
        Optional<BuiltInInfoType> known = byFieldName.get(name);
        if (known == null) {
            known = Optional.ofNullable(labels.typeOf(name.toCharArray(), 0, name.length()));
            if (byFieldName.size() < NAMES_KEPT) {
                byFieldName.put(name, known);
            }
        }
        if (known.isPresent()) {
            int end = Math.min(scan.wholeEnd(), scan.wholeStart() + LONGEST_SECRET);
            reader.read(scan, known.get(), scan.wholeStart(), end, true);
        }
    }
}
