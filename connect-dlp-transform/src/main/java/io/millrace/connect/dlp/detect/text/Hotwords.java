// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Knows which infoTypes have one of their hotwords near a candidate or in the field's name. The text's words are
 * looked up once, and only where a candidate asks.
 */
final class Hotwords {

    // Macie and Presidio look about as far; labels come before a value, units and kinds right after it.
    private static final int BEFORE = 50;
    private static final int AFTER = 20;

    private final LabelWords labels;
    private final WordIndex index;
    private final WordBeginnings beginnings;
    private final FieldNames names;
    private FieldNames.Meaning named = FieldNames.Meaning.NONE;
    private final Mentions mentions;
    private final CountedThings things;
    private final OwnName own = new OwnName();
    private final Enclosures around = new Enclosures();
    private final PlainList plain = new PlainList();
    private int aroundOf = -1;
    private FieldNames.Meaning meaningAround = FieldNames.Meaning.NONE;

    // The hotwords of the text so far: where they stand and which they are
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int[] words = new int[16];
    private int found;
    private final char[] abbreviation = new char[6];
    private int read;
    private int wordlessFrom;
    private int wordlessTo;

    Hotwords(Collection<BuiltInInfoType> wanted, CountedThings things) {
        this.things = things;
        labels = new LabelWords(wanted);
        index = labels.index();
        beginnings = labels.beginnings();
        names = new FieldNames(labels, things);
        mentions = new Mentions(wanted);
    }

    /** Starts on a text held by a field of this name. */
    void begin(String fieldName) {
        restart();
        named = names.of(fieldName);
    }

    /** Forgets the words of the text. */
    void restart() {
        found = 0;
        read = 0;
        wordlessFrom = -1;
        mentions.restart();
        around.restart();
        plain.restart();
        aroundOf = -1;
    }

    /** Says of a range that it holds no words, before a candidate there asks for those around it. */
    void isWordless(int start, int end) {
        mentions.pass(start, end);
        wordlessFrom = start;
        wordlessTo = end;
    }

    /** What the field's name says. */
    FieldNames.Meaning named() {
        return named;
    }

    /** True when a hotword of this type is in the field's name or near these positions. */
    boolean near(BuiltInInfoType type, FoldedText text, int start, int end) {
        return named.types().contains(type)
                || isNearWord(type, text, start, end)
                || around(text.chars(), start).types().contains(type);
    }

    /** What a value is called by the list or object that it is in, however far away that begins; many infoTypes ask in turn. */
    private FieldNames.Meaning around(char[] chars, int value) {
        if (value == aroundOf || !Enclosures.mayStandBefore(value == 0 ? '-' : chars[value - 1])) {
            return value == aroundOf ? meaningAround : FieldNames.Meaning.NONE;
        }
        aroundOf = value;
        meaningAround = readAround(chars, value);
        return meaningAround;
    }

    private FieldNames.Meaning readAround(char[] chars, int value) {
        int mark = Enclosures.mark(chars, value);
        return switch (chars[mark]) {
            case ':', '=' ->
                around.isMember(chars, mark) && own.find(chars, value)
                        ? names.of(around.path() + '.' + own.name())
                        : FieldNames.Meaning.NONE;
            case '[', ',', ';', '|' -> names.of(listOf(chars, value, mark));
            default -> FieldNames.Meaning.NONE;
        };
    }

    /** What the list is called that a value is an element of; empty when it is none. */
    private String listOf(char[] chars, int value, int mark) {
        if (around.isElement(chars, mark)) {
            own.beOfList(chars, around.open(), around.nameStart(), around.nameEnd());
            return around.path();
        }
        if (!plain.isElement(chars, value)) {
            return "";
        }
        own.beOfList(chars, plain.start(), plain.nameStart(), plain.nameEnd());
        return own.name();
    }

    private boolean isNearWord(BuiltInInfoType type, FoldedText text, int start, int end) {
        int from = Math.max(0, start - BEFORE);
        int last = Math.min(text.length(), end + AFTER);
        if (!mentions.maybeOf(type, text.chars(), text.length(), from, start, end, last) && !mayBeUnspaced(text)) {
            return false;
        }
        int to = read(text, start, end);
        if (type == BuiltInInfoType.CREDIT_CARD_NUMBER && mayBeNear(text, start, end)) {
            // "paid order 4556…": the nearest word says what it is, since many numbers have a card's check digit
            int counted = things.lastBefore(text.chars(), start, false);
            from = Math.max(from, counted);
            to = counted < 0 ? to : start;
        }
        for (int i = found - 1; i >= 0 && starts[i] >= from; i--) {
            boolean outside = ends[i] <= start || (starts[i] >= end && ends[i] <= to);
            if (outside && labels.types(words[i]).contains(type) && isMeant(type, text, start, starts[i], ends[i])) {
                return true;
            }
        }
        return mayBeUnspaced(text) && isNearUnspaced(type, text, start, to);
    }

