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
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.types.Password;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a registry says of a topic's schema, as events tell it. */
class SubjectVersionsIT {
    private final RegistryStub registry = new RegistryStub();

    @AfterEach
    void stop() {
        registry.close();
    }

    private SubjectVersions versions(Duration deadline) {
        return new SubjectVersions(
                new RegistryAccess(URI.create(registry.url()), new Password("ann:secret"), null), deadline);
    }

    private SubjectVersions versions() {
        return versions(Duration.ofSeconds(20));
    }

    @Test
    void theTopicsSubjectIsAskedFirstAndThenTheRecords() throws Exception {
        registry.accept("Basic YW5uOnNlY3JldA==")
                .register("orders-value", 3, 17, "AVRO", "{}", List.of())
                .register("shop.Item", 1, 9, "JSON", "{}", List.of());

        assertThat(versions().latest("orders", "shop.Order").get())
                .contains(new Registered("127.0.0.1", "orders-value", 3, 17, "AVRO"));
        assertThat(versions().latest("items", "shop.Item").get())
                .contains(new Registered("127.0.0.1", "shop.Item", 1, 9, "JSON"));
        assertThat(versions().latest("items", "shop.None").get()).isEmpty();
        assertThat(registry.asked()).endsWith("/subjects/items-shop.None/versions/latest");
    }

    @Test
    void aRefusalIsNotTakenForAnAbsentSubject() {
        registry.answer("orders-value", 500).register("shop.Order", 1, 9, "JSON", "{}", List.of());

        assertThatThrownBy(() -> versions().latest("orders", "shop.Order").get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("status 500");
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void anAnswerThatDripsIsCutOff() {
        registry.drip();

        assertThatThrownBy(() ->
                        versions(Duration.ofMillis(300)).latest("orders", null).get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void anEventNamesSubjectAndVersion() throws Exception {
        registry.register("orders-value", 3, 17, "AVRO", "{}", List.of());
        Worker worker =
                new Worker(Worker.SETTINGS, Consumer.OPENLINEAGE, new LineageReporter.Sources(null, versions()));
        worker.task().see(Records.order("orders", 0));
        worker.settle();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
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
