// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One text's way through the recognisers: where they read and where they report. Reused; one thread. */
public final class Scan {
    /** Asking a library about a number: 15 microseconds, in characters of five nanoseconds. */
    private static final long LOOKUP = 3_000;

    private final FoldedText text = new FoldedText();
    private final CountedThings counted = new CountedThings();
    private final Hotwords hotwords;
    private final Map<BuiltInInfoType, Likelihood> floors;
    private final Map<BuiltInInfoType, InfoType> names = new EnumMap<>(BuiltInInfoType.class);
    private final List<Candidate> candidates = new ArrayList<>();
    private String fieldName = "";
    private int wholeStart;
    private int wholeEnd;

    // How far each kind of run has been read, so that no run is read twice.
    private int urlEnd;
    private int userInfoStart;
    private int userInfoEnd;
    private int colonRunEnd;
    private int hostRunEnd;
    private int phoneEnd;
    private int numberEnd;
    private LongConsumer cost = any -> {};
    private int pemEnd;
    private int secretEnd;
    private int itemsEnd;
    private int bearerEnd;

    /**
     * @param floors the built-in infoTypes to report, each with the likelihood below which it is dropped at once
     */
    public Scan(Map<BuiltInInfoType, Likelihood> floors) {
        this.floors = floors;
        this.hotwords = new Hotwords(floors.keySet(), counted);
        floors.keySet().forEach(type -> names.put(type, type.infoType()));
    }

    /** Where something may be, in the units of the original text. */
    public record Candidate(InfoType infoType, Likelihood likelihood, int start, int end) {}

    /**
     * Starts on a text.
     *
     * @param told of what is dear before it is done, in characters read by an expression; may throw
     */
    public void begin(String original, String fieldName, LongConsumer told) {
        text.load(original);
        cost = told;
        this.fieldName = fieldName;
        hotwords.begin(fieldName);
        candidates.clear();
        restart();
    }

    /** Starts over on the folded text; nothing found so far counts. */
    public void fold() {
        text.fold();
        hotwords.restart();
        candidates.clear();
        restart();
    }

    /** Starts over on the text read in another way; what was found so far stays. False when there is no other way. */
    public boolean readNext() {
        if (!text.readNext()) {
            return false;
        }
        hotwords.restart();
        restart();
        return true;
    }

    private void restart() {
        wholeStart = -1;
        urlEnd = 0;
        userInfoStart = 0;
        userInfoEnd = 0;
        colonRunEnd = 0;
        hostRunEnd = 0;
        phoneEnd = 0;
        numberEnd = 0;
        pemEnd = 0;
        secretEnd = 0;
        itemsEnd = 0;
        bearerEnd = 0;
    }

    public void end() {
        candidates.clear();
        text.clear();
    }

    public FoldedText text() {
        return text;
    }

    public char[] chars() {
        return text.chars();
    }

    public int length() {
        return text.length();
    }

    public char at(int i) {
        return text.at(i);
    }

