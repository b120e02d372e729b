// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.CREDIT_CARD_NUMBER;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import java.util.List;

/** Reads a chain of groups at its first digit and matches it with every form whose shape it has. */
public final class GroupRecogniser implements Recogniser {

    // The most groups that a form has, and a field in other groups may have
    private static final int MOST_GROUPS = 8;
    private static final int LONGEST_KIND = 64;
    private static final int SHORTEST_HASH = 24;
    private static final int LONGEST_SUFFIX = 2;
    // Groups beside a number, such as the date of birth behind it: more are a row
    private static final int MOST_OTHERS = 3;
    private static final int KINDS = 3 * (LONGEST_KIND + 1);

    private final FormTable forms;
    // By what a group looks like; see kind()
    private final GroupReader[][] readers = new GroupReader[KINDS][];
    // As above: whether a form or a reader can begin with a group that has a letter
    private final boolean[] begins = new boolean[KINDS];
    private final boolean readsAlone;
    private final ShortNumbers shortNumbers;
    private final LooseRun loose;
    private final LooseMixture mixture;
    private final GroupChain chain = new GroupChain();
    // Whether a label says so of a form that fits; or else it may be of a longer number, of which that is a part
    private boolean labelled;
    // Whether a mark parts it from another one like it
    private boolean joined;
    private final char[] compact = new char[GroupChain.LONGEST_GROUP * MOST_GROUPS];

    public GroupRecogniser(FormTable forms, List<GroupReader> readers) {
        this.forms = forms;
        this.loose = new LooseRun(forms);
        this.mixture = new LooseMixture(forms);
        this.readsAlone = readers.stream().anyMatch(GroupReader::readsAlone);
        this.shortNumbers = new ShortNumbers(readers);
        for (int length = 0; length <= LONGEST_KIND; length++) {
            this.readers[length * 3] = reading(readers, GroupReader.Kind.DIGITS, length);
            this.readers[length * 3 + 1] = reading(readers, GroupReader.Kind.DIGIT_FIRST, length);
            this.readers[length * 3 + 2] = reading(readers, GroupReader.Kind.LETTER_FIRST, length);
            boolean form = this.forms.hasLettersIn(length);
            begins[length * 3 + 1] = form || this.readers[length * 3 + 1].length > 0;
            begins[length * 3 + 2] = form || this.readers[length * 3 + 2].length > 0;
        }
    }

    @Override
    public int at(Scan scan, int position) {
        chain.begin(scan, position);
        if (mayBeBehindLabel(scan, position)) {
            int end = loose.find(scan, position);
            if (end > 0) {
                return end;
            }
            if (scan.isBehindLabel(position) && !isOfCode(scan, position)) {
                chain.withoutWordBefore(position);
            }
        }
        int skipped = skip(scan, position);
        if (skipped > 0) {
            return skipped;
        }
        chain.readOn(scan);
        int end;
        if (ShortNumbers.areIn(scan, chain)) {
            shortNumbers.read(scan, chain);
            end = mixture.find(scan, chain.start(0), chain.end(0), false);
        } else {
            labelled = false;
            end = match(scan) && (labelled || chain.size() == 1) ? 0 : matchLoosely(scan);
        }
        return end > 0 ? end : Math.max(chain.end(), position + 1);
    }

    /** Whether two letters that are a label, too, begin an identifier: a country's IBAN ({@code AT61…}, {@code at}), a prefix. */
    private boolean isOfCode(Scan scan, int position) {
        if (position - chain.start(0) != 2) {
            return false;
        }
        int found = scan.candidates().size();
        chain.readOn(scan);
        match(scan);
        boolean code = scan.isFound(found, chain.start(0));
        chain.begin(scan, position);
        return code;
    }

    /** The end of what has other groups than any form, where a label or the field's name vouches for it, or 0. */
    private int matchLoosely(Scan scan) {
        int size = chain.size();
        boolean decimal = size == 2 && chain.separator(1) == GroupChain.separator('.');
        if (!decimal && size > 1 && size <= MOST_GROUPS && scan.isWhole(chain.start(0), chain.end(size - 1))) {
            matchUngrouped(scan);
        }
        int start = chain.start(chain.first());
        int end = chain.isDigits(chain.first()) && mayBeLoose(scan) ? loose.find(scan, start) : 0;
        return end > 0 ? end : mixture.find(scan, start, chain.end(chain.first()), hasLetters());
    }

    /** True when a group behind the first has one, so that digits are not all of it. */
    private boolean hasLetters() {
        for (int group = chain.first() + 1; group < Math.min(chain.size(), MOST_GROUPS); group++) {
            if (!chain.isDigits(group)) {
                return true;
            }
        }
        return false;
    }

    /** False for digits in one piece with nothing beside them that could join them to others: forms tell all of these. */
    private boolean mayBeLoose(Scan scan) {
        int start = chain.start(chain.first());
        if (chain.end() - start < LooseRun.SHORTEST && !Chars.isJoint(scan.at(chain.end()))) {
            return false;
        }
        char before = scan.at(chain.start(0) - 1);
        char after = scan.at(chain.end(0));
        return chain.size() > 1
                || chain.length(0) >= LooseRun.SHORTEST_TWO
                || Chars.isJoint(before)
                || Chars.isJoint(after)
                || before >= 128
                || after >= 128;
    }

