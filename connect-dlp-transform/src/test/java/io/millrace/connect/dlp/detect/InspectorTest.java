// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectorTest {

    private static final InspectSettings EVERYTHING = InspectSettings.of(Arrays.stream(BuiltInInfoType.values())
            .map(BuiltInInfoType::infoType)
            .collect(Collectors.toSet()));

    private static Inspector inspector(String... infoTypes) {
        return Inspector.compile(InspectSettings.named(infoTypes), Clock.systemUTC());
    }

    @Test
    void findsTheReferenceExampleOfCloudDlp() {
        Finding finding = inspector("PHONE_NUMBER")
                .inspect("My phone number is (415) 555-0890")
                .get(0);

        assertThat(finding.likelihood()).isEqualTo(Likelihood.VERY_LIKELY);
        assertThat(finding.codepoints()).isEqualTo(new Span(19, 33));
        assertThat(finding.bytes()).isEqualTo(new Span(19, 33));
    }

    @Test
    void tellsPositionsInCharsCodePointsAndBytes() {
        Finding finding = inspector("EMAIL_ADDRESS")
                .inspect("\uD83D\uDE00 für jane@example.org")
                .get(0);

        assertThat(finding.chars()).isEqualTo(new Span(7, 23));
        assertThat(finding.codepoints()).isEqualTo(new Span(6, 22));
        assertThat(finding.bytes()).isEqualTo(new Span(10, 26));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "４１１１１１１１１１１１１１１１",
                "٤١١١١١١١١١١١١١١١",
                "४१११११११११११११११",
                "4111\u20111111\u20111111\u20111111",
                "4111\u00A01111\u00A01111\u00A01111",
                "41\u200B1111\u00AD1111111111",
                "\uD835\uDFD2111111111111111"
            })
    void foldsDigitsAndSeparatorsOfEveryScriptAndMasksTheOriginal(String card) {
        String text = "Karte: " + card + ", danke";

        assertThat(inspector("CREDIT_CARD_NUMBER").inspect(text))
                .extracting(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .containsExactly(card);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room 42 %s please", "42 %s", "id 1234 %s", "unit 7 %s", "item 12, %s.", "3 4 5 %s"})
    void findsATelephoneNumberBehindABareNumber(String around) {
        String phone = "(650) 253-0100";
        String text = around.formatted(phone);
        Inspector inspector = Inspector.compile(
                InspectSettings.named("PHONE_NUMBER").withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        assertThat(inspector.inspect(text))
                .extracting(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .containsExactly(phone);
    }

    /** Of ranges that regulators keep for examples, and new ones; a country's code tells how many digits follow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+44 7700 900123",
                "+447700900123",
                "+1 555 123 4567",
                "+1 628-555-0147",
                "+33 1 99 00 12 34",
                "+61 491 570 006",
                "+46 70 174 06 05",
                "+49 1512 3456789"
            })
    void findsNumbersWithACountrysCodeOfAnyRange(String phone) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
        String text = "reach us on " + phone + ", thanks";

        assertThat(inspector.inspect(text))
                .extracting(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .containsExactly(phone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"callto:%s", "tel:%s", "sms:%s", "smsto:%s", "facetime:%s", "viber://chat?number=%s"})
    void findsTelephoneNumbersInLinks(String link) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
        for (String phone : List.of("6502530000", "650-253-0000", "+16502530000")) {
            String text = "<a href=\"" + link.formatted(phone) + "\">x</a>";
            assertThat(inspector.inspect(text))
                    .as(text)
                    .extracting(finding -> text.substring(
                            finding.chars().start(), finding.chars().end()))
                    .containsExactly(phone);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+48.137154+011.576124/",
                "+40.7128-074.0060",
                "x +100 200 300 400 y",
                "1.0.0+20130313144700",
                "+999 123 456 7890",
                "x = 5+12345678901",
                "+1234567890,",
                "@@ -1,2 +3456,7890 @@",
                "+2024-05-05 10:00",
                "sum: +12 345 678,90",
                "+12.345.678,90 EUR",
                "+1234567890.12"
            })
    void takesNoOtherFiguresBehindAPlusSignForATelephoneNumber(String text) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        assertThat(inspector.inspect(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-1A-E7-5C-9A-49", "00:1A:E7:5C:9A:49", "001a.e75c.9a49"})
    void findsAHardwareAddressAtTheEndOfASentence(String address) {
        String text = "The gateway is " + address + ". It answers.";

        assertThat(inspector("MAC_ADDRESS").inspect(text))
                .extracting(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .containsExactly(address);
        char separator = address.replaceAll("\\w", "").charAt(0);
        assertThat(inspector("MAC_ADDRESS").inspect(address + separator + "77a0"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "372819127, '', UNLIKELY",
        "372819127, customerSsn, LIKELY",
        "372819127, social_security_number, LIKELY",
        "372819127, assn, UNLIKELY",
        "536-90-4399, '', LIKELY",
        "536-90-4399, ssn, VERY_LIKELY"
    })
    void countsTheWordsOfTheFieldNameAsHotwords(String text, String fieldName, Likelihood expected) {
        Inspector inspector = Inspector.compile(
                InspectSettings.named("US_SOCIAL_SECURITY_NUMBER").withMinLikelihood(Likelihood.VERY_UNLIKELY),
                Clock.systemUTC());

        assertThat(inspector.inspect(text, fieldName))
                .extracting(Finding::likelihood)
                .containsExactly(expected);
    }

    @Test
    void keepsAThresholdOfItsOwnForAnInfoType() {
        InspectSettings settings = InspectSettings.named("EMAIL_ADDRESS", "US_SOCIAL_SECURITY_NUMBER")
                .withMinLikelihood(Likelihood.LIKELY)
                .withMinLikelihoodOf(Map.of(new InfoType("US_SOCIAL_SECURITY_NUMBER"), Likelihood.VERY_LIKELY));

        List<Finding> findings = Inspector.compile(settings, Clock.systemUTC()).inspect("jane@example.org 536-90-4399");

        assertThat(findings).extracting(finding -> finding.infoType().name()).containsExactly("EMAIL_ADDRESS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1647725122227",
                "110bcd25-a55d-453a-8046-1297901ea002",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "2024-06-05T09:15:30.500Z",
                "1.12.3-SNAPSHOT",
                "v1.2.3.4",
                "ORD-4711000815",
                "-4111111111111111",
                "$4111111111111111",
                "123.4567890123456"
            })
    void leavesNumbersOfMachinesAlone(String text) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        assertThat(inspector.inspect(text)).isEmpty();
    }

    @Test
    void reportsOnlyTheOuterOfTwoFindingsOfOneInfoType() {
        assertThat(inspector("IP_ADDRESS").inspect("peer ::ffff:192.168.1.26"))
                .extracting(Finding::chars)
                .containsExactly(new Span(5, 24));
    }

    @Test
    void namesAnInfoTypeOrRegionThatItDoesNotKnow() {
        assertThatThrownBy(() -> inspector("SHOE_SIZE")).hasMessageContaining("SHOE_SIZE");
        assertThatThrownBy(() -> Inspector.compile(
                        InspectSettings.named("PHONE_NUMBER").withRegions(List.of("ZZ")), Clock.systemUTC()))
                .hasMessageContaining("ZZ");
    }

    @Test
    void allocatesNothingForTextWithoutCandidates() {
        Inspector inspector = Inspector.compile(InspectSettings.of(BuiltInInfoType.DEFAULT_V1), Clock.systemUTC());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String text =
                "Please send the 3 parcels to the second floor; order 12 was late again, said Jane. Thanks: all well.";
        long thread = Thread.currentThread().getId();
        inspector.inspect(text, "notes");

        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 1_000; i++) {
                inspector.inspect(text, "notes");
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }

        // the measurement itself allocates a little, and the machine whenever it links or compiles what was new to it
        assertThat(least).isLessThan(1_000);
    }

    /** Every run is read once: what looks like one candidate after another must not be read from each anew. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-",
                "1 ",
                "1.",
                "12:",
                "a:",
                "ab:",
                "http://",
                "a.",
                "@a.",
                "a@",
                "password=",
                "eyJ.",
                "-----BEGIN PRIVATE KEY-----",
                "+1 ",
                "(1",
                "AAAA",
                "1/1/",
                "::",
                "415-555-0890 ",
                "4111 ",
                "\"@",
                "4111111111111111=",
                "^",
                "٤"
            })
    void getsThroughRepeatedBeginningsOfCandidates(String beginning) {
        Inspector inspector = Inspector.compile(EVERYTHING, Clock.systemUTC());
        String text = beginning.repeat(20_000 / beginning.length());

        List<Finding> findings = inspector.inspect(text);

        assertThat(findings.size()).isLessThanOrEqualTo(4 * text.length());
    }

    @Test
    void findsNothingInNothing() {
        assertThat(Inspector.compile(EVERYTHING, Clock.systemUTC()).inspect("")).isEmpty();
    }
}
