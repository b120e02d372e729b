// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody sees may stand between words, and a form's plus signs are blanks; at the default threshold. */
class ReadingsTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text)).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x200B, 0x200C, 0x200D, 0x200E, 0x2060, 0x2063, 0x2066, 0xAD, 0xFEFF, 0x3164, 0x115F, 0xFFA0, 0x034F,
                0x061C, 0x180B, 0x180E, 0x180F, 0xFE0F, 0x206F, 0xE0001, 0xE0100, 0x1D173
            })
    void whatCannotBeSeenEndsAWord(int codePoint) {
        String unseen = Character.toString(codePoint);
        for (String value : List.of(
                "jane.roe@example.org",
                "536-22-8724",
                "4556-7375-8689-9855",
                "4556 7375 8689 9855",
                "DE89370400440532013000",
                "DE89 3704 0044 0532 0130 00",
                "203.0.113.7",
                "2001:db8::7",
                "00:1b:44:11:3a:b7",
                "+1 628-555-0147",
                "(628) 555-0147",
                "AKIAQ7ZP3LMN5RTV2XYB",
                "943 476 5919")) {
            for (String around : List.of("see|#|now", "see ||#|| now", "|#|now", "\u8c22|#|\u8c22", "9 see |#, 7")) {
                String text = around.replace("|", unseen).replace("#", value);

                assertThat(found(text)).as(text).containsExactly(value);
            }
            String text = "iban" + unseen + value;
            assertThat(found(text)).as(text).singleElement().asString().endsWith(value);
        }
    }

    /** Inside of a number it is nothing, though others stand around the number. */
    @ParameterizedTest
    @ValueSource(strings = {"4556#7375#8689#9855", "536#-22#-8724", "203.0#.113.7", "+1 628#-555-0147"})
    void whatCannotBeSeenInsideANumberAndAroundIt(String number) {
        for (String unseen : List.of("\u200b", "\u00ad", "\u2060")) {
            String value = number.replace("#", unseen);

            assertThat(found("see" + unseen + value + unseen + "now")).containsExactly(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u200b", "%E2%80%8B", "&#8203;", "&shy;", "&zwj;"})
    void whatCannotBeSeenEndsAWordHoweverItIsEscaped(String unseen) {
        assertThat(found("see" + unseen + "536-22-8724" + unseen + "now")).containsExactly("536-22-8724");
        assertThat(found("see" + unseen + "jane.roe@example.org" + unseen + "now"))
                .containsExactly("jane.roe@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u8c22DE89370400440532013000", "\u8bf7DE89 3704 0044 0532 0130 00\u8c22"})
    void findsAnAccountBesideWordsWithoutSpaces(String text) {
        assertThat(found(text)).singleElement().asString().startsWith("DE89");
    }

    @ParameterizedTest
    @CsvSource({
        "phone=#&x=1,%2B1+650-253-0000",
        "phone=#,650+253+0000",
        "a=b&mobile=#,(650)+253+0000",
        "u=1&fax=#&v=2,%28650%29+253-0000",
        "iban=#,GB29+NWBK+6016+1331+9268+19",
        "nino=#&a=b+c,AB+12+34+56+C",
        "dob=#,4+July+1985",
        "q=Bearer+#,mF9B5f41JqMx0987aQz",
        "card=#,4556+7375+8689+9855",
        "ssn=#,536+22+8724",
        "https://example.org/x?nhs=#,943+476+5919",
        "{\"body\":\"a=1+2&phone=#\"},650+253+0000"
    })
    void aFormHasPlusSignsForBlanks(String form, String value) {
        assertThat(found(form.replace("#", value))).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"650+253+0000", "x=1+2+3", "a+b=650+253+0000", "q=4+July+1985", "hash=12+345+6789012"})
    void leavesOtherPlusSignsAlone(String text) {
        assertThat(found(text)).isEmpty();
    }

    @Test
    void aPlusSignStaysOneInASecret() {
        assertThat(found("password=hunter+2+x&a=b")).containsExactly("hunter+2+x");
        assertThat(found("mail=jane%2Bx@example.org&q=a+b")).containsExactly("jane%2Bx@example.org");
    }

    /** As IDNA reads them (UTS 46). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.roe@example\u3002org",
                "jane.roe@example\uff61org",
                "jane.roe@example\uff0eorg",
                "jane.roe@mail\u3002example\u3002co\uff61uk",
                "jane.roe@\u4f8b\u3048\u3002jp"
            })
    void anIdeographicStopIsADotInAnAddress(String address) {
        for (String around : List.of("#", "see #, ok", "\u8bf7\u770b #\u3002\u8c22\u8c22", "{\"m\":\"#\"}")) {
            assertThat(found(around.replace("#", address))).containsExactly(address);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.roe@example.org\u3002Then call",
                "jane.roe@example.org\u3002\u8c22\u8c22",
                "\u8c22\u8c22\u3002jane.roe@example.org\u3002"
            })
    void anIdeographicStopEndsASentence(String text) {
        assertThat(found(text)).containsExactly("jane.roe@example.org");
    }
}
