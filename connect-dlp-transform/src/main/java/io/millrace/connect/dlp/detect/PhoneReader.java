// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static io.millrace.connect.dlp.detect.BuiltInInfoType.PHONE_NUMBER;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers. libphonenumber decides, but it is slow and holds a third of all numbers of ten digits for
 * American, so it is asked only about runs that are written like a telephone number, stand alone in their field or
 * have a label.
 */
final class PhoneReader implements GroupRecogniser.GroupReader {

    private static final int FEWEST_DIGITS = 7;
    private static final int ENOUGH_DIGITS = 10;
    private static final int MOST_DIGITS = 17;
    private static final int MOST_DIALLED = 15; // ITU-T E.164
    private static final int MOST_TRIES = 10;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final List<String> regions;

    // What telephone numbers are called, and many others too: enough to ask, not to be surer
    private final WordIndex vague = WordIndex.of("number", "numbers", "no", "nr", "num", "nummer", "numero", "número");

    // The run under inspection
    private int from;
    private int end;
    private int digits;
    private int groups;
    private long shape;
    private char separator;
    private boolean mixed;
    // Where a parenthesis opens behind the first digits, or -1
    private int opening;

    PhoneReader(List<String> regions) {
        this.regions = List.copyOf(regions);
        for (String region : regions) {
            if (!numbers.getSupportedRegions().contains(region)) {
                throw new IllegalArgumentException(
                        "region " + region + " has no telephone numbers; use ISO 3166 codes");
            }
        }
    }

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS
                ? length <= MOST_DIGITS
                : kind == Kind.DIGIT_FIRST && length > FEWEST_DIGITS + 1 && length <= MOST_DIGITS + 3;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int start = chain.start(group);
        if (start < scan.phoneEnd() || !isPlausible(scan, chain, group)) {
            return;
        }
        char before = scan.at(start - 1);
        boolean parenthesis = before == '(';
        from = parenthesis ? start - 1 : start;
        boolean plus = scan.at(from - 1) == '+';
        from = plus ? from - 1 : from;
        if (isGlued(scan, from) || !measure(scan, start)) {
            return;
        }
        Likelihood base = plus ? Likelihood.LIKELY : base(scan, start, parenthesis);
        if (base == null) {
            return;
        }
        // "42 (650) 253-0100": what begins with the parenthesis is looked at again by itself, where it is surer
        boolean surerInside = opening > 0 && !base.atLeast(Likelihood.LIKELY);
        scan.readPhone(surerInside ? opening : end);
        if (scan.reaches(PHONE_NUMBER, base, from, end) && !find(scan, base, plus, surerInside)) {
            reportLabelled(scan);
        }
    }

    /** True when the digits are enough for a number or more can follow; nearly all digits of other kinds end here. */
    private static boolean isPlausible(Scan scan, GroupChain chain, int group) {
        int end = chain.end(group);
        if (chain.isDigits(group)) {
            int length = chain.length(group);
            boolean enough = length >= FEWEST_DIGITS && length <= MOST_DIGITS;
            return isBetween(scan.at(end))
                    ? chain.end() - chain.start(group) > FEWEST_DIGITS || isBetween(scan.at(chain.end()))
                    : enough && isAsked(scan, chain.start(group), end);
        }
        int i = chain.start(group);
        while (i < end && Chars.isDigit(scan.at(i))) {
            i++;
        }
        return i > chain.start(group) && (scan.at(i) == 'x' || scan.at(i) == 'X');
    }

    /** Bare digits need a sign, a label, or a threshold that lets them pass. */
    private static boolean isAsked(Scan scan, int start, int end) {
        char before = scan.at(start - 1);
        return before == '+' || before == '(' || scan.reaches(PHONE_NUMBER, Likelihood.POSSIBLE, start, end);
    }

    private static boolean isGlued(Scan scan, int from) {
        char before = scan.at(from - 1);
        return switch (before) {
            case '-', '.', '/' -> Chars.isWord(scan.at(from - 2));
            case ':' -> Chars.isDigit(scan.at(from - 2));
            case '_', '$', '@' -> true;
            default -> Chars.isWord(before) && before < 128;
        };
    }

    /** Reads digits and what may stand between them; false when it cannot be a telephone number. */
    private boolean measure(Scan scan, int start) {
        digits = 0;
        groups = 0;
        shape = 0;
        separator = '\0';
        mixed = false;
        opening = -1;
        end = start;
        int n = scan.length();
        for (int i = start; i < n; ) {
            int run = i;
            while (i < n && Chars.isDigit(scan.at(i)) && i - run <= MOST_DIGITS) {
                i++;
            }
            if (digits + i - run > MOST_DIGITS) {
                break;
            }
            digits += i - run;
            groups++;
            shape = shape << 4 | (i - run & 0xF);
            end = i;
            int gap = i;
            while (i < n && i - gap < 4 && isBetween(scan.at(i))) {
                opening = opening < 0 && scan.at(i) == '(' ? i : opening;
                i++;
            }
            if (i == gap || i >= n || !Chars.isDigit(scan.at(i))) {
                break;
            }
            char here = i - gap == 1 ? scan.at(gap) : '*';
            if (here == ' ' && separator != ' ' && separator != '\0' && digits >= ENOUGH_DIGITS) {
                break; // the next number of a list
            }
            mixed |= separator != '\0' && separator != here;
            separator = here;
        }
        char after = scan.at(end);
        boolean extension = after == 'x' || after == 'X';
        return digits >= FEWEST_DIGITS && (!Chars.isWord(after) || extension) && after != '@' && after != '_';
    }

    private static boolean isBetween(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '~';
    }

    /** What the way of writing is worth, or null when it is not written like a telephone number. */
    private @Nullable Likelihood base(Scan scan, int start, boolean parenthesis) {
        boolean decimal = groups == 2 && separator == '.';
        boolean otherNumber = shape == 0x324 || shape == 0x4444 || shape == 0x465 || digits > MOST_DIALLED;
        boolean address = groups == 4 && separator == '.' && IpSyntax.v4End(scan.chars(), start, end) == end;
        if (decimal || otherNumber || address || (groups > 1 && DateReader.isAt(scan, start))) {
            return null;
        }
        if (parenthesis) {
            return Likelihood.LIKELY;
        }
        boolean spaced = (separator == ' ' && !mixed) || groups == 1;
        if (!spaced && (shape == 0x334 || shape == 0x1334)) {
            return Likelihood.LIKELY;
        }
        boolean trunk = scan.at(start) == '0' && groups > 1 && digits >= 8;
        boolean written = groups > 1 && !spaced && digits >= 10 && separator != '.';
        if (trunk || written || scan.isLabelled(PHONE_NUMBER, from, end)) {
            return Likelihood.POSSIBLE;
        }
        boolean enough = scan.reaches(PHONE_NUMBER, Likelihood.POSSIBLE, from, end);
        boolean asked = enough && (scan.isWhole(from, extensionEnd(scan)) || isCalledNumber(scan));
        return asked ? Likelihood.POSSIBLE : null;
    }

    /** Reports the first number in the run; the groups behind it are looked at in their turn. */
    private boolean find(Scan scan, Likelihood base, boolean plus, boolean surerInside) {
        String window = scan.text().substring(from, extensionEnd(scan));
        for (String region : regions) {
            Iterator<PhoneNumberMatch> matches = numbers.findNumbers(window, region, Leniency.VALID, MOST_TRIES)
                    .iterator();
            if (matches.hasNext()) {
                PhoneNumberMatch match = matches.next();
                scan.report(PHONE_NUMBER, base, from + match.start(), from + match.end());
                scan.readPhone(surerInside ? opening : from + match.end());
                return true;
            }
            if (plus) {
                return false;
            }
        }
        return false;
    }

    /** What a label calls a telephone number is one, though it be of a region not set, or mistyped. */
    private void reportLabelled(Scan scan) {
        if (digits <= MOST_DIALLED && scan.isLabelled(PHONE_NUMBER, from, end)) {
            scan.report(PHONE_NUMBER, Likelihood.UNLIKELY, from, extensionEnd(scan));
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
        int i = skipSpaces(scan, end);
        if (scan.at(i) == 'x' || scan.at(i) == 'X' || scan.at(i) == '#') {
            i++;
        } else if (scan.at(i) == 'e' && scan.at(i + 1) == 'x' && scan.at(i + 2) == 't') {
            i += scan.at(i + 3) == '.' ? 4 : 3;
        } else {
            return end;
        }
        int digit = skipSpaces(scan, i);
        i = digit;
        while (i - digit < 7 && Chars.isDigit(scan.at(i))) {
            i++;
        }
        return i > digit && !Chars.isWord(scan.at(i)) ? i : end;
    }

    private static int skipSpaces(Scan scan, int from) {
        return scan.at(from) == ' ' ? from + 1 : from;
    }
}
