// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and their programs put between the groups of a number, seen and unseen, at the default threshold. */
class SeparatorsTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(String text, String name) {
        return DisjointFindings.of(inspector.inspect(text, name)).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    /** Label, field name, and groups of a number. */
    private static final List<String[]> NUMBERS = List.of(
            new String[] {"card ", "card_number", "4556", "7375", "8689", "9855"},
            new String[] {"SSN: ", "customerSsn", "536", "22", "8724"},
            new String[] {"NHS no. ", "nhs_number", "943", "476", "5919"},
            new String[] {"SIN ", "sin", "193", "456", "787"},
            new String[] {"IBAN: ", "iban", "DE89", "3704", "0044", "0532", "0130", "00"});

    static Stream<String> separators() {
        return Stream.of(
                "  ", "\t", "\n", "\r\n", " - ", "--", "_", "/", "-\n", " / ", "\u00A0 ", "\\n", "\\t", "%20%20",
                "&nbsp;-");
    }

    @ParameterizedTest
    @MethodSource("separators")
    void aLabelVouchesForANumberWithAnySeparator(String separator) {
        for (String[] number : NUMBERS) {
            List<String> groups = List.of(number).subList(2, number.length);
            if (number[0].startsWith("IBAN") && separator.equals("_")) {
                continue; // letters and underscores are a name
            }
            String value = String.join(separator, groups);

            assertThat(found(number[0] + value + ", ok", "")).as(value).containsExactly(value);
            assertThat(found(value, number[1])).as(value).containsExactly(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x200E, 0x200F, 0x202A, 0x202C, 0x202E, 0x2063, 0x2066, 0x2069, 0x180E, 0x180F, 0x034F, 0xFE0F, 0xFE0E,
                0x0301, 0x20E3, 0x061C, 0x115F, 0x3164, 0xFFA0, 0x200B, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x206F, 0xE0001,
                0xE0100, 0x1D173
            })
    void whatCannotBeSeenHidesNothing(int codePoint) {
        String unseen = Character.toString(codePoint);
        for (String[] number : NUMBERS) {
            List<String> groups = List.of(number).subList(2, number.length);
            String value = String.join(unseen, groups);
            assertThat(found(number[0] + value + ", ok", "")).as(value).containsExactly(value);
        }
        for (String value : List.of(
                "4556#7375#8689#9855",
                "+1 628#-555#-0147",
                "536#-22#-8724",
                "jane@exa#mple.org",
                "ja#ne@example.org",
                "203.0#.113.7",
                "AKIA#Q7ZP3LMN5RTV2XYB")) {
            String hidden = value.replace("#", unseen);
            assertThat(found("x " + hidden + ", ok", "")).as(value).containsExactly(hidden);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4556-7375 8689-9855",
        "45567375 86899855",
        "DE89.3704.0044.0532.0130.00",
        "DE89  3704  0044  0532  0130  00",
        "FA-CE-BE-EF-AB-CD",
        "943 476 5919",
        "193 456 787",
        "193-456-787",
        "123 456 782",
        "0210-0002-1",
        "1234 567 893",
        "1234-567-893",
        "1112.22.333",
        "1112 22 333",
        "111.222.333",
        "253072A07300443",
        "11010519491231002x"
    })
    void usualGroupsNeedNoLabel(String value) {
        assertThat(found("see " + value + ", ok", "")).containsExactly(value);
        assertThat(found(value, "")).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1 628-555-0147",
                "(628) 555-0147",
                "4556 7375 8689 9855",
                "536-22-8724",
                "203.0.113.7",
                "2001:db8::7",
                "00:1b:44:11:3a:b7",
                "943 476 5919"
            })
    void findsNumbersBesideWordsWithoutSpaces(String number) {
        for (String sentence :
                List.of("\u8bf7\u62e8%s\u8c22\u8c22", "\u9023\u7d61%s\u307e\u3067", "\uc5f0\ub77d %s\ub85c")) {
            assertThat(found(sentence.formatted(number), "")).as(sentence).containsExactly(number);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cards 4556737586899855/4111111111111111,4556737586899855,4111111111111111",
        "cards 4556737586899855-4111111111111111,4556737586899855,4111111111111111",
        "cards 4556737586899855+4111111111111111,4556737586899855,4111111111111111",
        "SSN 536-22-8724/536-22-9731,536-22-8724,536-22-9731",
        "SSN 536-22-8724+536-22-9731,536-22-8724,536-22-9731",
        "SSN 536-22-8724536-22-9731,536-22-8724,536-22-9731",
        "range 203.0.113.7-203.0.113.9,203.0.113.7,203.0.113.9",
        "ip 203.0.113.7+203.0.113.9,203.0.113.7,203.0.113.9",
        "phones 650-253-0199 - 650-253-0188,650-253-0199,650-253-0188",
        "call 650-253-0199+650-253-0188,650-253-0199,650-253-0188",
        "VISA4556737586899855 SSN536-22-8724,4556737586899855,536-22-8724"
    })
    void findsNumbersThatAreJoined(String text, String first, String second) {
        assertThat(found(text, "")).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codice fiscale BWEWZT 78L12 H787X",
                "nino: AA/12/34/56/B",
                "medicare 1EG4 - TE5 - MK73",
                "curp BOXW 310820 HNERXN 09",
                "PAN: ABCPD 1234 Z",
                "nie X / 1234567 / L",
                "nif 74711142 / N",
                "NRIC S 2740116 C",
                "mac 3c 22 fb 9a 0d e1",
                "IBAN DE89 3704-0044 0532.0130 00",
                "IBAN FR14 2004 1010 0505 0001 3M02 606"
            })
    void aLabelVouchesForGroupsWithLetters(String text) {
        int value = text.indexOf(' ', text.startsWith("codice") ? 7 : 0) + 1;

        assertThat(found(text + ", ok", "")).containsExactly(text.substring(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nino: AA/12/34/56/Z",
                "nino: OO/12/34/56/B",
                "AA/12/34/56/B",
                "the codice BWEWZT 78L12 H787Y",
                "mac 3c 22 fb 9a 0d",
                "pan: 12 abcde 34 z",
                "Mac OS 10 15 7 ab cd ef",
                "DE89 3704-0044 0532.0130 01"
            })
    void otherGroupsWithLettersStay(String text) {
        assertThat(found(text + ", ok", "")).isEmpty();
    }

    /** Where lines break and columns are, a label vouches for a telephone number as it does for others. */
    @ParameterizedTest
    @ValueSource(strings = {"\t", "\n", "_", "\r\n", "-\n", "\\n", "\\t", " ", "-", ".", "/", "\u200e-"})
    void findsALabelledTelephoneNumberWithAnySeparator(String separator) {
        for (String[] groups :
                new String[][] {{"650", "253", "0000"}, {"020", "7946", "0958"}, {"06", "12", "34", "56", "78"}}) {
            String number = String.join(separator, groups);

            assertThat(found("phone: " + number + " end", "")).containsExactly(number);
            assertThat(found(number, "mobilePhone")).containsExactly(number);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "born 1985年7月4日",
                "生年月日：1985年7月4日生まれ",
                "출생 생년월일 1985년 7월 4일",
                "出生日期1985年07月04日",
                "Дата рождения: 04.07.1985",
                "родился 4.7.1985 в Москве",
                "született 1985.07.04",
                "doğum tarihi 04.07.1985",
                "ημερομηνία γέννησης: 04/07/1985",
                "تاريخ الميلاد 04/07/1985",
                "תאריך לידה 04/07/1985",
                "născut 04.07.1985"
            })
    void findsABirthDateInOtherLanguages(String text) {
        assertThat(found(text, ""))
                .singleElement()
                .asString()
                .containsPattern("1985")
                .matches("[0-9./年月日년월일 ]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "650\n253\n0000",
                "650\t253\t0000",
                "call 5\n6\n7\n8\n9\n10\n11\n12",
                "phone models 12\t34",
                "1985年7月34日 born",
                "born 1985年7月"
            })
    void leavesColumnsOfNumbersAlone(String text) {
        assertThat(found(text, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card expires 12/27, order 4556 1234",
                "SSN 536-22-8724-11-1",
                "4556  7375  8689  9855 apples",
                "536  22  8724",
                "card 4556  7375  8689  9856",
                "ssn 000-12-3456",
                "card v4.556.737586899855",
                "1.2.3.4-5",
                "203.0.113.7-beta",
                "DE89.3704.0044.0532.0130.01",
                "AB-CD-EF-GH-IJ-KL",
                "BE-ED"
            })
    void leavesOtherDigitsAlone(String text) {
        assertThat(found(text, "")).isEmpty();
    }
}
