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

import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Secrets that only their label tells: around the mark after it, between XML's tags, or in the field's name. */
public final class LabelRecogniser implements Recogniser {

    private static final int LONGEST_SECRET = 4096;
    private static final int WIDEST_GAP = 8;
    private static final int NAMES_KEPT = 1000;
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
        if (!labels.mayEnd(scan, end)) {
            return mark + 1;
        }
        int start = end;
        while (end - start < SecretLabels.LONGEST && SecretLabels.isPart(scan.at(start - 1))) {
            start--;
        }
        boolean opens = scan.at(start - 1) == '<' || scan.at(start - 1) == ':';
        BuiltInInfoType type = tag && !opens ? null : labels.typeOf(scan.chars(), start, end);
        if (type != null) {
            secret(scan, type, mark);
        }
        return mark + 1;
    }

    private static boolean isAroundLabel(char c) {
        return c == '"' || c == '\'' || c == ' ' || c == '\t' || c == '\\' || c == ']';
    }

    /** Reads the value after a mark: between its quotes, up to the next tag, or as far as a bare one goes. */
    private void secret(Scan scan, BuiltInInfoType type, int mark) {
        boolean tag = scan.at(mark) == '>';
        int start = tag ? mark + 1 : valueStart(scan, mark + 1);
        char quote = scan.at(start);
        boolean quoted = !tag && (quote == '"' || quote == '\'' || quote == '`');
        int end = quoted ? quoteEnd(scan, start) : -1;
        boolean bounded = end > start;
        start = quoted ? start + 1 : start;
        if (!bounded) {
            end = start;
            while (end < scan.length() && end - start < LONGEST_SECRET && !endsBare(scan.at(end), type, tag)) {
                end++;
            }
        }
        if (!bounded && type == PASSWORD && scan.at(start) == '/') {
            return; // PWD is the working directory, too
        }
        scan.readSecret(end);
        reader.read(scan, type, start, end, bounded || tag);
    }

    /** Behind the space, the arrow ({@code =>}) and the bracket of a list before a value. */
    private static int valueStart(Scan scan, int from) {
        int i = scan.at(from) == '>' || scan.at(from) == '=' ? from + 1 : from;
        i = skipSpaces(scan, i);
        if (scan.at(i) == '[') {
            int inside = skipSpaces(scan, i + 1);
            i = scan.at(inside) == '"' || scan.at(inside) == '\'' ? inside : i;
        }
        return i;
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

    private static boolean endsBare(char c, BuiltInInfoType type, boolean tag) {
        if (tag) {
            return c == '<';
        }
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
