// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Knows which infoTypes have one of their hotwords near a candidate or in the field's name. The text's words are
 * looked up once, and only where a candidate asks.
 */
final class Hotwords {

    // A telephone number has that many, and no year or check value
    private static final int FEWEST_DIGITS_OF_NEXT = 7;
    private static final int LONGEST_NEXT = 24;
    private static final int WIDEST_MARK = 4;
    private static final String AROUND_MARK = " .\"'*`";

    private static final int LONGEST_VERB = 8;
    private static final WordIndex VERBS = WordIndex.of(
            "set",
            "get",
            "put",
            "add",
            "with",
            "new",
            "is",
            "has",
            "find",
            "check",
            "verify",
            "validate",
            "update",
            "mask",
            "save",
            "load",
            "parse");

    private final LabelWords labels;
    private final WordIndex index;
    private final WordsAround words;
    private final FieldNames names;
    private FieldNames.Meaning named = FieldNames.Meaning.NONE;
    private final CountedThings things;
    private final OwnName own = new OwnName();
    private final Enclosures around = new Enclosures();
    private final PlainList plain = new PlainList();
    private final OtherNames others;
    private int aroundOf = -1;
    private FieldNames.Meaning meaningAround = FieldNames.Meaning.NONE;
    private int askedStart = -1;
    private int askedEnd = -1;
    private boolean mayBeNear;

    Hotwords(Collection<BuiltInInfoType> wanted, CountedThings things) {
        this.things = things;
        labels = new LabelWords(wanted);
        index = labels.index();
        words = new WordsAround(labels);
        others = new OtherNames(labels, things);
        names = new FieldNames(labels, things);
    }

    /** Starts on a text held by a field of this name. */
    void begin(String fieldName) {
        restart();
        named = names.of(fieldName);
    }

    /** Forgets the words of the text. */
    void restart() {
        words.restart();
        around.restart();
        plain.restart();
        aroundOf = -1;
        askedStart = -1;
    }

    /** Says of a range that it holds no words, before a candidate there asks for those around it. */
    void isWordless(int start, int end) {
        words.pass(start, end);
    }

    /** Takes note of a bracket of a list or object. */
    void bracket(char[] chars, int position) {
        around.bracket(chars, position);
    }

    /** What the field's name says. */
    FieldNames.Meaning named() {
        return named;
    }

    /** True when a hotword of this type is in the field's name or near these positions. */
    boolean near(BuiltInInfoType type, FoldedText text, int start, int end) {
        return mayBeNear(text, start, end)
                && (named.types().contains(type)
                        || isNearWord(type, text, start, end)
                        || isArgument(type, text.chars(), start)
                        || around(text.chars(), start).types().contains(type));
    }

    /** True where a function's name is a verb and a hotword in small letters: {@code setcard("4556…")}. */
    private boolean isArgument(BuiltInInfoType type, char[] chars, int value) {
        int word = function(chars, value);
        return word != WordIndex.ABSENT && labels.types(word).contains(type);
    }

    private int function(char[] chars, int value) {
        boolean quoted = value > 0 && (chars[value - 1] == '"' || chars[value - 1] == '\'');
        int end = quoted ? value - 2 : value - 1;
        if (end < 1 || chars[end] != '(') {
            return WordIndex.ABSENT;
        }
        int start = end;
        while (start > 0 && end - start < WordIndex.LONGEST && Chars.isLetter(chars[start - 1])) {
            start--;
        }
        for (int seam = start + 2; seam < end && seam - start <= LONGEST_VERB; seam++) {
            int word = VERBS.contains(chars, start, seam) ? index.find(chars, seam, end) : WordIndex.ABSENT;
            if (word != WordIndex.ABSENT) {
                return word;
            }
        }
        return WordIndex.ABSENT;
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
        if (!words.read(text.chars(), text.length(), start, end) && !mayBeUnspaced(text)) {
            return false;
        }
        int from = WordsAround.first(start);
        int to = WordsAround.last(end, text.length());
        if (type == BuiltInInfoType.CREDIT_CARD_NUMBER && mayBeNear(text, start, end)) {
            // "paid order 4556…": the nearest word says what it is, since many numbers have a card's check digit
            int counted = things.lastBefore(text.chars(), start, false);
            from = Math.max(from, counted);
            to = counted < 0 ? to : start;
        }
        for (int i = words.count() - 1; i >= 0 && words.start(i) >= from; i--) {
            boolean outside = words.end(i) <= start || (words.start(i) >= end && words.end(i) <= to);
            if (outside
                    && labels.types(words.word(i)).contains(type)
                    && isMeant(type, text, start, words.start(i), words.end(i))) {
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
        if (start > value && isOfNext(chars, text.length(), end)) {
            return false;
        }
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

    /** True when a word is the label of the number that follows it: {@code order 4556…, tel: 650…}; {@code cvv: 123} is a card's. */
    private static boolean isOfNext(char[] chars, int length, int wordEnd) {
        int mark = wordEnd;
        while (mark < length && mark - wordEnd < WIDEST_MARK && AROUND_MARK.indexOf(chars[mark]) >= 0) {
            mark++;
        }
        int digits = 0;
        boolean labels = mark < length && (chars[mark] == ':' || chars[mark] == '=');
        for (int i = mark + 1; labels && i < length && i - mark < LONGEST_NEXT; i++) {
            if (Chars.isDigit(chars[i])) {
                digits++;
            } else if (!Chars.isJoint(chars[i]) && AROUND_MARK.indexOf(chars[i]) < 0) {
                break;
            }
        }
        return digits >= FEWEST_DIGITS_OF_NEXT;
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

    /** False when no type at all has a hotword there; many forms and readers ask about one number in turn. */
    boolean mayBeNear(FoldedText text, int start, int end) {
        if (start != askedStart || end != askedEnd) {
            askedStart = start;
            askedEnd = end;
            mayBeNear = !named.types().isEmpty()
                    || mayBeUnspaced(text)
                    || (!isOtherMember(text.chars(), start)
                            && (words.read(text.chars(), text.length(), start, end)
                                    || function(text.chars(), start) != WordIndex.ABSENT
                                    || !around(text.chars(), start).types().isEmpty()));
        }
        return mayBeNear;
    }

    /** True when its own name says what it is, and nothing that it is in has a name that a word near it could be of. */
    private boolean isOtherMember(char[] chars, int value) {
        return others.isBefore(chars, value)
                && around.isInNothingSince(chars, others.start(), WordsAround.first(value));
    }

    private boolean mayBeUnspaced(FoldedText text) {
        return text.isUnspaced() && !labels.unspaced().isEmpty();
    }

    private boolean isNearUnspaced(BuiltInInfoType type, FoldedText text, int start, int to) {
        int from = WordsAround.first(start);
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
}
