// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.catalog.Connector.catalog;
import static io.millrace.connect.catalog.Connector.properties;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.catalog.event.Consumer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A namespace or a name was wrong, was told, and is corrected in the connector's configuration. */
class CorrectedNameTest {
    /** Amundsen's extractor wants it of a dataset; the standard has no such property. */
    private static final String DATABASE = ",\"database\":\"\\w+\"(?=})";

    @TempDir
    Path folder;

    /** All that was told up to the end of a connector with {@code property}, each event held against the standard. */
    private List<JsonNode> told(Consumer consumer, String property, String value) throws IOException {
        Path events = folder.resolve("lineage.ndjson");
        String reader = consumer.name().toLowerCase(Locale.ROOT);
        try (Connector<SinkRecord> connector =
                new Connector<>(events, catalog(properties(events, "consumer", reader, property, value)))) {
            connector.pass(Records.order("orders", 1));
        }
        return Files.readAllLines(events).stream()
                .map(line -> SpecCheck.valid(line.replaceAll(DATABASE, "")))
                .toList();
    }

    /** A catalog that adds up what a run says has no run that says both; one that takes the last is not turned back. */
    @ParameterizedTest
    @EnumSource(Consumer.class)
    void ofTheTableIsAnotherRunOfTheJobAndNoEventOfTheOldRunFollows(Consumer consumer) throws IOException {
        told(consumer, "sink.name", "shop.wrong.${topic}");
        List<JsonNode> all = told(consumer, "sink.name", "shop.raw.${topic}");

        assertTwoRunsOfOneJob(all);
        assertThat(all.get(0).path("outputs").toString()).contains("shop.wrong.orders");
        assertThat(all.get(1).path("outputs").toString())
                .contains("shop.raw.orders")
                .doesNotContain("wrong");
    }

    @ParameterizedTest
    @EnumSource(Consumer.class)
    void ofTheClusterIsAnotherRunOfTheJobAndNoEventOfTheOldRunFollows(Consumer consumer) throws IOException {
        told(consumer, "kafka.namespace", "kafka://wrong:9092");
        List<JsonNode> all = told(consumer, "kafka.namespace", "kafka://broker:9092");

        assertTwoRunsOfOneJob(all);
        assertThat(all.get(0).path("inputs").toString()).contains("kafka://wrong:9092");
        assertThat(all.get(1).toString()).contains("kafka://broker:9092").doesNotContain("wrong");
    }

    private static void assertTwoRunsOfOneJob(List<JsonNode> events) {
        assertThat(events)
                .extracting(event -> event.at("/run/runId").asText())
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(events.get(1).at("/job/name")).isEqualTo(events.get(0).at("/job/name"));
    }
}
