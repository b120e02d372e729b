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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .replaceAll("\\$\\{env:[A-Z_]*ENDPOINT}", "http://localhost:9050")
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

    /** Addresses and secrets are the user's own; a demonstration is in a hurry, and shows a second write method. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bigquery-sink.json   | credentials.source,bigquery.endpoint,bigquery.storage.endpoint,gcs.endpoint,\
            table.orders.write.method,gcs.bucket,gcs.bucket.create,load.interval.ms,\
            transforms.mask.keyset,transforms.mask.keyset.file,\
            transforms.catalog.openlineage.transport.type,transforms.catalog.openlineage.transport.location,\
            tasks.max,consumer.override.metadata.max.age.ms,transforms.catalog.initial.delay.ms,\
            transforms.catalog.coalesce.window.ms,transforms.catalog.heartbeat.interval.ms
            postgres-source.json | topic.creation.default.partitions
            """)
    void theConnectorsToCopyAreThoseOfTheQuickstart(String file, String others) throws IOException {
        Map<String, String> quickstart = written(CONFIG.resolve("quickstart").resolve(file));
        Map<String, String> copied = written(CONFIG.resolve("connectors").resolve(file));
        List.of(others.split(",")).forEach(other -> {
            quickstart.remove(other);
            copied.remove(other);
        });

        assertThat(copied).containsOnlyKeys(quickstart.keySet());
        quickstart.values().removeIf(value -> value.contains("${env:"));
        assertThat(copied).containsAllEntriesOf(quickstart);
    }

    private static Map<String, String> written(Path file) throws IOException {
        Map<String, String> properties = new HashMap<>();
        JsonNode connector = new ObjectMapper().readTree(Files.readString(file));
        properties.put("name", connector.get("name").asText());
        connector
                .get("config")
                .properties()
                .forEach(
                        entry -> properties.put(entry.getKey(), entry.getValue().asText()));
        return properties;
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).anyMatch(ExampleConfigsTest::isOurs);
    }
}
