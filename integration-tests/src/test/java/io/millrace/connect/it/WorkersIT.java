// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Platform.Shared.class)
class WorkersIT {

    private static final String SINK = "io.millrace.connect.bigquery.BigQuerySinkConnector";
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Platform platform;

    WorkersIT(Platform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @EnumSource
    void listEveryPluginOfTheArchives(Release release) {
        assertThat(platform.cluster(release).rest().plugins())
                .contains(
                        SINK,
                        "io.millrace.connect.dlp.DlpTransform$Key",
                        "io.millrace.connect.dlp.DlpTransform$Value",
                        "io.millrace.connect.dlp.DlpReidentify$Key",
                        "io.millrace.connect.dlp.DlpReidentify$Value",
                        "io.millrace.connect.catalog.CatalogTransform");
    }

    @ParameterizedTest
    @EnumSource
    void listTheVersionThatTheArchivesHave(Release release) {
        String archive =
                platform.project().pluginArchives().get(0).getFileName().toString();

        assertThat(platform.cluster(release).rest().versions("io.millrace."))
                .singleElement()
                .satisfies(version -> assertThat(archive).endsWith("-" + version + ".zip"));
    }

    @ParameterizedTest
    @EnumSource
    void landARecordInItsTable(Release release) {
        ConnectCluster cluster = platform.cluster(release);
        String name = "landed_" + cluster.name();
        try (Topic topic = Topic.create(name, 2, platform)) {
            topic.produce(1, 100);

            cluster.rest().create(name, cluster.sinkConfig(name));

            new Table(name, platform).awaitDistinctIds(100, SOON);
            assertThat(new Table(name, platform).number("MAX(id)")).isEqualTo(100);
        } finally {
            cluster.rest().delete(name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerAtValidationOnThePropertyAtFault(Release release) {
        ConnectCluster cluster = platform.cluster(release);
        Map<String, String> config = new HashMap<>(cluster.sinkConfig("none"));
        config.put("name", "invalid");
        config.put("table.partition.type", "FORTNIGHT");
        config.remove("project");

        JsonNode answer = cluster.rest().validate(SINK, config);

        assertThat(errorsOf(answer, "project")).isNotEmpty();
        assertThat(errorsOf(answer, "table.partition.type")).isNotEmpty();
        assertThat(errorsOf(answer, "dataset")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sendABadRecordToTheDeadLetterTopicAndLandTheOthers(Release release) {
        ConnectCluster cluster = platform.cluster(release);
        String name = "tolerant_" + cluster.name();
        Map<String, String> config = cluster.sinkConfig(name);
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", name + "_dead");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        try (Topic topic = Topic.create(name, 1, platform)) {
            topic.produce(1, 10);
            // Right for the converter, wrong for the table: a date far beyond the year 9999
            topic.produceRaw("""
                    {"schema": {"type": "struct", "name": "it.Person", "fields": [
                      {"field": "id", "type": "int64", "optional": false},
                      {"field": "name", "type": "string", "optional": true},
                      {"field": "born", "type": "int32", "name": "org.apache.kafka.connect.data.Date", "optional": true}]},
                     "payload": {"id": 11, "name": "late", "born": 2000000000}}""");
            topic.produce(12, 10);

            cluster.rest().create(name, config);

            new Table(name, platform).awaitDistinctIds(20, SOON);
            assertThat(new Table(name, platform).number("COUNTIF(id = 11)")).isZero();
            assertThat(DeadLetters.read(name + "_dead", 1, SOON, platform))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter).contains("born").doesNotContain("2000000000"));
        } finally {
            cluster.rest().delete(name);
        }
    }

    private static String errorsOf(JsonNode answer, String property) {
        StringBuilder errors = new StringBuilder();
        for (JsonNode config : answer.get("configs")) {
            if (config.at("/value/name").asText().equals(property)) {
                config.at("/value/errors")
                        .forEach(error -> errors.append(error.asText()).append('\n'));
            }
        }
        return errors.toString();
    }
}
