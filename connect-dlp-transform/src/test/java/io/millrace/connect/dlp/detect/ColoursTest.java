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
import org.junit.jupiter.params.provider.ValueSource;

/** Logs for terminals are coloured: what colours a text is nothing, however it is written. */
class ColoursTest {

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
            strings = {
                "\u001B[31m",
                "\u001B[1;38;5;196m",
                "\u001B[m",
                "\u001B[2K",
                "\u001B[0m\u001B[36m",
                "\\u001b[31m",
                "\\\\u001b[31m",
                "\\x1b[31m",
                "\\x1B[0m",
                "\\e[31m",
                "\\033[31m",
                "#033[31m",
                "%1B[31m",
                "%1B%5B31m",
                "&#27;[31m",
                "&#x1b;[31m"
            })
    void aColourHidesNothingAndStays(String colour) {
        for (String value : List.of(
                "203.0.113.9",
                "219-09-9997",
                "+16502530199",
                "4485 2405 0878 3626",
                "DE89370400440532013000",
                "ghp_a8Kd0QpL3mZx7VbN2cRta8Kd0QpL3mZx7VbN",
                "2001:db8::7",
                "bob@example.com")) {
            for (String text : List.of("#" + value + "#", "x #" + value + "# y", "{\"m\":\"#" + value + "#\"}")) {
                String coloured = text.replace("#", colour);
                assertThat(found(coloured)).as(coloured).containsExactly(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ip=~203.0.113.9~,203.0.113.9",
        "password=~hunter2x~,hunter2x",
        "~password~=hunter2x,hunter2x",
        "card ~4556737586899855~,4556737586899855",
        "card~4556737586899855~,4556737586899855",
        "ssn: ~219099997~,219099997",
        "Bearer ~a8Kd0QpL3mZx7VbN2cRta8Kd0QpL3mZx7VbNabcd~,a8Kd0QpL3mZx7VbN2cRta8Kd0QpL3mZx7VbNabcd"
    })
    void labelsAndValuesMayBeColoured(String text, String value) {
        assertThat(found(text.replace("~", "\u001B[31m"))).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issue #0331", "C:\\e\\x \\033 x", "\u001B and \u001B[", "#033x", "100%1B", "\u001B[31"})
    void whatOnlyBeginsLikeAColourIsRead(String text) {
        assertThat(found(text)).isEmpty();
        assertThat(found(text + " 203.0.113.9")).containsExactly("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4485\u001B[0m 2405 0878 3626", "4485 2405\\u001b[1m 0878 3626"})
    void aValueWithColoursInsideIsTheValue(String quote) {
        assertThat(Inspector.withoutEscapes(quote)).isEqualTo("4485 2405 0878 3626");
    }
}