    /** Whether letters stand right before the digits, as in VISA4556…; nearly all of these are no labels. */
    private boolean mayBeBehindLabel(Scan scan, int position) {
        return chain.start(0) < position
                && Chars.isLetter(scan.at(position - 2))
                && Chars.isDigit(scan.at(position + 1));
    }

    /** Whether any form fits groups of the chain; all readers of groups look too. */
    private boolean match(Scan scan) {
        boolean matched = false;
        int size = chain.size();
        for (int group = 0; group < size; group++) {
            matched |= matchFrom(scan, group);
        }
        for (int group = chain.first(); group < size; group++) {
            for (GroupReader reader : readers[kind(scan, group)]) {
                reader.read(scan, chain, group);
            }
        }
        return matched;
    }

    /**
     * Where to go on behind what can begin nothing, or 0: a UUID or timestamp, a short number with nothing of a longer
     * one beside it, or digits and letters of a length that no form begins with. Most groups of logs are such.
     */
    private int skip(Scan scan, int digit) {
        int start = chain.start(0);
        int end = chain.end(0);
        boolean digitsOnly = chain.isDigits(0);
        char after = scan.at(end);
        if (after == '-') {
            int value = MachineValues.end(scan, start, end, digitsOnly);
            if (value > 0) {
                return value;
            }
        }
        if (digitsOnly) {
            boolean alone = end - start < ShortNumbers.TOO_MANY
                    && !Chars.isJoint(after)
                    && after < 128
                    && !Chars.isJoint(scan.at(start - 1));
            return alone && !readsAlone ? end : 0;
        }
        if (begins[kind(scan, 0)]) {
            return 0;
        }
        if (end - start >= SHORTEST_HASH && end - digit > LONGEST_SUFFIX) { // emergencyContactPassport1 has words
            scan.isWordless(start, end);
        }
        int mixed = mixture.find(scan, start, end, false);
        return mixed > 0 ? mixed : after == '-' && Chars.isAlnum(scan.at(end + 1)) ? end + 1 : end;
    }

    private static GroupReader[] reading(List<GroupReader> readers, GroupReader.Kind kind, int length) {
        return readers.stream().filter(reader -> reader.reads(kind, length)).toArray(GroupReader[]::new);
    }

    private int kind(Scan scan, int group) {
        return kind(chain.isDigits(group), scan.at(chain.start(group)), chain.length(group));
    }

    private static int kind(boolean digitsOnly, char first, int length) {
        return Math.min(length, LONGEST_KIND) * 3 + (digitsOnly ? 0 : Chars.isDigit(first) ? 1 : 2);
    }

    private boolean matchFrom(Scan scan, int group) {
        boolean matched = false;
        boolean digits = true;
        int size = chain.size();
        FormTable.Node node = forms.root();
        for (int i = group; i < size; i++) {
            int length = chain.length(i);
            node = length > GroupChain.LONGEST_GROUP ? null : node.next(i == group ? 0 : chain.separator(i), length);
            if (node == null) {
                break;
            }
            digits &= chain.isDigits(i);
            matched |= match(scan, node, group, i, digits, false);
        }
        return matched;
    }

    /** A field that is one identifier and nothing else is known by its characters, though less surely. */
    private void matchUngrouped(Scan scan) {
        int total = 0;
        boolean digits = true;
        for (int i = 0; i < chain.size(); i++) {
            total += chain.length(i);
            digits &= chain.isDigits(i);
        }
        FormTable.Node node =
                total > GroupChain.LONGEST_GROUP ? null : forms.root().next(0, total);
        if (node != null) {
            match(scan, node, 0, chain.size() - 1, digits, true);
        }
    }

    /** Forms for digits only fit digits, and only those are asked about them. */
    private boolean match(Scan scan, FormTable.Node node, int from, int to, boolean digits, boolean whole) {
        int start = chain.start(from);
        int end = chain.end(to);
        if (node.forms(digits).length == 0) {
            return false;
        }
        boolean matched = false;
        int length = 0;
        int boundary = 0;
        char first = scan.at(start);
        char last = scan.at(end - 1);
        // what cannot be seen between the digits of one group groups them, and no machine writes it
        int spread = from == to && scan.text().isSpread(start, end) ? 1 : 0;
        boolean unlabelled = isUnlabelled(scan, node, spread, start, end);
        for (FormTable.Candidate candidate : node.forms(digits)) {
            NumberForm form = candidate.form();
            boolean fitting = digits || candidate.fitsEnds(first, last);
            if (!fitting || (unlabelled && candidate.needsLabel())) {
                continue;
            }
            if (length == 0) {
                boundary = boundary(scan, start, end, whole, from != to);
                if (boundary == NumberForm.Check.NO) {
                    return matched;
                }
                length = compact(scan, from, to);
                boundary += spread - lowerCase(scan, from, to);
            }
            int steps = steps(candidate, length, digits);
            if (mayFollow(scan, form, steps, start, end) && isWorthReporting(scan, candidate, spread, start, end)) {
                matched = true;
                noteLabel(scan, form, start, end);
                int doubt = isDoubtful(scan, form, from, to) ? 1 : 0;
                scan.report(form.type(), form.base().plus(steps + boundary - doubt), start, end);
            }
        }
        return matched;
    }

