// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A label behind a number says what it is, unless it is the next number's. */
class LabelsBehindTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1)
                    .withMinLikelihood(Likelihood.LIKELY)
                    .withRegions(List.of("US", "DE")),
            Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invoice 2026-000123, tel: 650-253-0000 | 650-253-0000",
                "Rechnung 2026-000123. Telefon: 030 901820 | 030 901820",
                "Rechnung 2026-000123. Tel.: 030 901820 | 030 901820",
                "Kunde 40112233 Telefon: 030 901820 | 030 901820",
                "ref 1234567890 phone = (650) 253-0000 | (650) 253-0000",
                "id 219099997, ssn: 219099998 | 219099998",
                "id 219099997 ssn=219099998 | 219099998",
                "created 1985-07-05, dob: 1985-07-04 | 1985-07-04",
                "created 1985-07-05, **dob**: 04.07.1985 | 04.07.1985",
            })
    void belongsToTheNumberThatFollows(String text, String expected) {
        assertThat(found(text)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4556737586899855 cvv: 123 | 4556737586899855",
                "4556737586899855, card exp: 12/29 | 4556737586899855",
                "219099997 (SSN) | 219099997",
                "219099997 ssn: yes | 219099997",
                "219099997 is my SSN. | 219099997",
            })
    void belongsToTheNumberBefore(String text, String expected) {
        assertThat(found(text)).containsExactly(expected);
    }

    /** Elements are called by an attribute, cells by the cell before. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<entry key=\"ssn\">219099997</entry> | 219099997",
                "<property name=\"cardNumber\">4556737586899855</property> | 4556737586899855",
                "<td>SSN</td><td>219099997</td> | 219099997",
                "<tr><th>Card number</th> <td>4556737586899855</td></tr> | 4556737586899855",
                "<dt>Date of birth</dt><dd>1985-07-04</dd> | 1985-07-04",
                "<td>SSN</td><td>219099997</td><td>Room</td><td>219099998</td> | 219099997",
                "<entry key=\"ssn\">219099997</entry><entry key=\"room\">219099998</entry> | 219099997",
                "<td>Order</td><td>4556737586899855</td><td>Card</td><td>5500005555555559</td> | 5500005555555559",
                "<phone key=\"x\">6502530000</phone> | 6502530000",
            })
    void isThatOfTheElement(String text, String expected) {
        assertThat(found(text)).containsExactly(expected);
    }

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }
}
