// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whole configurations of KCBQ: all but those that ask for what there is not are taken as they are. */
class KcbqConfigurationsTest {
    private static final Pattern REFUSED = Pattern.compile("!(\\S+)");

    private record Configuration(String what, List<String> refusedOn, Map<String, String> properties) {
        static Configuration parse(String block) {
            String[] lines = block.split("\n");
            Map<String, String> properties = new HashMap<>(Map.of("name", "kcbq", "validate.remote", "false"));
            for (String line : List.of(lines).subList(1, lines.length)) {
                if (!line.isBlank()) {
                    String[] sides = line.split("=", 2);
                    properties.put(sides[0], sides[1]);
                }
            }
            List<String> refusedOn = REFUSED.matcher(lines[0])
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            return new Configuration(lines[0].replaceAll("\\|.*", "").trim(), refusedOn, properties);
        }
    }

    private static List<Configuration> configurations() throws IOException {
        try (InputStream file = KcbqConfigurationsTest.class.getResourceAsStream("/kcbq/configurations.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^== "))
                    .skip(1)
                    .map(Configuration::parse)
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachIsTakenOrRefusedOnWhatIsNotThere() throws IOException {
        return configurations().stream()
                .map(configuration -> DynamicTest.dynamicTest(
                        configuration.what(),
                        () -> assertThat(findings(configuration.properties()))
                                .extracting(Finding::property)
                                .containsExactlyInAnyOrderElementsOf(configuration.refusedOn())));
    }

    /** Of 25 public ones 10 were. */
    @Test
    void mostAreTaken() throws IOException {
        List<Configuration> all = configurations();

        assertThat(all).hasSizeGreaterThanOrEqualTo(25);
        assertThat(all).filteredOn(one -> one.refusedOn().isEmpty()).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void whatIsRefusedSaysWhatToWrite() throws IOException {
        for (Configuration configuration : configurations()) {
            assertThat(findings(configuration.properties()))
                    .allSatisfy(finding -> assertThat(finding.message())
                            .startsWith(finding.property() + ": ")
                            .matches("(?s).*(accepted: |write |remove ).*"));
        }
    }
}
