// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.IBAN_CODE;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.HashMap;
import java.util.Map;

/** International bank account numbers, in one run or in printed groups of four. */
public final class IbanReader implements GroupReader {

    private static final int LONGEST = 34;
    private static final int WIDEST_GAP = 3;

    // The classes of all characters after the country, by country
    private final Map<Integer, String> structures = new HashMap<>();

    public IbanReader() {
        for (String line : LineResource.read(IbanReader.class, "iban-structures.txt")) {
            structures.put(country(line.charAt(0), line.charAt(1)), classes(line.substring(3)));
        }
    }

    private static int country(char first, char second) {
        return first << 16 | second;
    }

    private static String classes(String structure) {
        StringBuilder classes = new StringBuilder();
        int count = 0;
        for (int i = 0; i < structure.length(); i++) {
            char c = structure.charAt(i);
            if (Chars.isDigit(c)) {
                count = count * 10 + (c - '0');
            } else {
                classes.append(String.valueOf(c).repeat(count));
                count = 0;
            }
        }
        return classes.toString();
    }

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.LETTER_FIRST && length >= 4 && length <= LONGEST;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int start = chain.start(group);
        char[] chars = scan.chars();
        if (!Chars.isLetter(chars[start])
                || !Chars.isLetter(chars[start + 1])
                || !Chars.isDigit(chars[start + 2])
                || !Chars.isDigit(chars[start + 3])) {
            return;
        }
        String structure = structures.get(country(Chars.upper(chars[start]), Chars.upper(chars[start + 1])));
        char before = scan.at(start - 1);
        if (structure == null || isGlued(before)) {
            return;
        }
        boolean lower = Chars.isLower(chars[start]);
        int end = match(scan, start, structure, lower);
        if (end > 0 && !isGlued(scan.at(end))) {
            scan.report(IBAN_CODE, lower ? Likelihood.LIKELY : Likelihood.VERY_LIKELY, start, end);
            scan.readPhone(end); // its groups are no telephone numbers, and asking costs
        }
    }

    private static boolean isGlued(char c) {
        return Chars.isWord(c) && !Chars.isOfOtherScript(c);
    }

    /** The end of a valid number, or -1. Letters are all of one case. */
    private static int match(Scan scan, int start, String structure, boolean lower) {
        int i = start + 2;
        int sinceSeparator = 2;
        boolean grouped = false;
        int remainder = 0;
        for (int at = 0; at < structure.length(); at++) {
            char c = scan.at(i);
            if (sinceSeparator == 4 && isSeparator(c) && (grouped || i == start + 4)) {
                grouped = true;
                sinceSeparator = 0;
                i = skipSeparators(scan, i);
                c = scan.at(i);
            } else if (grouped && sinceSeparator == 4) {
                return -1;
            }
            if (!fits(structure.charAt(at), c, lower)) {
                return -1;
            }
            if (at >= 2) {
                remainder = append(remainder, c);
            }
            sinceSeparator++;
            i++;
        }
        return isChecked(scan, start, remainder) ? i : -1;
    }

    private static boolean isSeparator(char c) {
        return c != '\0' && " \t\r\n-._/+".indexOf(c) >= 0;
    }

    private static int skipSeparators(Scan scan, int from) {
        int i = from;
        while (i - from < WIDEST_GAP && isSeparator(scan.at(i))) {
            i++;
        }
        return i;
    }

    /** By the structure's class: digits, letters of the number's case, or either. */
    private static boolean fits(char wanted, char c, boolean lower) {
        boolean letter = lower ? Chars.isLower(c) : Chars.isUpper(c);
        return (Chars.isDigit(c) && wanted != 'a') || (letter && wanted != 'n');
    }

    /** ISO 7064 MOD 97-10 over the account, then country and check digits. */
    private static boolean isChecked(Scan scan, int start, int account) {
        int remainder = append(append(account, scan.at(start)), scan.at(start + 1));
        int check = (scan.at(start + 2) - '0') * 10 + scan.at(start + 3) - '0';
        return (remainder * 100 + check) % 97 == 1 && check >= 2 && check <= 98;
    }

    private static int append(int remainder, char c) {
        int value = Character.digit(c, 36);
        return (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
}
