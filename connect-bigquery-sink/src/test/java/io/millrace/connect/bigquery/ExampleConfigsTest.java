// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The files under {@code config/} that operators copy. */
class ExampleConfigsTest {
    private static final Path CONFIG =
            Path.of("..").toAbsolutePath().normalize().resolve("config");

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIG)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isOurs(Path file) {
        return properties(file).getOrDefault("connector.class", "").endsWith("BigQuerySinkConnector");
    }

    /** A connector's properties as a worker sees them, with something plausible from its config providers. */
    private static Map<String, String> properties(Path file) {
        Map<String, String> properties = new HashMap<>();
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readString(file));
            JsonNode config = root.has("config") ? root.get("config") : root;
            config.properties().forEach(entry -> properties.put(entry.getKey(), resolved(entry.getValue())));
        } catch (IOException broken) {
            throw new AssertionError(file + " is not JSON", broken);
        }
        return properties;
    }

    private static String resolved(JsonNode value) {
        return value.asText()
                .replaceAll("\\$\\{env:[A-Z_]*ENDPOINT}", "https://bigquery.googleapis.com")
                .replaceAll("\\$\\{(env|file|directory):[^}]*}", "resolved");
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsValid() throws IOException {
        return examples().stream()
                .filter(ExampleConfigsTest::isOurs)
                .map(file -> DynamicTest.dynamicTest(CONFIG.relativize(file).toString(), () -> {
                    Map<String, String> properties = properties(file);
                    properties.put("validate.remote", "false");

                    assertThat(new BigQuerySinkConnector().validate(properties).configValues())
                            .allSatisfy(value -> assertThat(value.errorMessages())
                                    .as(value.name())
                                    .isEmpty());
                }));
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).anyMatch(ExampleConfigsTest::isOurs);
    }
}