    /** What the neighbours cost, or {@link NumberForm.Check#NO}; another number beside it costs nothing where a label speaks of both. */
    private int boundary(Scan scan, int start, int end, boolean whole, boolean grouped) {
        int steps = whole ? -1 : Boundary.steps(scan, start, end, grouped);
        joined = steps == NumberForm.Check.NO && Boundary.isJoined(scan, start, end);
        return joined ? 0 : steps;
    }

    /** False where the check fails, and for what only a label of its own infoType parts from the number beside it. */
    private boolean mayFollow(Scan scan, NumberForm form, int steps, int start, int end) {
        return steps != NumberForm.Check.NO && (!joined || scan.isLabelled(form.type(), start, end));
    }

    private void noteLabel(Scan scan, NumberForm form, int start, int end) {
        if (scan.isLabelled(form.type(), start, end)) {
            labelled = true;
            scan.readNumber(end);
        }
    }

    /**
     * Whether it is known that no label stands there, so that no check needs to be made of forms that are nothing without one:
     * asked once for all of them.
     */
    private static boolean isUnlabelled(Scan scan, FormTable.Node node, int spread, int start, int end) {
        return spread == 0 && node.hasLabelled() && !scan.mayBeLabelled(start, end);
    }

    private int steps(FormTable.Candidate candidate, int length, boolean digits) {
        return digits || candidate.fits(compact, length)
                ? candidate.form().check().steps(compact, length)
                : NumberForm.Check.NO;
    }

    private boolean isDoubtful(Scan scan, NumberForm form, int from, int to) {
        int start = chain.start(from);
        int end = chain.end(to);
        boolean longer = goesOn(from, to);
        return form.type() == CREDIT_CARD_NUMBER
                ? longer || scan.isCounted(start, end)
                : longer || isInRow(from, to) || scan.isWholeOfCounted(start, end) || scan.isNextToCounted(start);
    }

    private static boolean isWorthReporting(Scan scan, FormTable.Candidate candidate, int spread, int start, int end) {
        boolean lacksLabel = candidate.needsLabel() && spread == 0 && !scan.mayBeLabelled(start, end);
        NumberForm form = candidate.form();
        return !lacksLabel
                && scan.reaches(form.type(), form.best().plus(spread), start, end)
                && !scan.isCountedByName(form.type(), start, end);
    }

    /** True when another group like the first or the last stands beside them: part of a longer number. */
    private boolean goesOn(int from, int to) {
        if (from == to || !chain.isDigits(from) || !chain.isDigits(to)) {
            return false;
        }
        int separator = chain.separator(to);
        boolean after = to + 1 < chain.size()
                && chain.separator(to + 1) == separator
                && chain.isDigits(to + 1)
                && chain.length(to + 1) == chain.length(to);
        boolean before = from > 0
                && chain.separator(from) == separator
                && chain.isDigits(from - 1)
                && chain.length(from - 1) == chain.length(from);
        return (after || before) && !isList(from, to);
    }

    /** True when the groups before and behind are those of numbers of the same form, which make a list. */
    private boolean isList(int from, int to) {
        int groups = to - from + 1;
        int before = Math.min(from, groups);
        int after = Math.min(chain.size() - to - 1, groups);
        boolean list = (before == 0 || before == groups) && (after == 0 || after == groups);
        for (int i = from - before; i <= to + after && list; i++) {
            list = chain.length(i) == chain.length(from + Math.floorMod(i - from, groups));
        }
        return list;
    }

    /** True in a row of other figures with a blank between, as statistics have them. */
    private boolean isInRow(int from, int to) {
        return from < to
                && chain.isDigits(from)
                && chain.separator(to) == GroupChain.separator(' ')
                && chain.size() - (to - from + 1) > MOST_OTHERS
                && !isList(from, to);
    }

    private int compact(Scan scan, int from, int to) {
        char[] chars = scan.chars();
        int length = 0;
        for (int group = from; group <= to; group++) {
            for (int i = chain.start(group); i < chain.end(group); i++) {
                compact[length++] = Chars.upper(chars[i]);
            }
        }
        return length;
    }

    /** 1 where a letter is small that is printed as a capital. */
    private int lowerCase(Scan scan, int from, int to) {
        char[] chars = scan.chars();
        for (int group = from; group <= to; group++) {
            for (int i = chain.start(group); !chain.isDigits(group) && i < chain.end(group); i++) {
                boolean checkX = chars[i] == 'x' && i == chain.end(to) - 1; // written small as often
                if (Chars.isLower(chars[i]) && !checkX) {
                    return 1;
                }
            }
        }
        return 0;
    }
}
