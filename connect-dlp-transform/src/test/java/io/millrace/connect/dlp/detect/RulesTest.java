// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.infotype.RuleSet;
import io.millrace.connect.dlp.infotype.RuleSet.MatchingType;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom infoTypes and rules, after Cloud DLP's own examples. */
class RulesTest {

    private static final InfoType MRN = new InfoType("C_MRN");
    private static final InfoType EMAIL = new InfoType("EMAIL_ADDRESS");

    private static List<String> quotes(InspectSettings settings, String text, String fieldName) {
        return Inspector.compile(settings, Clock.systemUTC()).inspect(text, fieldName).stream()
                .map(finding -> finding.infoType() + " " + finding.likelihood() + " "
                        + text.substring(
                                finding.chars().start(), finding.chars().end()))
                .toList();
    }

    private static InspectSettings medicalRecords(RuleSet.Rule... rules) {
        return InspectSettings.named()
                .withCustomInfoTypes(List.of(new CustomInfoType(
                        MRN,
                        Likelihood.POSSIBLE,
                        new CustomInfoType.Regex("[0-9]{3}-[0-9]-[0-9]{5}", List.of()),
                        true)))
                .withRuleSets(List.of(new RuleSet(Set.of(MRN), List.of(rules))));
    }

    private static InspectSettings emails(RuleSet.ExcludedBy by, MatchingType matching) {
        return InspectSettings.named("EMAIL_ADDRESS", "PHONE_NUMBER", "DOMAIN_NAME")
                .withRuleSets(List.of(new RuleSet(Set.of(EMAIL), List.of(new RuleSet.Exclusion(by, matching)))));
    }

    @Test
    void raisesAFindingWithAHotwordInItsWindowOnly() {
        InspectSettings settings = medicalRecords(
                new RuleSet.Hotword("(?i)(mrn|medical)(?-i)", 10, 0, new RuleSet.Fixed(Likelihood.VERY_LIKELY)));

        assertThat(quotes(settings, "Patient's MRN 444-5-22222 and just a number 333-2-33333", ""))
                .containsExactly("C_MRN VERY_LIKELY 444-5-22222", "C_MRN POSSIBLE 333-2-33333");
    }

    @Test
    void appliesHotwordsInOrderAndClampsEachStep() {
        InspectSettings settings = medicalRecords(
                new RuleSet.Hotword("MRN", 10, 0, new RuleSet.Fixed(Likelihood.VERY_LIKELY)),
                new RuleSet.Hotword("MRN", 10, 0, new RuleSet.Relative(1)),
                new RuleSet.Hotword("MRN", 10, 0, new RuleSet.Relative(-1)));

        assertThat(quotes(settings, "MRN 444-5-22222", "")).containsExactly("C_MRN LIKELY 444-5-22222");
    }

    @Test
    void takesTheFieldNameForAHeaderWhenTheWindowIsOne() {
        InspectSettings settings =
                medicalRecords(new RuleSet.Hotword("(?i)mrn", 1, 0, new RuleSet.Fixed(Likelihood.LIKELY)));

        assertThat(quotes(settings, "444-5-22222", "patientMrn")).containsExactly("C_MRN LIKELY 444-5-22222");
    }

    @Test
    void letsAHotwordBringABuiltInFindingOverTheThreshold() {
        InspectSettings settings = InspectSettings.named("US_SOCIAL_SECURITY_NUMBER")
                .withRuleSets(List.of(new RuleSet(
                        Set.of(new InfoType("US_SOCIAL_SECURITY_NUMBER")),
                        List.of(new RuleSet.Hotword("payee", 20, 0, new RuleSet.Fixed(Likelihood.LIKELY))))));

        assertThat(quotes(settings, "payee 372819127", ""))
                .containsExactly("US_SOCIAL_SECURITY_NUMBER LIKELY 372819127");
    }

    @ParameterizedTest
    @CsvSource({
        "FULL_MATCH, example@example.com, true",
        "FULL_MATCH, gary@example.com, false",
        "PARTIAL_MATCH, gary@example.com, false",
        "PARTIAL_MATCH, example@example.com, true",
        "INVERSE_MATCH, gary@example.com, true"
    })
    void excludesByDictionary(MatchingType matching, String email, boolean excluded) {
        InspectSettings settings = emails(new RuleSet.ByDictionary(List.of("example@example.com")), matching);

        assertThat(quotes(settings, email, "").stream().noneMatch(quote -> quote.startsWith("EMAIL")))
                .isEqualTo(excluded);
    }