    /** True when these characters stand there, letters in either case. */
    public boolean isAt(int start, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (Chars.lower(text.at(start + i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public List<Candidate> candidates() {
        return candidates;
    }

    /** True when one of the candidates from a number on begins there. */
    public boolean isFound(int since, int start) {
        int origin = text.originStart(start);
        for (int i = since; i < candidates.size(); i++) {
            if (candidates.get(i).start() == origin) {
                return true;
            }
        }
        return false;
    }

    public boolean wants(BuiltInInfoType type) {
        return floors.containsKey(type);
    }

    /** True when these positions are all of the text but white space around it. */
    public boolean isWhole(int start, int end) {
        return start <= wholeStart() && end >= wholeEnd();
    }

    /** Where the text begins behind the white space before it. */
    public int wholeStart() {
        if (wholeStart < 0) {
            int from = 0;
            int to = text.length();
            while (from < to && Chars.isSpace(text.at(from))) {
                from++;
            }
            while (to > from && Chars.isSpace(text.at(to - 1))) {
                to--;
            }
            wholeStart = from;
            wholeEnd = to;
        }
        return wholeStart;
    }

    /** Where the white space after the text begins. */
    public int wholeEnd() {
        return wholeStart() < 0 ? 0 : wholeEnd;
    }

    /** True when the words right before say that it counts things, or the name of a field that holds nothing else. */
    public boolean isCounted(int start, int end) {
        return isWholeOfCounted(start, end) || counted.isBefore(chars(), start);
    }

    /** True when the name of a field says so that holds nothing else: a message or an event may hold anything. */
    public boolean isWholeOfCounted(int start, int end) {
        return isWhole(start, end) && hotwords.named().counts();
    }

    /** True when the word right before says that it counts things. */
    public boolean isNextToCounted(int start) {
        return counted.isNext(chars(), start);
    }

    /**
     * True when the name of a field or member, of which this is all, counts things and is none of the infoType: a number there is
     * no card and no identifier, whatever it looks like.
     */
    public boolean isCountedByName(BuiltInInfoType type, int start, int end) {
        return hotwords.isCounted(type, text, start, end, fieldName, isWhole(start, end));
    }

    /** True when it is all that a field holds whose name is about something else, such as an id or a time of it. */
    public boolean isDenied(BuiltInInfoType type, int start, int end) {
        return hotwords.named().denies(type) && isWhole(start, end);
    }

    /** True when it is all that a field holds whose name says that it is a version. */
    public boolean isNamedVersion(int start, int end) {
        return hotwords.named().version() && isWhole(start, end);
    }

    /** The name of the field that holds the text; may be empty. */
    public String fieldName() {
        return fieldName;
    }

    public boolean isLabelled(BuiltInInfoType type, int start, int end) {
        return hotwords.near(type, text, start, end);
    }

    /** True when it is all of a value in the text whose own name calls it so. */
    public boolean isCalled(BuiltInInfoType type, int start, int end) {
        return hotwords.isCalled(type, text, start, end);
    }

    /** True when a label stands right before, with one mark between or none: {@code Tel.650…}, {@code ssn-219…}. */
    public boolean isBehindLabel(BuiltInInfoType type, int start) {
        return hotwords.endsAt(type, chars(), labelEnd(start));
    }

    /** As above, of any infoType. */
    public boolean isBehindLabel(int start) {
        return hotwords.endsAt(chars(), labelEnd(start));
    }

    private int labelEnd(int start) {
        char before = at(start - 1);
        boolean mark = before == '.' || before == '-' || before == '/' || before == '_' || before == ':';
        return Math.max(0, mark ? start - 1 : start);
    }

    /** Takes note of a bracket, of which all are told in their order: values are called what they are in. */
    public void readBracket(int position) {
        hotwords.bracket(chars(), position);
    }

    /** Says of a range, about which is asked next, that no words need to be looked for in it. */
    public void isWordless(int start, int end) {
        hotwords.isWordless(start, end);
    }

    /** False when nothing there is labelled as anything. */
    public boolean mayBeLabelled(int start, int end) {
        return hotwords.mayBeNear(text, start, end);
    }

    /** True when a candidate there would reach the threshold, so that a dear check is worth it. */
    public boolean reaches(BuiltInInfoType type, Likelihood base, int start, int end) {
        Likelihood floor = floors.get(type);
        return floor != null
                && (base.atLeast(floor) || raised(type, base, start, end).atLeast(floor));
    }

    /**
     * Reports a candidate; a hotword nearby and being the whole field raise it.
     *
     * @param base what shape and checksum alone are worth
     */
    public void report(BuiltInInfoType type, Likelihood base, int start, int end) {
        @Nullable Likelihood floor = floors.get(type);
        if (floor != null) {
            add(type, raised(type, base, start, end), floor, start, end);
        }
    }

    /** Reports a candidate whose likelihood is settled. */
    public void reportAs(BuiltInInfoType type, Likelihood likelihood, int start, int end) {
        @Nullable Likelihood floor = floors.get(type);
        if (floor != null) {
            add(type, likelihood, floor, start, end);
        }
    }

    private void add(BuiltInInfoType type, Likelihood likelihood, Likelihood floor, int start, int end) {
        InfoType name = names.get(type);
        if (name != null && likelihood.atLeast(floor)) {
            candidates.add(new Candidate(name, likelihood, text.originStart(start), text.originEnd(end)));
        }
    }

    private Likelihood raised(BuiltInInfoType type, Likelihood base, int start, int end) {
        if (base == Likelihood.VERY_LIKELY) {
            return base;
        }
        if (isLabelled(type, start, end)) {
            Likelihood labelled = base.plus(2);
            return labelled.atLeast(Likelihood.LIKELY) ? labelled : Likelihood.LIKELY;
        }
        boolean whole = !base.atLeast(Likelihood.POSSIBLE)
                && isWhole(start, end)
                && !hotwords.named().denies(type);
        return whole ? asWholeField(base) : base;
    }

    /** What a candidate is worth that is all there is in a field. */
    public static Likelihood asWholeField(Likelihood base) {
        return base.atLeast(Likelihood.POSSIBLE) ? base : base.plus(1);
    }

    public int urlEnd() {
        return urlEnd;
    }

    public void readUrl(int end) {
        urlEnd = end;
    }

    /** True in the password of a URL already read, and at the {@code @} after it. */
    public boolean inUserInfo(int position) {
        return position >= userInfoStart && position < userInfoEnd;
    }

    public void readUserInfo(int start, int end) {
        userInfoStart = start;
        userInfoEnd = end;
    }

    public int colonRunEnd() {
        return colonRunEnd;
    }

    public void readColonRun(int end) {
        colonRunEnd = end;
    }

    public int hostRunEnd() {
        return hostRunEnd;
    }

    public void readHostRun(int end) {
        hostRunEnd = end;
    }

    public int phoneEnd() {
        return phoneEnd;
    }

    /** Before a library is asked about a number; throws where that costs too much by now. */
    public void lookUp() {
        cost.accept(LOOKUP);
    }

    public void readPhone(int end) {
        phoneEnd = end;
    }

    /** Where the last identifier ends that has a label. */
    public int numberEnd() {
        return numberEnd;
    }

    public void readNumber(int end) {
        numberEnd = end;
    }

    public int pemEnd() {
        return pemEnd;
    }

    public void readPem(int end) {
        pemEnd = end;
    }

    public int secretEnd() {
        return secretEnd;
    }

    public void readSecret(int end) {
        secretEnd = end;
    }

    public int itemsEnd() {
        return itemsEnd;
    }

    public void readItems(int end) {
        itemsEnd = end;
    }

    public int bearerEnd() {
        return bearerEnd;
    }

    public void readBearer(int end) {
        bearerEnd = end;
    }
}
