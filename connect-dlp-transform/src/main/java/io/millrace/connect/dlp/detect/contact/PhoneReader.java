// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PHONE_NUMBER;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import io.millrace.connect.dlp.detect.network.IpSyntax;
import io.millrace.connect.dlp.detect.number.DateReader;
import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers. libphonenumber decides, but it is slow and holds a third of all numbers of ten digits for
 * American, so it is asked only about runs that are written like a telephone number, stand alone in their field or
 * have a label.
 */
public final class PhoneReader implements GroupReader {

    private static final int MOST_TRIES = 10;
    private static final int LONGEST_AREA_CODE = 5;
    private static final int LONGEST_COUNTRY_CODE = 3;
    private static final int FEWEST_INTERNATIONAL = 10;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final List<String> regions;
    private final SureNumbers sure;

    // What telephone numbers are called, and many others too: enough to ask, not to be surer
    private final WordIndex vague = WordIndex.of("number", "numbers", "no", "nr", "num", "nummer", "numero", "número");

    private final DialledRun run = new DialledRun();
    // Where the run starts, with its sign and parenthesis
    private int from;

    public PhoneReader(List<String> regions) {
        this.regions = List.copyOf(regions);
        for (String region : regions) {
            if (!numbers.getSupportedRegions().contains(region)) {
                throw new IllegalArgumentException(
                        "region " + region + " has no telephone numbers; use ISO 3166 codes");
            }
        }
        sure = new SureNumbers(numbers, regions);
    }

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS
                ? length <= DialledRun.MOST_DIGITS
                : kind == Kind.DIGIT_FIRST
                        && length > DialledRun.FEWEST_DIGITS + 1
                        && length <= DialledRun.MOST_DIGITS + 3;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int start = chain.start(group);
        if (start < scan.phoneEnd() || !isPlausible(scan, chain, group)) {
            return;
        }
        boolean parenthesis = isAreaCode(scan, start);
        from = parenthesis || isLabelledAreaCode(scan, start) ? start - 1 : start;
        // a plus sign right behind a number joins another
        boolean plus = scan.at(from - 1) == '+' && !(from > 1 && scan.phoneEnd() == from - 1);
        from = plus ? from - 1 : from;
        from = plus && isCountryCode(scan, start) ? from - 1 : from;
        if (isGlued(scan, from, plus)) {
            return;
        }
        run.measure(scan, start);
        boolean typed = isTypedOn(scan, run.end()) && mayGoOn(scan, plus);
        if ((!typed || !readLoosely(scan, start)) && mayBePhone(scan)) {
            judge(scan, start, parenthesis, plus);
        }
    }

    /** Few digits go on in the next column or line, more only behind a country's code, which says how many there are. */
    private boolean mayGoOn(Scan scan, boolean plus) {
        boolean joined = scan.at(run.end()) == '_' || plus;
        return run.digits() < (joined ? DialledRun.ENOUGH_DIGITS : DialledRun.FEWEST_DIGITS);
    }

    /** Reports what was measured, or leaves it to what is inside. */
    private void judge(Scan scan, int start, boolean parenthesis, boolean plus) {
        Likelihood base = plus ? Likelihood.LIKELY : base(scan, start, parenthesis);
        if (base == null) {
            return;
        }
        boolean thing =
                run.groups() == 1 && (scan.isNextToCounted(from) || scan.isDenied(PHONE_NUMBER, from, run.end()));
        if (!plus && (thing || scan.isCountedByName(PHONE_NUMBER, from, run.end()))) {
            scan.readPhone(run.end());
            return;
        }
        boolean counted = !plus && !parenthesis && scan.isCounted(from, run.end());
        base = counted ? Likelihood.UNLIKELY : base; // a label raises it all the same
        // "42 (650) 253-0100": what begins with the parenthesis is looked at again by itself, where it is surer
        boolean surerInside = run.opening() > 0 && !base.atLeast(Likelihood.LIKELY);
        scan.readPhone(surerInside ? run.opening() : run.end());
        if (scan.reaches(PHONE_NUMBER, base, from, run.end()) && !find(scan, base, plus, surerInside)) {
            reportPossible(scan, start, plus);
        }
    }

    /** Groups with tabs, line breaks or underscores between them are a telephone number where a label says so. */
    private boolean readLoosely(Scan scan, int start) {
        if (!scan.isLabelled(PHONE_NUMBER, start, run.end())) {
            return false;
        }
        run.measureLoosely(scan, start);
        if (run.isPlainlyGrouped() && !run.isOfOtherShape() && mayBePhone(scan)) {
            scan.report(PHONE_NUMBER, Likelihood.UNLIKELY, from, run.end());
            scan.readPhone(run.end());
            return true;
        }
        run.measure(scan, start);
        return false;
    }

    /** True for the first digits of {@code (650) 253-0100}, and not of all that a parenthesis stands before. */
    private static boolean isAreaCode(Scan scan, int start) {
        int end = start;
        while (end - start <= LONGEST_AREA_CODE && Chars.isDigit(scan.at(end))) {
            end++;
        }
        return scan.at(start - 1) == '('
                && scan.at(end) == ')'
                && end - start <= LONGEST_AREA_CODE
                && (Chars.isDigit(scan.at(end + 1)) || Chars.isDigit(scan.at(end + 2)));
    }

    /** True for the first digits of {@code (+1) 650 253 0100}. */
    private static boolean isCountryCode(Scan scan, int start) {
        if (scan.at(start - 2) != '(' || Chars.isWord(scan.at(start - 3))) {
            return false;
        }
        int end = start;
        while (end - start < LONGEST_COUNTRY_CODE && Chars.isDigit(scan.at(end))) {
            end++;
        }
        return scan.at(end) == ')';
    }

    /** As above, with whatever people type behind it, where a label says what it is. */
    private static boolean isLabelledAreaCode(Scan scan, int start) {
        int end = start;
        while (end - start <= LONGEST_AREA_CODE && Chars.isDigit(scan.at(end))) {
            end++;
        }
        return scan.at(start - 1) == '('
                && scan.at(end) == ')'
                && end > start
                && end - start <= LONGEST_AREA_CODE
                && scan.isLabelled(PHONE_NUMBER, start - 1, end + 1);
    }

    /** True when the digits are enough for a number or more can follow; nearly all digits of other kinds end here. */
    private static boolean isPlausible(Scan scan, GroupChain chain, int group) {
        int end = chain.end(group);
        if (chain.isDigits(group)) {
            int length = chain.length(group);
            boolean enough = length >= DialledRun.FEWEST_DIGITS && length <= DialledRun.MOST_DIGITS;
            return DialledRun.isBetween(scan.at(end))
                    ? chain.end() - chain.start(group) > DialledRun.FEWEST_DIGITS
                            || DialledRun.isBetween(scan.at(chain.end()))
                            || isTypedOn(scan, chain.end())
                    : (enough && isAsked(scan, chain.start(group), end)) || (!enough && isTypedOn(scan, end));
        }
        int i = chain.start(group);
        while (i < end && Chars.isDigit(scan.at(i))) {
            i++;
        }
        return i > chain.start(group) && (scan.at(i) == 'x' || scan.at(i) == 'X');
    }

    private static boolean isTypedOn(Scan scan, int end) {
        int mark = scan.at(end) == ')' ? end + 1 : end;
        return DialledRun.isTyped(scan.at(mark)) || (scan.at(mark) == '-' && DialledRun.isTyped(scan.at(mark + 1)));
    }

    /** Bare digits need a sign, a label, or a threshold that lets them pass. */
    private static boolean isAsked(Scan scan, int start, int end) {
        char before = scan.at(start - 1);
        return before == '+' || scan.reaches(PHONE_NUMBER, Likelihood.POSSIBLE, start, end);
    }

    private static boolean isGlued(Scan scan, int from, boolean plus) {
        char before = scan.at(from - 1);
        char first = scan.at(from - 2);
        return switch (before) {
            case '-', '.', '/', '_' ->
                Chars.isDigit(first)
                        ? before != '/' || scan.phoneEnd() != from - 1 // of two numbers with a slash between
                        : isOfLatin(first) && !plus && !isBehindWord(scan, from, before);
            case ':' -> Chars.isDigit(first);
            case '$' -> true;
            case '@' -> Chars.isWord(first);
            default -> Chars.isWord(before) && before < 128 && !scan.isBehindLabel(PHONE_NUMBER, from);
        };
    }

    /** True behind a label, or the last word of a sentence and its full stop. */
    private static boolean isBehindWord(Scan scan, int from, char mark) {
        if (scan.isBehindLabel(PHONE_NUMBER, from)) {
            return true;
        }
        int word = from - 1;
        while (Chars.isLetter(scan.at(word - 1))) {
            word--;
        }
        char before = scan.at(word - 1);
        return mark == '.' && from - word > 2 && (before <= ' ' || before == '(' || before == '"');
    }

    private static boolean isOfLatin(char c) {
        return Chars.isWord(c) && !Chars.isOfOtherScript(c);
    }

    /** False when what was measured cannot be a telephone number. */
    private boolean mayBePhone(Scan scan) {
        char after = scan.at(run.end());
        boolean extension = after == 'x' || after == 'X';
        return run.digits() >= DialledRun.FEWEST_DIGITS
                && (!isOfLatin(after) || extension || (run.groups() > 1 && isWord(scan, run.end())))
                && after != '@'
                && (after != '_' || (run.groups() > 1 && !Chars.isDigit(scan.at(run.end() + 1))));
    }

    /** True when a word begins there, though no blank stands before it, and nothing hexadecimal. */
    private static boolean isWord(Scan scan, int start) {
        int end = start;
        boolean hex = true;
        while (Chars.isLower(scan.at(end))) {
            hex &= Chars.isHex(scan.at(end));
            end++;
        }
        return end - start > 1 && !hex && !Chars.isWord(scan.at(end));
    }

    /** What the way of writing is worth, or null when it is not written like a telephone number. */
    private @Nullable Likelihood base(Scan scan, int start, boolean parenthesis) {
        if (isOtherNumber(scan, start)) {
            return null;
        }
        if (parenthesis || run.isNorthAmerican()) {
            return Likelihood.LIKELY;
        }
        boolean trunk = scan.at(start) == '0' && run.groups() > 1 && run.digits() >= 8;
        if (isAsCountriesWrite(scan, start, trunk)) {
            return Likelihood.LIKELY;
        }
        if (trunk || run.isWritten() || scan.isLabelled(PHONE_NUMBER, from, run.end())) {
            return Likelihood.POSSIBLE;
        }
        boolean enough = scan.reaches(PHONE_NUMBER, Likelihood.POSSIBLE, from, run.end());
        boolean asked = enough && (scan.isWhole(from, extensionEnd(scan)) || isCalledNumber(scan));
        return asked ? Likelihood.POSSIBLE : null;
    }

    /** In three groups with a trunk prefix or an extension, which nothing else has; or an area code and a number. */
    private boolean isAsCountriesWrite(Scan scan, int start, boolean trunk) {
        boolean grouped = run.groups() > 2 && run.digits() >= 9;
        return trunk
                ? grouped || (scan.at(start + 1) != '0' && run.isAreaAndNumber())
                : grouped && extensionEnd(scan) > run.end();
    }

    private boolean isOtherNumber(Scan scan, int start) {
        return run.isOfOtherShape()
                || (run.isQuad() && IpSyntax.v4End(scan.chars(), start, run.end()) == run.end())
                || (run.mayHoldQuad() && holdsQuad(scan, start))
                || (run.groups() > 1 && DateReader.isAt(scan, start));
    }

    private boolean holdsQuad(Scan scan, int start) {
        for (int i = start; i < run.end(); i++) {
            if (Chars.isDigit(scan.at(i)) && !Chars.isDigit(scan.at(i - 1)) && scan.at(i - 1) != '.') {
                int end = IpSyntax.v4End(scan.chars(), i, run.end());
                if (end > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Reports the first number in the run; the groups behind it are looked at in their turn. */
    private boolean find(Scan scan, Likelihood base, boolean plus, boolean surerInside) {
        int end = extensionEnd(scan);
        if (end == run.end() && sure.isOne(scan, from, end)) {
            scan.report(PHONE_NUMBER, base, from, end);
            scan.readPhone(surerInside ? run.opening() : end);
            return true;
        }
        String window = scan.text().substring(from, end);
        for (String region : regions) {
            scan.lookUp();
            Iterator<PhoneNumberMatch> matches = numbers.findNumbers(window, region, Leniency.VALID, MOST_TRIES)
                    .iterator();
            if (matches.hasNext()) {
                PhoneNumberMatch match = matches.next();
                scan.report(PHONE_NUMBER, base, from + match.start(), from + match.end());
                scan.readPhone(surerInside ? run.opening() : from + match.end());
                return true;
            }
            if (plus) {
                return false;
            }
        }
        return false;
    }

    /**
     * What a label calls a telephone number is one, though it be of a region not set, or mistyped; and so is what has a country's code
     * and as many digits as numbers have there, though its range is not given out: examples are of such, and new ranges.
     */
    private void reportPossible(Scan scan, int start, boolean plus) {
        if (run.isDialled() && scan.isLabelled(PHONE_NUMBER, from, run.end())) {
            scan.report(PHONE_NUMBER, Likelihood.UNLIKELY, from, extensionEnd(scan));
        } else if (plus && run.digits() >= FEWEST_INTERNATIONAL && !isOtherNumber(scan, start)) {
            scan.lookUp();
            if (numbers.isPossibleNumber(scan.text().substring(from, run.end()), regions.get(0))) {
                scan.report(PHONE_NUMBER, Likelihood.LIKELY, from, run.end());
            }
        }
    }

    /** True when one of the two words before is a vague one: "number 123", "number is 123". */
    private boolean isCalledNumber(Scan scan) {
        int i = from;
        for (int word = 0; word < 2; word++) {
            int gap = i;
            while (gap - i < 3 && i > 0 && !Chars.isWord(scan.at(i - 1))) {
                i--;
            }
            int wordEnd = i;
            while (wordEnd - i < 8 && Chars.isWordLetter(scan.at(i - 1))) {
                i--;
            }
            if (vague.contains(scan.chars(), i, wordEnd)) {
                return true;
            }
        }
        return false;
    }

    /** The end of an extension: x, ext or # and up to seven digits; the number's end when there is none. */
    private int extensionEnd(Scan scan) {
        int i = skipSpaces(scan, run.end());
        if (scan.at(i) == 'x' || scan.at(i) == 'X' || scan.at(i) == '#') {
            i++;
        } else if (scan.at(i) == 'e' && scan.at(i + 1) == 'x' && scan.at(i + 2) == 't') {
            i += scan.at(i + 3) == '.' ? 4 : 3;
        } else {
            return run.end();
        }
        int digit = skipSpaces(scan, i);
        i = digit;
        while (i - digit < 7 && Chars.isDigit(scan.at(i))) {
            i++;
        }
        return i > digit && !Chars.isWord(scan.at(i)) ? i : run.end();
    }

    private static int skipSpaces(Scan scan, int from) {
        return scan.at(from) == ' ' ? from + 1 : from;
    }
}
