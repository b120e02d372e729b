// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masking and cataloging in real workers of both releases, with predicates, on a sink and on a source. */
@ExtendWith(Platform.Shared.class)
class TransformsIT {
    private static final Duration SOON = Duration.ofMinutes(5);
    /** Right for the converter and the transforms, wrong for the table: a date far beyond the year 9999. */
    private static final String TOO_LATE = """
            {"schema": {"type": "struct", "name": "it.Person", "fields": [
              {"field": "id", "type": "int64", "optional": false},
              {"field": "name", "type": "string", "optional": true},
              {"field": "born", "type": "int32", "name": "org.apache.kafka.connect.data.Date", "optional": true}]},
             "payload": {"id": 3, "name": "alice@example.org", "born": 2000000000}}""";

    private final Platform platform;

    TransformsIT(Platform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @EnumSource
    void maskAndCatalogWhatASinkGets(Release release) throws IOException {
        ConnectCluster cluster = platform.cluster(release);
        String name = "masked_" + cluster.name();
        Path lineage = Files.createTempDirectory("millrace-it").resolve("lineage.ndjson");
        Map<String, String> config = cluster.sinkConfig(name);
        config.putAll(catalog(lineage));
        config.putAll(Map.of(
                "transforms", "mask,untouched,catalog",
                "transforms.mask.type", "io.millrace.connect.dlp.DlpTransform$Value",
                "transforms.mask.rules", "name",
                "transforms.mask.rules.name.fields", "name",
                "transforms.mask.rules.name.transform", "character-mask",
                "transforms.mask.predicate", "people",
                "predicates", "people",
                "predicates.people.type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
                "predicates.people.pattern", "masked_.*"));
        config.putAll(Map.of(
                "transforms.untouched.type", "io.millrace.connect.dlp.DlpTransform$Value",
                "transforms.untouched.rules", "id",
                "transforms.untouched.rules.id.fields", "id",
                "transforms.untouched.rules.id.transform", "redact",
                "transforms.untouched.predicate", "people",
                "transforms.untouched.negate", "true"));
        try (Topic topic = Topic.create(name, 2, platform)) {
            topic.produce(1, 20);

            cluster.rest().create(name, config);

            Table table = new Table(name, platform);
            table.awaitDistinctIds(20, SOON);
            assertThat(table.number("COUNTIF(REGEXP_CONTAINS(name, '^[*]+$'))")).isEqualTo(20);
            awaitEvent(lineage, name);
        } finally {
            cluster.rest().delete(name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void maskAndCatalogWhatASourceSends(Release release) throws IOException {
        ConnectCluster cluster = platform.cluster(release);
        String name = "mails_" + cluster.name();
        Path directory = Files.createTempDirectory("millrace-it");
        Path lines = Files.writeString(directory.resolve("mails.txt"), "write to alice@example.org today\n");
        Path lineage = directory.resolve("lineage.ndjson");
        Map<String, String> config = new HashMap<>(catalog(lineage));
        config.putAll(Map.of(
                "connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector",
                "file", lines.toString(),
                "topic", name,
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "transforms", "mask,catalog",
                "transforms.mask.type", "io.millrace.connect.dlp.DlpTransform$Value",
                "transforms.mask.rules", "text",
                "transforms.mask.rules.text.fields", "**",
                "transforms.mask.rules.text.info.types", "EMAIL_ADDRESS",
                "transforms.mask.rules.text.transform", "replace-with-info-type"));
        try (Topic topic = Topic.create(name, 1, platform)) {
            cluster.rest().create(name, config);

            assertThat(first(topic.name())).isEqualTo("write to [EMAIL_ADDRESS] today");
            awaitEvent(lineage, name);
        } finally {
            cluster.rest().delete(name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sayNothingOfAValueInTheHeadersOfADeadLetter(Release release) {
        ConnectCluster cluster = platform.cluster(release);
        String name = "unmaskable_" + cluster.name();
        Map<String, String> config = cluster.sinkConfig(name);
        config.putAll(Map.of(
                "transforms", "mask",
                "transforms.mask.type", "io.millrace.connect.dlp.DlpTransform$Value",
                "transforms.mask.on.error", "fail",
                "transforms.mask.rules", "name",
                "transforms.mask.rules.name.fields", "name",
                "transforms.mask.rules.name.transform", "time-part",
                "transforms.mask.rules.name.part.to.extract", "YEAR"));
        config.putAll(Map.of(
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", name + "_dead",
                "errors.deadletterqueue.topic.replication.factor", "1",
                "errors.deadletterqueue.context.headers.enable", "true"));
        try (Topic topic = Topic.create(name, 1, platform)) {
            topic.produce(1, 1);

            cluster.rest().create(name, config);

            assertThat(DeadLetters.headers(name + "_dead", 1, SOON, platform))
                    .allSatisfy(headers -> assertThat(headers)
                            .contains("field name could not be masked by rule name", "exception.stacktrace")
                            .doesNotContain("name 1"));
        } finally {
            cluster.rest().delete(name);
        }
    }

    /** One bad record, refused by three connectors that differ in what dead letters shall hold. */
    @ParameterizedTest
    @EnumSource
    void keepWhatIsMaskedOutOfTheDeadLetterTopic(Release release) {
        ConnectCluster cluster = platform.cluster(release);
        String name = "refused_" + cluster.name();
        List<String> contents = List.of("consumed", "unsaid", "origin");
        try (Topic topic = Topic.create(name, 1, platform)) {
            topic.produce(1, 2);
            topic.produceRaw(TOO_LATE);

            for (String content : contents) {
                Map<String, String> config = cluster.sinkConfig(name);
                config.putAll(Map.of(
                        "transforms", "mask",
                        "transforms.mask.type", "io.millrace.connect.dlp.DlpTransform$Value",
                        "transforms.mask.rules", "name",
                        "transforms.mask.rules.name.fields", "**.name",
                        "transforms.mask.rules.name.info.types", "EMAIL_ADDRESS",
                        "transforms.mask.rules.name.transform", "replace-with-info-type"));
                config.putAll(Map.of(
                        "errors.tolerance", "all",
                        "errors.deadletterqueue.topic.name", name + "_" + content,
                        "errors.deadletterqueue.topic.replication.factor", "-1",
                        "errors.deadletterqueue.context.headers.enable", "true"));
                if (!content.equals("unsaid")) {
                    config.put("dead.letters", content);
                }
                cluster.rest().create(name + "_" + content, config);
            }

            assertThat(letter(name + "_consumed")).contains("alice@example.org");
            assertThat(letter(name + "_unsaid"))
                    .contains("\"name\":\"[EMAIL_ADDRESS]\"", "\"id\":3", "column born")
                    .contains("errors.topic=" + name + " ", "errors.partition=0 ", "errors.offset=2 ")
                    .doesNotContain("alice");
            assertThat(letter(name + "_origin"))
                    .startsWith("null null ")
                    .contains("column born")
                    .contains("errors.topic=" + name + " ", "errors.partition=0 ", "errors.offset=2 ")
                    .doesNotContain("alice");
        } finally {
            contents.forEach(content -> cluster.rest().delete(name + "_" + content));
        }
    }

    private String letter(String topic) {
        return DeadLetters.whole(topic, 1, SOON, platform).get(0);
    }

    private static Map<String, String> catalog(Path lineage) {
        return Map.of(
                "transforms.catalog.type", "io.millrace.connect.catalog.CatalogTransform",
                "transforms.catalog.kafka.namespace", "kafka://it:9092",
                "transforms.catalog.source.namespace", "file://it",
                "transforms.catalog.sink.name", "it.it.${topic}",
                "transforms.catalog.openlineage.transport.type", "file",
                "transforms.catalog.openlineage.transport.location", lineage.toString(),
                "transforms.catalog.initial.delay.ms", "100");
    }

    private static void awaitEvent(Path lineage, String topic) {
        Awaitility.await("an event about " + topic)
                .atMost(SOON)
                .until(() -> Files.exists(lineage)
                        && Files.readString(lineage).contains(topic)
                        && Files.readString(lineage).contains("\"eventType\":\"START\""));
    }

    private String first(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", platform.broker().bootstrap()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return Awaitility.await("a record in " + topic)
                    .pollInSameThread()
                    .atMost(SOON)
                    .until(
                            () -> {
                                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                                    return record.value();
                                }
                                return "";
                            },
                            value -> !value.isEmpty());
        }
    }
}