    /**
     * Whether a hotword says something of the value that begins there. A value with a name of its own is what that name says:
     * {@code {"card":…,"orderId":4556…}}, {@code dob=…&created=…}; and in a sentence the next date has its own word.
     */
    private boolean isMeant(BuiltInInfoType type, FoldedText text, int value, int start, int end) {
        char[] chars = text.chars();
        if (!hasName(chars, value) || own.isBeside(start)) {
            boolean spent = type == BuiltInInfoType.DATE_OF_BIRTH && OwnName.isSpent(chars, end, value);
            return !spent && !(type == BuiltInInfoType.PHONE_NUMBER && isBehindOtherLabel(chars, value));
        }
        if (own.holds(start)) {
            return own.is(start, end) || !names.of(own.name()).denies(type); // a call's id
        }
        return (own.isVague() || own.isReachedBy(start, end, value, text.length()))
                && !things.isNamed(own.name())
                && !names.of(own.behind(start, end, text.length())).denies(type);
    }

    /** True when the value has a name of its own, or is an element of a list that has one. */
    private boolean hasName(char[] chars, int value) {
        return own.find(chars, value)
                || (value > 0
                        && Enclosures.mayStandBefore(chars[value - 1])
                        && !listOf(chars, value, Enclosures.mark(chars, value)).isEmpty());
    }

    /** True when the very word before a colon there is a label of numbers that are checked: {@code Phone: … SSN: …}. */
    private boolean isBehindOtherLabel(char[] chars, int value) {
        boolean colon = value > 1 && chars[value - 1] == ' ' && chars[value - 2] == ':';
        int word = colon ? lastWord(chars, value - 2) : WordIndex.ABSENT;
        return word != WordIndex.ABSENT
                && !labels.types(word).contains(BuiltInInfoType.PHONE_NUMBER)
                && labels.types(word).stream().anyMatch(Hotwords::isChecked);
    }

    private static boolean isChecked(BuiltInInfoType type) {
        return type == BuiltInInfoType.US_SOCIAL_SECURITY_NUMBER
                || type.evidence() == BuiltInInfoType.Evidence.CHECKSUM;
    }

    /** True when the word that ends there is a hotword of the type, or the last part that capitals make of it. */
    boolean endsAt(BuiltInInfoType type, char[] chars, int end) {
        int word = lastWord(chars, end);
        return word != WordIndex.ABSENT && labels.types(word).contains(type);
    }

    /** As above, of any type. */
    boolean endsAt(char[] chars, int end) {
        return lastWord(chars, end) != WordIndex.ABSENT;
    }

    private int lastWord(char[] chars, int end) {
        int start = end;
        int part = -1;
        while (start > 0 && end - start <= WordIndex.LONGEST && Chars.isWordLetter(chars[start - 1])) {
            start--;
            boolean seam = Chars.isUpper(chars[start]) && start > 0 && Chars.isLower(chars[start - 1]);
            part = seam && part < 0 ? start : part;
        }
        boolean digits = start > 0 && Chars.isDigit(chars[start - 1]);
        int word = digits ? WordIndex.ABSENT : index.find(chars, start, end);
        return word == WordIndex.ABSENT && part > 0 ? index.find(chars, part, end) : word;
    }

    /** True when its own name says of a value that it counts things, and nothing of this type. */
    boolean isCounted(BuiltInInfoType type, FoldedText text, int start, int end, String fieldName, boolean whole) {
        if (whole && !fieldName.isEmpty()) {
            return named.countsNot(type);
        }
        boolean member = hasName(text.chars(), start) && own.isValueEnd(start, end, text.length());
        return member && names.of(own.name()).countsNot(type);
    }

    /** True when it is a value that has a name of its own, which calls it so. */
    boolean isCalled(BuiltInInfoType type, FoldedText text, int start, int end) {
        return hasName(text.chars(), start)
                && own.isValueEnd(start, end, text.length())
                && names.of(own.name()).types().contains(type);
    }

    /** False when no type at all has a hotword there. */
    boolean mayBeNear(FoldedText text, int start, int end) {
        if (!named.types().isEmpty() || mayBeUnspaced(text)) {
            return true;
        }
        read(text, start, end);
        return (found > 0 && starts[found - 1] >= start - BEFORE)
                || !around(text.chars(), start).types().isEmpty();
    }

    /** Reads on as far as words count for these positions; the end of that. */
    private int read(FoldedText text, int start, int end) {
        int to = Math.min(text.length(), end + AFTER);
        if (read < to) {
            char[] chars = text.chars();
            skipTo(chars, start - BEFORE);
            if (wordlessFrom >= read && wordlessFrom < to) {
                readTo(chars, text.length(), wordlessFrom);
                read = wordlessTo;
            }
            readTo(chars, text.length(), to);
        }
        return to;
    }

