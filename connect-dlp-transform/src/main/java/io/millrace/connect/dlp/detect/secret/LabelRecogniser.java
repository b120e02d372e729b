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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secrets that only their label tells: around the mark after it, between XML's tags, or in the field's name. */
public final class LabelRecogniser implements Recogniser {

    // Marks are aligned, too
    private static final int WIDEST_GAP = 40;
    private static final int WIDEST_NOTE = 24;
    private static final int WIDEST_INDEX = 6;
    // Spring's: Field error in object 'user' on field 'password': rejected value [x]; codes …
    private static final String REJECTED = "rejected value [";
    private static final int NAMES_KEPT = 1000;
    // As far as a value is looked at to tell it from a word or a member's name
    private static final int LONGEST_LOOK = 64;

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
    private final SecretLook look = new SecretLook();
    private final LinkedWords words = new LinkedWords();
    private final ValueBounds bounds = new ValueBounds();
    private final NamedValues named = new NamedValues(labels);
    private final SecretLists several = new SecretLists(reader);
    private final SecretMaps maps = new SecretMaps(reader, labels);
    private final Map<String, Called> byFieldName = new HashMap<>();

    /** What the name of a field calls it; loose if the value has to look like a password. */
    private record Called(@Nullable BuiltInInfoType type, boolean loose) {}

    @Override
    public int at(Scan scan, int mark) {
        if (mark < scan.secretEnd() || isOtherMember(scan, mark)) {
            return mark + 1;
        }
        boolean tag = isTag(scan, mark);
        if (tag && (scan.at(mark - 1) == '"' || scan.at(mark - 1) == '\'')) {
            secret(scan, named.typeOfElement(scan, mark), mark);
            return mark + 1;
        }
        BuiltInInfoType neighbour = tag && scan.at(mark - 1) != '/' ? named.typeOfNeighbour(scan, mark) : null;
        if (neighbour != null) {
            secret(scan, neighbour, mark);
            return mark + 1;
        }
        int end = tag ? mark : words.verbStart(scan, labelEnd(scan, mark));
        if (labels.mayEnd(scan, end)) {
            secret(scan, typeOf(scan, SecretLabels.partStart(scan, end), end, mark), mark);
        }
        return mark + 1;
    }

    /** True behind the quote that ends a name which is no label: so are nearly all marks of a document. */
    private boolean isOtherMember(Scan scan, int mark) {
        return scan.at(mark - 1) == '"'
                && scan.at(mark) == ':'
                && Chars.isLetter(scan.at(mark - 2))
                && !labels.mayEnd(scan, mark - 1);
    }

    /** True at the mark that closes a tag, not in an arrow ({@code ->}). */
    private static boolean isTag(Scan scan, int mark) {
        if (scan.at(mark) != '>') {
            return false;
        }
        boolean arrow = scan.at(mark - 1) == '-' && scan.at(mark - 2) != '-';
        return !arrow && scan.text().isVerbatim(mark, mark + 1);
    }

    /** Where the label before a mark ends: before quotes, brackets, blanks and a note, as in {@code Password (again): x}. */
    private static int labelEnd(Scan scan, int mark) {
        int end = skipBack(scan, scan.at(mark) == '>' && scan.at(mark - 1) == '-' ? mark - 1 : mark);
        end = beforeIndex(scan, beforeLength(scan, end, mark));
        if (end == mark && ValueBounds.isKey(scan, mark)) {
            return mark - 1;
        }
        if (scan.at(end - 1) == ')') {
            int open = end - 2;
            while (end - open < WIDEST_NOTE && open > 0 && scan.at(open) != '(') {
                open--;
            }
            return scan.at(open) == '(' && scan.at(open - 1) == ' ' ? skipBack(scan, open) : end;
        }
        return end;
    }

    /** Before the number of an element: {@code passwords[0]=x}; else the same place. */
    private static int beforeIndex(Scan scan, int end) {
        int open = digitsStart(scan, end) - 1;
        boolean index = open < end - 1 && scan.at(end) == ']' && scan.at(open) == '[';
        return index ? skipBack(scan, open) : end;
    }

    /** Before the length that PHP serializes, {@code s:8:"password";s:1:"x"}; else the same place. */
    private static int beforeLength(Scan scan, int end, int mark) {
        int colon = digitsStart(scan, end) - 1;
        boolean length = end == mark && scan.at(mark + 1) == '"' && colon < end - 1 && scan.at(colon) == ':';
        return length && scan.isAt(colon - "\";s".length(), "\";s") ? skipBack(scan, colon - "s".length() - 1) : end;
    }

    private static int digitsStart(Scan scan, int end) {
        int start = end;
        while (end - start < WIDEST_INDEX && Chars.isDigit(scan.at(start - 1))) {
            start--;
        }
        return start;
    }

