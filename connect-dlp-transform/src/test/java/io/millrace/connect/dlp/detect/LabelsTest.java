// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.testkit.Seeded;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
        "US_EMPLOYER_IDENTIFICATION_NUMBER,911144442,employer,ein",
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

    /** Where names stand before values; {@code %1$s} the name, {@code %2$s} the value. */
    private static final List<String> PLACES = List.of(
            "{\"a\":1,\"%1$s\":\"%2$s\",\"z\":\"x\"}",
            "{ \"%1$s\" : \"%2$s\" }",
            "{\"m\":\"{\\\"%1$s\\\":\\\"%2$s\\\"}\"}",
            "{\"%1$s\":[\"%2$s\"]}",
            "{'a': 1, '%1$s': '%2$s'}",
            "['%1$s' => '%2$s']",
            "<r><a>1</a><%1$s>%2$s</%1$s></r>",
            "<r a=\"1\" %1$s=\"%2$s\" z=\"2\"/>",
            "GET /x?a=1&%1$s=%2$s&z=2 HTTP/1.1",
            "%1$s=%2$s&z=2",
            "Host: x\nX-%1$s: %2$s\nZ: 1",
            "a = 1\n%1$s = %2$s\nz = 2",
            "r:\n  a: 1\n  %1$s: %2$s\n  z: 2",
            "level=info %1$s=\"%2$s\" z=1",
            "{\"%1$s\":%2$s,\"z\":1}",
            "{\"z\":1,\"%1$s\":[%2$s]}");

    private static final int FORMS = PLACES.indexOf("GET /x?a=1&%1$s=%2$s&z=2 HTTP/1.1");
    private static final int NUMBERS = PLACES.indexOf("{\"%1$s\":%2$s,\"z\":1}");

    @Test
    void everyInfoTypeIsKnownByAnyNameInAnyPlace() {
        List<Specimen> specimens = Specimen.all().stream()
                .filter(specimen ->
                        !specimen.label().contains(":") && !specimen.value().contains("\n"))
                .toList();
        Map<BuiltInInfoType, Inspector> inspectors = new EnumMap<>(BuiltInInfoType.class);
        Seeded.tries("every infoType is known by any name in any place", 20_000, random -> {
            Specimen specimen = specimens.get(random.nextInt(specimens.size()));
            String bare = specimen.value().startsWith("+") ? specimen.value() : specimen.bare();
            String value = random.nextBoolean() ? specimen.value() : bare;
            String name = Names.of(specimen, random);
            int place = random.nextInt(value.matches("[1-9][0-9]+") ? PLACES.size() : NUMBERS);
            boolean form = place == FORMS || place == FORMS + 1;
            if (form) {
                if (specimen.type() == BuiltInInfoType.HTTP_COOKIE) {
                    return; // all of the line is one
                }
                value = URLEncoder.encode(value, StandardCharsets.UTF_8);
            }
            Inspector inspector = inspectors.computeIfAbsent(
                    specimen.type(),
                    type -> Inspector.compile(
                            InspectSettings.named(type.name()).withMinLikelihood(Likelihood.LIKELY),
                            Clock.systemUTC()));
            String text = PLACES.get(place).formatted(name, value);

            assertThat(DisjointFindings.of(inspector.inspect(text)))
                    .as(text)
                    .extracting(finding -> text.substring(
                            finding.chars().start(), finding.chars().end()))
                    .containsExactly(value);
            if (!form) {
                assertThat(DisjointFindings.of(inspector.inspect(value, name)))
                        .as("field %s", name)
                        .extracting(Finding::chars)
                        .containsExactly(new Span(0, value.length()));
            }
        });
    }

    private static String capital(String word) {
        return Names.capital(word);
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

    @ParameterizedTest
    @CsvSource({
        "setcard,4556737586899855,CREDIT_CARD_NUMBER",
        "validatecard,4556737586899855,CREDIT_CARD_NUMBER",
        "withssn,219099997,US_SOCIAL_SECURITY_NUMBER",
        "setphone,6502530199,PHONE_NUMBER",
        "getimei,352099001761481,IMEI_HARDWARE_ID"
    })
    void aFunctionsNameIsAVerbAndALabel(String function, String value, String infoType) {
        Inspector inspector = Inspector.compile(
                InspectSettings.named(infoType).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        for (String call : List.of("x.%s(\"%s\")", "%s('%s', 1)", "%s(%s);")) {
            String text = call.formatted(function, value);
            assertThat(inspector.inspect(text)).as(text).hasSize(1);
            String other = call.formatted("x" + function, value);
            assertThat(inspector.inspect(other)).as(other).isEmpty();
        }
        assertThat(inspector.inspect("reset(" + value + "); discard(\"" + value + "\")"))
                .isEmpty();
    }

    /** Whether dates are looked for, too, or not: twenty characters behind all of it. */
    @ParameterizedTest
    @ValueSource(strings = {"07/04/1985 is the birthday", "1985-07-04 is her birthday", "4.7.1985 (a birthday)"})
    void whatStandsBehindADateSaysThatItIsABirth(String text) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        assertThat(inspector.inspect(text))
                .extracting(Finding::infoType)
                .containsExactly(BuiltInInfoType.DATE_OF_BIRTH.infoType());
    }
}
