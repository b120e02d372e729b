// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.millrace.connect.dlp.detect.text.Scan;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sure must be what libphonenumber says. */
class SureNumbersTest {

    private static final int NUMBERS = 2_000;
    /** Sure ones, so that the law has been tried; where few are, more numbers are made. */
    private static final int ENOUGH = 100;

    private static final String[] MARKS = {" ", "-", ".", ""};

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "US", "CA", "GB", "DE", "FR", "ES", "IT", "NL", "PL", "SG", "JP", "IN", "BR", "CN", "RU", "MX", "AU"
            })
    void whatIsSureIsAValidNumberOfTheSameExtent(String region) {
        long seed = new Random().nextLong();
        System.out.println("what is sure is valid in " + region + ": seed " + seed);
        Random random = new Random(seed);
        SureNumbers sure = new SureNumbers(numbers, List.of(region));
        int found = 0;

        for (int i = 0; i < NUMBERS || (found < ENOUGH && i < 10 * NUMBERS); i++) {
            String written = written(region, random);
            Scan scan = new Scan(Map.of());
            scan.begin(written, "", any -> {});
            if (sure.isOne(scan, 0, written.length())) {
                found++;
                Iterator<PhoneNumberMatch> matches =
                        numbers.findNumbers(written, region, Leniency.VALID, 10).iterator();
                assertThat(matches).as(written).hasNext();
                PhoneNumberMatch match = matches.next();
                assertThat(List.of(match.start(), match.end())).as(written).isEqualTo(List.of(0, written.length()));
            }
        }

        assertThat(found).isGreaterThanOrEqualTo(ENOUGH);
    }

    @Test
    void plainAmericanNumbersNeedNoLibrary() {
        SureNumbers sure = new SureNumbers(numbers, List.of("US"));

        for (String number :
                List.of("(650) 253-0100", "650-253-0100", "650.253.0100", "6502530100", "+1 650-253-0100")) {
            Scan scan = new Scan(Map.of());
            scan.begin(number, "", any -> {});
            assertThat(sure.isOne(scan, 0, number.length())).as(number).isTrue();
        }
    }

    /** An example of the region, often with other digits, in groups; some with the country's code or a prefix. */
    private String written(String region, Random random) {
        PhoneNumberType[] types = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE};
        PhoneNumber example = numbers.getExampleNumberForType(region, types[random.nextInt(types.length)]);
        String national = example == null ? "5550100123" : numbers.getNationalSignificantNumber(example);
        StringBuilder digits = new StringBuilder(national);
        for (int i = random.nextInt(4); i > 0; i--) {
            digits.setCharAt(random.nextInt(digits.length()), (char) ('0' + random.nextInt(10)));
        }
        int code = numbers.getCountryCodeForRegion(region);
        String prefix = List.of("", "", "", "0", "1", "+" + code + " ", "+" + code, "00" + code + " ", "" + code)
                .get(random.nextInt(9));
        StringBuilder written = new StringBuilder(prefix);
        int group = 1 + random.nextInt(4);
        boolean parenthesis = random.nextInt(4) == 0;
        for (int i = 0; i < digits.length(); i++) {
            boolean first = i == 0;
            written.append(first && parenthesis ? "(" : "");
            if (i == group) {
                written.append(parenthesis && written.indexOf(")") < 0 ? ")" : "")
                        .append(MARKS[random.nextInt(MARKS.length)]);
                group += 2 + random.nextInt(3);
            }
            written.append(digits.charAt(i));
        }
        return written.toString();
    }
}
