// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A label inside JSON text is read as a field's name is: in camel case, with numbers, as an abbreviation. */
class LabelsTest {

    /** InfoTypes that need a label, a value, and a label's two words. */
    @ParameterizedTest
    @CsvSource({
        "US_SOCIAL_SECURITY_NUMBER,536228724,customer,ssn",
        "US_SOCIAL_SECURITY_NUMBER,536228724,social,security",
        "US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER,912721234,taxpayer,id",
        "US_EMPLOYER_IDENTIFICATION_NUMBER,12-3456789,employer,number",
        "US_PASSPORT,536228724,passport,number",
        "UK_PASSPORT,536228724,passport,no",
        "US_DRIVERS_LICENSE_NUMBER,D1234567,driver,licence",
        "FRANCE_CNI,880692310285,carte,cni",
        "PHONE_NUMBER,6285550147,mobile,number",
        "PHONE_NUMBER,6285550147,tel,no",
        "SWIFT_CODE,DEUTDEFF,bank,bic",
        "ADVERTISING_ID,6d92078a-8246-4ba4-ae5b-76104861e7dc,device,idfa",
        "DATE_OF_BIRTH,1985-07-04,birth,date",
        "DATE_OF_BIRTH,19850704,customer,dob",
        "CREDIT_CARD_NUMBER,4556737586899855,card,number",
        "IMEI_HARDWARE_ID,490154203237518,device,imei",
        "UK_NATIONAL_HEALTH_SERVICE_NUMBER,9434765919,nhs,number",
        "CANADA_SOCIAL_INSURANCE_NUMBER,193456787,customer,sin",
        "NETHERLANDS_BSN_NUMBER,111222333,customer,bsn",
        "US_BANK_ROUTING_MICR,021000021,routing,number",
        "POLAND_PESEL_NUMBER,44051401359,customer,pesel",
        "IP_ADDRESS,1.2.3.4,client,ip"
    })
    void aLabelInJsonCountsInEverySpelling(String infoType, String value, String first, String second) {
        Inspector inspector = Inspector.compile(
                InspectSettings.named(infoType).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
        String capital = capital(second);
        for (String label : List.of(
                first + capital,
                capital(first) + capital,
                first + second.toUpperCase(Locale.ROOT),
                first + "_" + second,
                first + "-" + second,
                first.toUpperCase(Locale.ROOT) + "_" + second.toUpperCase(Locale.ROOT),
                first + capital + "1",
                first + "_" + second + "_2",
                "my" + capital(first) + capital)) {
            for (String form : List.of("{\"%s\":\"%s\"}", "{\\\"%s\\\":\\\"%s\\\"}", "%s=%s")) {
                String text = form.formatted(label, value);
                assertThat(inspector.inspect(text))
                        .as(text)
                        .extracting(finding -> text.substring(
                                finding.chars().start(), finding.chars().end()))
                        .containsExactly(value);
            }
            assertThat(inspector.inspect(value, label)).as(label).hasSize(1);
        }
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    @ParameterizedTest
    @CsvSource({
        "D.O.B. 07/04/1985,DATE_OF_BIRTH",
        "d.o.b: 07/04/1985,DATE_OF_BIRTH",
        "DOB:19850704,DATE_OF_BIRTH",
        "née le 04/07/1985,DATE_OF_BIRTH",
        "geboren am 4. Juli 1985,DATE_OF_BIRTH",
        "nacida el 4 de julio de 1985,DATE_OF_BIRTH",
        "nato il 4 luglio 1985,DATE_OF_BIRTH",
        "nascida em 4 de julho de 1985,DATE_OF_BIRTH",
        "né le 4 juillet 1985,DATE_OF_BIRTH",
        "S.S.N. 536228724,US_SOCIAL_SECURITY_NUMBER"
    })
    void readsAbbreviationsAndMonthsOfOtherLanguages(String text, String infoType) {
        Inspector inspector = Inspector.compile(
                InspectSettings.named(infoType).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        assertThat(inspector.inspect(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"assn\":\"536228724\"}",
                "{\"classNo\":\"536228724\"}",
                "{\"lessons\":\"536228724\"}",
                "{\"id\":\"0ssn536228724\"}",
                "{\"hash\":\"a1ssn4f\",\"n\":\"536228724\"}",
                "{\"missingNumber\":\"536228724\"}"
            })
    void takesNoPartOfAWordForALabel(String text) {
        Inspector inspector = Inspector.compile(
                InspectSettings.named("US_SOCIAL_SECURITY_NUMBER").withMinLikelihood(Likelihood.LIKELY),
                Clock.systemUTC());

        assertThat(inspector.inspect(text)).isEmpty();
    }
}