    private static int skipBack(Scan scan, int from) {
        int end = from;
        while (from - end < WIDEST_GAP && end > 0 && isAroundLabel(scan.at(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isAroundLabel(char c) {
        return switch (c) {
            case '"', '\'', ' ', '\t', '\\', ']', '[', '*', '`', '!', '?', '+', '~', '|' -> true;
            case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb' -> true;
            default -> false;
        };
    }

    /** What the name there, before a mark, calls a secret. */
    private @Nullable BuiltInInfoType typeOf(Scan scan, int start, int end, int mark) {
        boolean scope = scan.at(mark) == ':' && scan.at(mark + 1) == ':' && "= ".indexOf(scan.at(mark + 2)) < 0;
        if (scope) {
            return null;
        }
        if (isTag(scan, mark)) {
            return opensTag(scan, start) ? labels.typeOf(scan.chars(), start, end) : null;
        }
        BuiltInInfoType type = typeOfName(scan, start, end, mark);
        if (type == null && labels.isLoose(scan.chars(), start, end)) {
            int value = bounds.valueStart(scan, mark);
            return looksLikeOne(scan, ValueBounds.isQuote(scan.at(value)) ? value + 1 : value) ? PASSWORD : null;
        }
        boolean vague = type != null && SecretLabels.isVague(scan.chars(), start, end);
        boolean other = (vague && isOther(scan, start, mark)) || (type != null && isMember(scan, mark));
        return other ? null : type;
    }

    /** True at the first name of a tag, be it of a namespace. */
    private static boolean opensTag(Scan scan, int name) {
        int start = scan.at(name - 1) == ':' ? SecretLabels.partStart(scan, name - 1) : name;
        return scan.at(start - 1) == '<';
    }

    private @Nullable BuiltInInfoType typeOfName(Scan scan, int start, int end, int mark) {
        BuiltInInfoType type = labels.typeOf(scan.chars(), start, end);
        if (type == null && isDefinition(scan, start)) {
            type = labels.typeOf(scan.chars(), start + 2, end);
        }
        type = type == null ? named.typeOf(scan, start, end, mark) : type;
        return type == null ? labels.typeOfWords(scan, start, end) : type;
    }

    /** Java's and make's options: {@code -Dpwd=x}, {@code -Ppwd=x}. */
    private static boolean isDefinition(Scan scan, int start) {
        return scan.at(start) == '-' && Chars.isUpper(scan.at(start + 1)) && Chars.isWordLetter(scan.at(start + 2));
    }

    /** True at the arrow before a member of what a variable holds, {@code pw->shell}. */
    private boolean isMember(Scan scan, int mark) {
        boolean glued =
                scan.at(mark) == '>' && scan.at(mark - 1) == '-' && scan.at(mark + 1) > ' ' && scan.at(mark - 2) > ' ';
        return glued && !looksLikeOne(scan, mark + 1);
    }

    /** True when {@code pass} is a word of a sentence, or counts. */
    private boolean isOther(Scan scan, int start, int mark) {
        int before = start;
        while (start - before < WIDEST_GAP && (scan.at(before - 1) == ' ' || scan.at(before - 1) == '\t')) {
            before--;
        }
        int value = bounds.valueStart(scan, mark);
        value = ValueBounds.isQuote(scan.at(value)) ? value + 1 : value;
        int end = digitsEnd(scan, value);
        boolean sentence = scan.at(mark) == ':'
                && before > 0
                && before < start
                && Chars.isWord(scan.at(before - 1))
                && !isOption(scan, before);
        // PASS: of a test's report
        boolean report = scan.at(mark) == ':' && Chars.isUpper(scan.at(start + 1)) && scan.at(start + 2) == 'S';
        return report
                || (sentence && !looksLikeOne(scan, value))
                || (end > value && ValueBounds.endsBare(scan.at(end), PASSWORD));
    }

    /** OpenSSL's {@code -passin pass:x}. */
    private static boolean isOption(Scan scan, int end) {
        return scan.isAt(end - "-passin".length(), "-passin") || scan.isAt(end - "-passout".length(), "-passout");
    }

    private boolean looksLikeOne(Scan scan, int value) {
        return look.looksLikeOne(scan, value, ValueBounds.bareEnd(scan, PASSWORD, value, LONGEST_LOOK));
    }

    private static int digitsEnd(Scan scan, int from) {
        int end = from;
        while (end - from < ValueBounds.LONGEST && Chars.isDigit(scan.at(end))) {
            end++;
        }
        return end;
    }

    private void secret(Scan scan, @Nullable BuiltInInfoType type, int mark) {
        if (type == null) {
            return;
        }
        if (isTag(scan, mark)) {
            element(scan, type, mark);
            return;
        }
        int value = bounds.valueStart(scan, mark);
        if (value < 0) {
            return;
        }
        if (scan.isAt(value, REJECTED)) {
            int start = value + REJECTED.length();
            int end = ValueBounds.bracketEnd(scan, start);
            scan.readSecret(end);
            reader.read(scan, type, start, end, true);
        } else if (scan.at(value) == '[') {
            several.list(scan, type, value);
        } else if (!(scan.at(mark) == ':' && readLines(scan, type, value, mark))) {
            value(scan, type, value, mark);
        }
    }

    /** Reads what YAML has on the lines below: items, a block, a map; false when there is none. */
    private boolean readLines(Scan scan, BuiltInInfoType type, int value, int mark) {
        if (ValueBounds.itemStart(scan, value) > value) {
            several.items(scan, type, value);
            return true;
        }
        if (ValueBounds.opensBlock(scan, value)) {
            int start = ValueBounds.blockStart(scan, value);
            int end = ValueBounds.blockEnd(scan, start);
            scan.readSecret(end);
            reader.readBlock(scan, type, start, end);
            return true;
        }
        return isLineEnd(scan, value) && isPlural(scan, mark) && maps.lines(scan, type, value);
    }

    private void value(Scan scan, BuiltInInfoType type, int value, int mark) {
        if (isLineEnd(scan, value)) {
            reader.readLineBelow(scan, type, value); // as a form in print has it
        } else if (!isProgram(scan, value, mark)
                && !(scan.at(value) == '{' && maps.members(scan, type, value, isPlural(scan, mark)))) {
            reader.readAt(scan, type, value);
        }
    }

    private static boolean isLineEnd(Scan scan, int i) {
        return scan.at(i) == '\n' || scan.at(i) == '\r';
    }

    /** True for names that a program compares a secret with, or sets its own to. */
    private boolean isProgram(Scan scan, int value, int mark) {
        return (isComparison(scan, mark) || isOfObject(scan, mark))
                && !ValueBounds.isQuote(scan.at(value))
                && !looksLikeOne(scan, value);
    }

    /** A program's own: {@code this.password = password}. */
    private static boolean isOfObject(Scan scan, int mark) {
        int name = SecretLabels.partStart(scan, labelEnd(scan, mark));
        return scan.isAt(name, "this.") || scan.isAt(name, "self.");
    }

    private static boolean isComparison(Scan scan, int mark) {
        char before = scan.at(mark - 1);
        return scan.at(mark) == '=' && (before == '!' || before == '=' || scan.at(mark + 1) == '=');
    }

    private static boolean isPlural(Scan scan, int mark) {
        int end = labelEnd(scan, mark);
        return Chars.lower(scan.at(end - 1)) == 's' && Chars.lower(scan.at(end - 2)) != 's';
    }

    private void element(Scan scan, BuiltInInfoType type, int close) {
        int start = ElementBounds.elementStart(scan, close + 1);
        int end = ElementBounds.elementEnd(scan, start, ElementBounds.tagWidth(scan, close));
        scan.readSecret(end);
        reader.read(scan, type, start, end, true);
    }

    /** What a field's name calls a secret: by its own words, or as one of several, {@code passwords.jane}. */
    private @Nullable BuiltInInfoType typeOf(char[] name) {
        BuiltInInfoType type = labels.typeOf(name, 0, name.length);
        int stop = name.length - 1;
        while (stop > 1 && name[stop] != '.') {
            stop--;
        }
        boolean several = type == null && stop > 1 && Chars.lower(name[stop - 1]) == 's';
        return several && !maps.isNote(name, stop + 1) ? labels.typeOf(name, 0, stop) : type;
    }

    /** Reports a field that is the secret which its name says it is. */
    public void field(Scan scan) {
        String name = scan.fieldName();
        if (name.isEmpty() || scan.length() == 0) {
            return;
        }
        Called called = byFieldName.get(name);
        if (called == null) {
            char[] chars = name.toCharArray();
            called = new Called(typeOf(chars), labels.isLoose(chars, 0, chars.length));
            if (byFieldName.size() < NAMES_KEPT) {
                byFieldName.put(name, called);
            }
        }
        int end = Math.min(scan.wholeEnd(), scan.wholeStart() + ValueBounds.LONGEST);
        BuiltInInfoType type = called.type;
        if (type != null) {
            reader.read(scan, type, scan.wholeStart(), end, true);
        } else if (called.loose && look.looksLikeOne(scan, scan.wholeStart(), end)) {
            reader.read(scan, PASSWORD, scan.wholeStart(), end, true);
        }
    }
}