    @ParameterizedTest
    @CsvSource({
        "FULL_MATCH, .+@example.com, gary@example.com, true",
        "FULL_MATCH, example, gary@example.com, false",
        "PARTIAL_MATCH, example, gary@example.com, true",
        "INVERSE_MATCH, example, bob@millrace.org, true",
        "INVERSE_MATCH, example, gary@example.com, false"
    })
    void excludesByRegularExpression(MatchingType matching, String regex, String email, boolean excluded) {
        assertThat(quotes(emails(new RuleSet.ByRegex(regex), matching), email, "").stream()
                        .noneMatch(quote -> quote.startsWith("EMAIL")))
                .isEqualTo(excluded);
    }

    @Test
    void excludesWhatLiesInsideAFindingOfAnotherInfoType() {
        InspectSettings settings = InspectSettings.named("EMAIL_ADDRESS", "DOMAIN_NAME")
                .withRuleSets(List.of(new RuleSet(
                        Set.of(new InfoType("DOMAIN_NAME")),
                        List.of(new RuleSet.Exclusion(
                                new RuleSet.ByInfoTypes(Set.of(EMAIL)), MatchingType.PARTIAL_MATCH)))));

        assertThat(quotes(settings, "example.com is a domain, james@example.org is an email.", ""))
                .containsExactly("DOMAIN_NAME VERY_LIKELY example.com", "EMAIL_ADDRESS VERY_LIKELY james@example.org");
    }

    @Test
    void usesAnExcludedCustomTypeInRulesWithoutReportingIt() {
        InfoType vip = new InfoType("VIP");
        InspectSettings settings = InspectSettings.named("EMAIL_ADDRESS")
                .withCustomInfoTypes(List.of(new CustomInfoType(
                        vip,
                        Likelihood.VERY_LIKELY,
                        new CustomInfoType.Regex("[a-z]+@millrace\\.org", List.of()),
                        false)))
                .withRuleSets(List.of(new RuleSet(
                        Set.of(EMAIL),
                        List.of(new RuleSet.Exclusion(
                                new RuleSet.ByInfoTypes(Set.of(vip)), MatchingType.FULL_MATCH)))));

        assertThat(quotes(settings, "ann@millrace.org bob@example.org", ""))
                .containsExactly("EMAIL_ADDRESS VERY_LIKELY bob@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "'Sam, Johnson called', 'Sam, Johnson'",
        "'ask SAM JOHNSON', SAM JOHNSON",
        "jen123, jen",
        "jennifer, ",
    })
    void findsPhrasesOfADictionaryAsCloudDlpDoes(String text, String expected) {
        InspectSettings settings = InspectSettings.named()
                .withCustomInfoTypes(List.of(CustomInfoType.of(
                        new InfoType("STAFF"), new CustomInfoType.Dictionary(List.of("sam johnson", "jen")))));

        List<String> quotes = quotes(settings, text, "");

        assertThat(quotes).isEqualTo(expected == null ? List.of() : List.of("STAFF VERY_LIKELY " + expected));
    }

    @Test
    void reportsTheGroupsOfARegularExpression() {
        InspectSettings settings = InspectSettings.named()
                .withCustomInfoTypes(List.of(CustomInfoType.of(
                        new InfoType("EMPLOYEE"), new CustomInfoType.Regex("emp:(\\d+)/(\\w+)", List.of(1, 2)))));

        assertThat(quotes(settings, "emp:17/kim", ""))
                .containsExactly("EMPLOYEE VERY_LIKELY 17", "EMPLOYEE VERY_LIKELY kim");
    }

    @Test
    void findsSurrogatesByTheirLength() {
        InspectSettings settings = InspectSettings.named()
                .withCustomInfoTypes(
                        List.of(CustomInfoType.of(new InfoType("EMAIL_TOKEN"), new CustomInfoType.Surrogate())));

        assertThat(quotes(settings, "to EMAIL_TOKEN(5):AbC=d, EMAIL_TOKEN(99):x", ""))
                .containsExactly("EMAIL_TOKEN VERY_LIKELY EMAIL_TOKEN(5):AbC=d");
    }

    @Test
    void saysWhichPatternIsWrong() {
        InspectSettings settings = InspectSettings.named()
                .withCustomInfoTypes(List.of(CustomInfoType.of(MRN, new CustomInfoType.Regex("(a", List.of()))));

        assertThatThrownBy(() -> Inspector.compile(settings, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("C_MRN");
    }
}