    private boolean mayBeUnspaced(FoldedText text) {
        return text.isUnspaced() && !labels.unspaced().isEmpty();
    }

    private boolean isNearUnspaced(BuiltInInfoType type, FoldedText text, int start, int to) {
        int from = Math.max(0, start - BEFORE);
        String window = text.substring(from, to);
        for (Map.Entry<String, Set<BuiltInInfoType>> entry : labels.unspaced().entrySet()) {
            int at = entry.getValue().contains(type) ? window.lastIndexOf(entry.getKey()) : -1;
            while (at >= 0) {
                int word = from + at;
                if (isMeant(type, text, start, word, word + entry.getKey().length())) {
                    return true;
                }
                at = window.lastIndexOf(entry.getKey(), at - 1);
            }
        }
        return false;
    }

    /** Leaves out what no candidate has asked about, up to the start of a word. */
    private void skipTo(char[] chars, int position) {
        if (position > read) {
            int i = position;
            while (Chars.isWord(chars[i - 1]) && i < position + BEFORE) {
                i++;
            }
            read = i;
        }
    }

    /** Looks up the words up to {@code to}, and finishes the last one. */
    private void readTo(char[] chars, int length, int to) {
        int from = read;
        for (int i = beginnings.next(chars, from, to); i < to; i = beginnings.next(chars, from, to)) {
            int start = i;
            while (start > from && isWord(chars[start - 1])) {
                start--;
            }
            from = Math.max(start + 1, readWord(chars, length, start));
        }
        read = Math.max(from, to);
    }

    /** Looks up the word that begins there, or those that capitals make of it; its end. */
    private int readWord(char[] chars, int length, int start) {
        int end = start;
        int classes = 0;
        while (end < length && isWord(chars[end])) {
            classes |= Chars.classes(chars[end]);
            end++;
        }
        if (end - start == 1 && end < length && chars[end] == '.') {
            return Math.max(end, addAbbreviation(chars, start, length));
        }
        int letters = (classes & Chars.DIGIT) == 0 ? end : lettersEnd(chars, start, end);
        if (letters > start) {
            addWords(chars, start, letters, (classes & Chars.UPPER) != 0);
        }
        return end;
    }

    private static boolean isWord(char c) {
        return c < 128 ? Chars.isAlnum(c) : Character.isLetter(c);
    }

    /** The end of letters that only a number follows, {@code ssn1}; letters in a hash or UUID are no word. */
    private static int lettersEnd(char[] chars, int start, int end) {
        int letters = end;
        while (letters > start && Chars.isDigit(chars[letters - 1])) {
            letters--;
        }
        for (int i = start; i < letters; i++) {
            if (!Chars.isWordLetter(chars[i])) {
                return start;
            }
        }
        return letters - start >= 3 || end - letters <= 2 ? letters : start;
    }

    /** Adds the word there, or the words that capitals make of it: {@code socialSecurityNumber}. */
    private void addWords(char[] chars, int start, int end, boolean capitals) {
        int word = index.find(chars, start, end);
        if (word != WordIndex.ABSENT) {
            add(start, end, word);
            return;
        }
        if (!capitals) {
            return;
        }
        int from = start;
        for (int i = start + 1; i <= end; i++) {
            boolean seam = i == end
                    || (Chars.isUpper(chars[i])
                            && (!Chars.isUpper(chars[i - 1]) || (i + 1 < end && Chars.isLower(chars[i + 1]))));
            if (seam && i - from < end - start) {
                int part = index.find(chars, from, i);
                if (part != WordIndex.ABSENT) {
                    add(from, i, part);
                }
            }
            from = seam ? i : from;
        }
    }

    /** Adds {@code D.O.B.} as the word it stands for; its end, or 0 when there is none. */
    private int addAbbreviation(char[] chars, int start, int length) {
        int end = start;
        int letters = 0;
        while (letters < abbreviation.length
                && end + 1 < length
                && Chars.isWordLetter(chars[end])
                && chars[end + 1] == '.') {
            abbreviation[letters++] = chars[end];
            end += 2;
        }
        if (letters < abbreviation.length && end < length && end > start && Chars.isWordLetter(chars[end])) {
            boolean alone = end + 1 == length || !Chars.isWord(chars[end + 1]);
            if (alone) {
                abbreviation[letters++] = chars[end++];
            }
        }
        int word = index.find(abbreviation, 0, letters);
        if (word == WordIndex.ABSENT) {
            return 0;
        }
        add(start, end, word);
        return end;
    }

    private void add(int start, int end, int word) {
        if (found == starts.length) {
            starts = Arrays.copyOf(starts, found * 2);
            ends = Arrays.copyOf(ends, found * 2);
            words = Arrays.copyOf(words, found * 2);
        }
        starts[found] = start;
        ends[found] = end;
        words[found] = word;
        found++;
    }
}
