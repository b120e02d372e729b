// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.privacy.dlp.v2.CustomInfoType;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.Likelihood;
import com.google.protobuf.TextFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings as dlp.proto and storage.proto describe them; configs are in protobuf's text format. */
class InspectorTest {
    private static final TrainedInfoTypes TRAINED =
            new TrainedInfoTypes(Map.of("PERSON_NAME", List.of("Grace Hopper")));

    private static Inspector inspector(String config) throws TextFormat.ParseException {
        return new Inspector(TextFormat.parse(config, InspectConfig.class), TRAINED);
    }

    /** {@code INFO_TYPE=quote} for each finding. */
    private static List<String> found(String config, String text, String column) throws TextFormat.ParseException {
        return inspector(config).find(text, column).stream()
                .map(found -> found.infoType() + "=" + found.span().of(text))
                .toList();
    }

    private static List<String> found(String config, String text) throws TextFormat.ParseException {
        return found(config, text, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMAIL_ADDRESS | write to ada.l+x@mail.example.org. | ada.l+x@mail.example.org",
                "PHONE_NUMBER | call (415) 555-0890 | (415) 555-0890",
                "PHONE_NUMBER | +4915112345678 is it | +4915112345678",
                "CREDIT_CARD_NUMBER | card 4111-1111-1111-1111, paid | 4111-1111-1111-1111",
                "US_SOCIAL_SECURITY_NUMBER | SSN 222-22-2222 | 222-22-2222",
                "IBAN_CODE | to DE89 3704 0044 0532 0130 00 | DE89 3704 0044 0532 0130 00",
                "IP_ADDRESS | from 198.51.100.7: refused | 198.51.100.7",
                "IP_ADDRESS | from 2001:db8::17 on | 2001:db8::17",
                "MAC_ADDRESS | 00:00:5e:00:53:af | 00:00:5e:00:53:af",
                "URL | (see https://example.org/a?b=c). | https://example.org/a?b=c",
                "DOMAIN_NAME | at www.example.org today | www.example.org",
                "DATE | born 1815-12-10 | 1815-12-10",
                "PERSON_NAME | by GRACE  HOPPER, 1952 | GRACE  HOPPER"
            })
    void builtInAndTrainedInfoTypesAreFound(String infoType, String text, String quote)
            throws TextFormat.ParseException {
        assertThat(found("info_types { name: '" + infoType + "' } min_likelihood: LIKELY", text))
                .containsExactly(infoType + "=" + quote);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREDIT_CARD_NUMBER | 4111-1111-1111-1112",
                "CREDIT_CARD_NUMBER | 1700000000000",
                "US_SOCIAL_SECURITY_NUMBER | 666-12-3456",
                "IBAN_CODE | DE88 3704 0044 0532 0130 00",
                "IP_ADDRESS | 256.1.1.1",
                "IP_ADDRESS | 1:2:3",
                "IP_ADDRESS | 1::2::3",
                "PHONE_NUMBER | 4155550890",
                "EMAIL_ADDRESS | ada@localhost"
            })
    void whatHasTheShapeButNotTheChecksumIsNotFound(String infoType, String text) throws TextFormat.ParseException {
        assertThat(found("info_types { name: '" + infoType + "' }", text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sam johnson | true",
                "'Sam, Johnson' | true",
                "Sam (Johnson) | true",
                "sam johnson3 | true",
                "sam johnsons | false",
                "samjohnson | false"
            })
    void aDictionaryMatchesAsStorageProtoSays(String text, boolean matches) throws TextFormat.ParseException {
        String config =
                "custom_info_types { info_type { name: 'N' } dictionary { word_list { words: 'Sam Johnson' } } }";

        assertThat(!found(config, text).isEmpty()).isEqualTo(matches);
    }

    @Test
    void aRegexGivesTheGroupsThatWereAskedFor() throws TextFormat.ParseException {
        String config = "custom_info_types { info_type { name: 'MRN' } regex { pattern: '(mrn|id) ([0-9]{4})-([0-9]+)'"
                + " group_indexes: 2 group_indexes: 3 } }";

        assertThat(found(config, "mrn 1234-56")).containsExactly("MRN=1234", "MRN=56");
    }

    @Test
    void whatRe2DoesNotTakeIsRefused() {
        assertThatThrownBy(() -> inspector("custom_info_types { info_type { name: 'A' } regex { pattern: '(?=a)b' } }"))
                .hasMessageContaining("not a regular expression of RE2");
        assertThatThrownBy(() -> inspector(
                        "custom_info_types { info_type { name: 'A' } regex { pattern: 'a' group_indexes: 1 } }"))
                .hasMessageContaining("fewer groups");
    }

    @Test
    void aSurrogateIsFoundWithItsToken() throws TextFormat.ParseException {
        String config = "custom_info_types { info_type { name: 'TOKEN' } surrogate_type {} }";

        assertThat(found(config, "paid by TOKEN(3):abcdef")).containsExactly("TOKEN=TOKEN(3):abc");
    }

    @Test
    void aHotwordNearAFindingChangesItsLikelihood() throws TextFormat.ParseException {
        String config = "info_types { name: 'US_SOCIAL_SECURITY_NUMBER' } min_likelihood: LIKELY"
                + " rule_set { info_types { name: 'US_SOCIAL_SECURITY_NUMBER' } rules { hotword_rule {"
                + " hotword_regex { pattern: '(?i)ssn' } proximity { window_before: 10 }"
                + " likelihood_adjustment { relative_likelihood: 2 } } } }";

        assertThat(found(config, "123456789")).isEmpty();
        assertThat(found(config, "my SSN is 123456789")).hasSize(1);
        assertThat(found(config, "SSN in a far away place: 123456789")).isEmpty();
        assertThat(found(config, "123456789 ssn")).isEmpty();
        assertThat(found(config, "123456789", "customer_ssn")).hasSize(1);
    }

    @Test
    void likelihoodStaysWithinItsScale() throws TextFormat.ParseException {
        String adjustments = List.of("relative_likelihood: 1", "relative_likelihood: -1").stream()
                .map(change -> " rules { hotword_rule { hotword_regex { pattern: 'x' } proximity { window_before: 5 }"
                        + " likelihood_adjustment { " + change + " } } }")
                .reduce("", String::concat);
        String config = "custom_info_types { info_type { name: 'A' } regex { pattern: 'abc' } }"
                + " rule_set { info_types { name: 'A' }" + adjustments + " }";

        assertThat(inspector(config).find("x abc", ""))
                .extracting(Found::likelihood)
                .containsExactly(Likelihood.LIKELY);
    }

    /** The example of {@code ExcludeInfoTypes}. */
    @Test
    void aPhoneNumberWithinAnEmailAddressIsExcluded() throws TextFormat.ParseException {
        String config = "info_types { name: 'PHONE_NUMBER' } info_types { name: 'EMAIL_ADDRESS' }"
                + " rule_set { info_types { name: 'PHONE_NUMBER' } rules { exclusion_rule {"
                + " exclude_info_types { info_types { name: 'EMAIL_ADDRESS' } }"
                + " matching_type: MATCHING_TYPE_PARTIAL_MATCH } } }";

        assertThat(found(config, "555-222-2222@example.org")).containsExactly("EMAIL_ADDRESS=555-222-2222@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regex { pattern: '.*@example.com' } | FULL | ada@example.org",
                "regex { pattern: 'example.org' } | FULL | ada@example.org,bob@example.com",
                "regex { pattern: 'example.org' } | PARTIAL | bob@example.com",
                "regex { pattern: 'example.org' } | INVERSE | ada@example.org",
                "dictionary { word_list { words: 'ada' } } | PARTIAL | bob@example.com",
                "dictionary { word_list { words: 'ada@example.org' } } | FULL | bob@example.com"
            })
    void findingsAreExcludedByWhatTheyHold(String rule, String matching, String left) throws TextFormat.ParseException {
        String config = "info_types { name: 'EMAIL_ADDRESS' } rule_set { info_types { name: 'EMAIL_ADDRESS' }"
                + " rules { exclusion_rule { " + rule + " matching_type: MATCHING_TYPE_" + matching + "_MATCH } } }";

        assertThat(found(config, "ada@example.org bob@example.com"))
                .extracting(finding -> finding.replace("EMAIL_ADDRESS=", ""))
                .containsExactly(left.split(","));
    }

    @Test
    void anInfoTypeForRulesOnlyIsNotReported() throws TextFormat.ParseException {
        String config = "info_types { name: 'EMAIL_ADDRESS' }"
                + " custom_info_types { info_type { name: 'STAFF' } regex { pattern: '\\\\w+@example.com' }"
                + " exclusion_type: EXCLUSION_TYPE_EXCLUDE }"
                + " rule_set { info_types { name: 'EMAIL_ADDRESS' } rules { exclusion_rule {"
                + " exclude_info_types { info_types { name: 'STAFF' } } matching_type: MATCHING_TYPE_FULL_MATCH } } }";

        assertThat(found(config, "ada@example.org bob@example.com")).containsExactly("EMAIL_ADDRESS=ada@example.org");
    }

    @Test
    void anOwnInfoTypeOfABuiltInsNameAddsToIt() throws TextFormat.ParseException {
        String config = "info_types { name: 'PHONE_NUMBER' }"
                + " custom_info_types { info_type { name: 'PHONE_NUMBER' } regex { pattern: 'ext [0-9]{3}' } }";

        assertThat(found(config, "ext 123 or (415) 555-0890"))
                .containsExactly("PHONE_NUMBER=ext 123", "PHONE_NUMBER=(415) 555-0890");
    }

    @Test
    void anInfoTypeMayHaveAThresholdOfItsOwn() throws TextFormat.ParseException {
        String config = "info_types { name: 'PHONE_NUMBER' } min_likelihood: VERY_LIKELY"
                + " min_likelihood_per_info_type { info_type { name: 'PHONE_NUMBER' } min_likelihood: UNLIKELY }";

        assertThat(found(config, "4155550890")).containsExactly("PHONE_NUMBER=4155550890");
    }

    @Test
    void whatIsNotAskedForOrUnknownIsRefused() {
        assertThatThrownBy(() -> inspector("info_types { name: 'NO_SUCH_TYPE' }"))
                .hasMessageContaining("NO_SUCH_TYPE")
                .hasMessageContaining("trainedInfoType");
        assertThatThrownBy(() -> inspector(
                        "info_types { name: 'URL' } rule_set { info_types { name: 'DATE' } rules { exclusion_rule {"
                                + " regex { pattern: 'a' } matching_type: MATCHING_TYPE_FULL_MATCH } } }"))
                .hasMessageContaining("DATE, which is not asked for");
    }

    @Test
    void aPhraseNeedsTwoLettersOrDigits() {
        InspectConfig config = InspectConfig.newBuilder()
                .addCustomInfoTypes(CustomInfoType.newBuilder()
                        .setInfoType(InfoType.newBuilder().setName("A"))
                        .setDictionary(CustomInfoType.Dictionary.newBuilder()
                                .setWordList(CustomInfoType.Dictionary.WordList.newBuilder()
                                        .addWords("-a-"))))
                .build();

        assertThatThrownBy(() -> new Inspector(config, TRAINED)).hasMessageContaining("2 letters or digits");
    }
}
