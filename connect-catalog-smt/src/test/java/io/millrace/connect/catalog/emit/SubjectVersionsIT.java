// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import io.millrace.connect.kit.registry.RegistryAccess;
import io.millrace.connect.testkit.RegistryStub;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.types.Password;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a registry says of a topic's schema, as events tell it. */
class SubjectVersionsIT {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final RegistryStub registry = new RegistryStub();

    @AfterEach
    void stop() {
        registry.close();
    }

    private SubjectVersions versions(Duration deadline) {
        return new SubjectVersions(
                new RegistryAccess(URI.create(registry.url()), new Password("ann:secret"), null), deadline);
    }

    private Optional<Registered> ask(String topic, String recordName) throws Exception {
        return versions().latest(topic, recordName, NOON, NOON).get();
    }

    private SubjectVersions versions() {
        return versions(Duration.ofSeconds(20));
    }

    @Test
    void theTopicsSubjectIsAskedFirstAndThenTheRecords() throws Exception {
        registry.accept("Basic YW5uOnNlY3JldA==")
                .register("orders-value", 3, 17, "AVRO", "{}", List.of())
                .register("shop.Item", 1, 9, "JSON", "{}", List.of());

        assertThat(ask("orders", "shop.Order"))
                .contains(new Registered("127.0.0.1", "orders-value", 3, 17, "AVRO", null));
        assertThat(ask("items", "shop.Item")).contains(new Registered("127.0.0.1", "shop.Item", 1, 9, "JSON", null));
        assertThat(ask("items", "shop.None")).isEmpty();
        assertThat(registry.asked()).endsWith("/subjects/items-shop.None/versions/latest");
    }

    @Test
    void aRefusalIsNotTakenForAnAbsentSubject() {
        registry.answer("orders-value", 500).register("shop.Order", 1, 9, "JSON", "{}", List.of());

        assertThatThrownBy(() -> ask("orders", "shop.Order"))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("status 500");
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void anAnswerThatDripsIsCutOff() {
        registry.drip();

        assertThatThrownBy(() -> versions(Duration.ofMillis(300))
                        .latest("orders", null, NOON, NOON)
                        .get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void anAvroRecordsNameIsRead() throws Exception {
        registry.register(
                "orders-value", "{\"type\":\"record\",\"namespace\":\"shop\",\"name\":\"Order\",\"fields\":[]}");

        assertThat(ask("orders", "shop.Order"))
                .contains(new Registered("127.0.0.1", "orders-value", 1, 1, "AVRO", "Order"));
    }

    /** 1,900 topics at the same moment were 1,900 connections. */
    @Test
    void aFewQuestionsAreAskedAtATime() throws Exception {
        AtomicInteger most = new AtomicInteger();
        registry.watch(open -> most.accumulateAndGet(open, Math::max));
        SubjectVersions versions = versions();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int topic = 0; topic < 200; topic++) {
            registry.register("t" + topic + "-value", "{}");
            answers.add(versions.latest("t" + topic, null, NOON, NOON));
        }
        for (CompletableFuture<?> answer : answers) {
            answer.get(30, TimeUnit.SECONDS);
        }

        assertThat(most.get()).isBetween(1, 4);
        assertThat(registry.asked()).hasSize(200);
    }

    @Test
    void edgesOfOneTopicShareAnAnswerUntilItsSchemaChanges() throws Exception {
        registry.register("orders-value", "{}");
        SubjectVersions versions = versions();

        versions.latest("orders", null, NOON, NOON).get();
        versions.latest("orders", null, NOON, NOON.plusSeconds(20)).get();
        assertThat(registry.asked()).hasSize(1);

        versions.latest("orders", null, NOON.plusSeconds(21), NOON.plusSeconds(21))
                .get();
        assertThat(registry.asked()).hasSize(2);
        versions.latest("orders", null, NOON.plusSeconds(21), NOON.plusSeconds(52))
                .get();
        assertThat(registry.asked()).hasSize(3);
    }

    @Test
    void whatIsAskedAndWhatWaitsEndsWithTheReporter() {
        registry.drip();
        SubjectVersions versions = versions();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int topic = 0; topic < 20; topic++) {
            answers.add(versions.latest("t" + topic, null, NOON, NOON));
        }
        versions.close();

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> answers.subList(0, 4).stream().allMatch(CompletableFuture::isDone));
        assertThat(registry.asked()).hasSizeLessThanOrEqualTo(4);
    }

    /** A client of its own for each reporter left its threads behind with every restart of a task. */
    @Test
    void restartsLeaveNoThreadsBehind() throws Exception {
        registry.register("orders-value", "{}");
        versions().latest("orders", null, NOON, NOON).get();
        long before = clients();
        for (int restart = 0; restart < 30; restart++) {
            SubjectVersions versions = versions();
            versions.latest("orders", null, NOON, NOON).get();
            versions.close();
        }

        assertThat(clients()).isLessThan(before + 8);
    }

    private static long clients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient"))
                .count();
    }

    @Test
    void anEventNamesSubjectAndVersion() throws Exception {
        registry.register("orders-value", 3, 17, "AVRO", "{}", List.of());
        Worker worker =
                new Worker(Worker.SETTINGS, Consumer.OPENLINEAGE, new LineageReporter.Sources(null, versions()));
        worker.task().see(Records.order("orders", 0));
        worker.settle();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            worker.settle();
            return worker.reporter.answered();
        });

        worker.pass(Duration.ofSeconds(3));

        var input = worker.told().get(0).at("/inputs/0/facets");
        assertThat(input.at("/version/datasetVersion").asText()).isEqualTo("orders-value/3");
        assertThat(input.at("/millrace_schemaVersion/schemaId").asInt()).isEqualTo(17);
        assertThat(worker.counters.get(CatalogMetric.LOOKUPS_FAILED_TOTAL)).isZero();
    }
}
