// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.observe.Observer;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.HttpTransportResponseException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OneEdgeHarmsNoOtherTest {
    private static final int TOPICS = 6;

    static Stream<RuntimeException> whatOneEventIsAnswered() {
        return Stream.of(
                new HttpTransportResponseException(500, ""),
                new HttpTransportResponseException(404, ""),
                new HttpTransportResponseException(401, ""),
                new HttpTransportResponseException(429, ""),
                new HttpTransportResponseException(503, ""),
                new HttpTransportResponseException(302, ""),
                new HttpTransportResponseException(422, ""),
                new KafkaException("too large", new RecordTooLargeException()),
                new IllegalStateException(new SocketTimeoutException("silence")),
                new NullPointerException());
    }

    private static boolean isOfTopic(OpenLineage.RunEvent event, int topic) {
        return event.getJob().getName().endsWith("topic" + topic);
    }

    private static Set<String> topics(List<JsonNode> told) {
        Set<String> topics = new TreeSet<>();
        told.forEach(event -> topics.add(event.at("/inputs/0/name").asText()));
        return topics;
    }

    @ParameterizedTest
    @MethodSource("whatOneEventIsAnswered")
    void theOthersAreToldAtOnceAndWithEachHeartbeat(RuntimeException answer) throws InterruptedException {
        Worker worker = Worker.plain();
        worker.catalog = event -> isOfTopic(event, 0) ? answer : null;
        Observer task = worker.task();
        for (int topic = 0; topic < TOPICS; topic++) {
            task.see(Records.order("topic" + topic, 0));
        }
        worker.pass(Duration.ofSeconds(5));
        assertThat(topics(worker.told())).hasSize(TOPICS - 1).doesNotContain("topic0");

        for (int topic = 0; topic < TOPICS; topic++) {
            task.see(Records.order("topic" + topic, 1));
        }
        worker.pass(Duration.ofMinutes(16));
        assertThat(topics(worker.told())).hasSize(TOPICS - 1).doesNotContain("topic0");
        long tries = worker.counters.get(CatalogMetric.EVENTS_FAILED_TOTAL)
                + worker.counters.get(CatalogMetric.EVENTS_REFUSED_TOTAL);
        assertThat(tries).as("tried less and less often").isBetween(1L, 20L);
    }

    @Test
    void anEventThatIsTooLargeIsRefusedOnceHoweverManyRowsFollow() throws InterruptedException {
        Worker worker = Worker.plain();
        worker.catalog = event -> new KafkaException("too large", new RecordTooLargeException());
        Observer task = worker.task();
        for (int hour = 0; hour < 5; hour++) {
            task.see(Records.order("orders", hour));
            worker.pass(Duration.ofHours(1));
        }

        assertThat(worker.counters.get(CatalogMetric.EVENTS_REFUSED_TOTAL)).isEqualTo(1);
        assertThat(worker.counters.get(CatalogMetric.EVENTS_FAILED_TOTAL)).isZero();
    }

    @Test
    void aCatalogThatRefusesConnectionsIsAskedForOneEdgeAtATime() throws InterruptedException {
        Worker worker = Worker.plain();
        worker.catalog = event -> new IllegalStateException(new ConnectException("refused"));
        Observer task = worker.task();
        for (int topic = 0; topic < TOPICS; topic++) {
            task.see(Records.order("topic" + topic, 0));
        }
        worker.pass(Duration.ofMinutes(10));
        assertThat(worker.counters.get(CatalogMetric.EVENTS_FAILED_TOTAL)).isBetween(3L, 15L);

        worker.catalog = event -> null;
        worker.pass(Duration.ofMinutes(6));
        assertThat(topics(worker.told())).hasSize(TOPICS);
    }

    /** A heartbeat a second, and a catalog that takes one event of them: every edge has its turn. */
    @Test
    void theLongestUntoldGoesFirst() throws InterruptedException {
        ReporterSettings often = new ReporterSettings(
                RunStrategy.CONNECTOR,
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                100,
                false,
                true,
                true);
        Worker worker = new Worker(often, Consumer.OPENLINEAGE, new LineageReporter.Sources(null, null));
        worker.catalog = event -> {
            worker.clock.advance(Duration.ofMillis(50));
            return null;
        };
        Observer task = worker.task();
        for (int topic = 0; topic < 60; topic++) {
            task.see(Records.order("topic" + topic, 0));
            worker.reporter.step();
        }
        for (int second = 0; second < 5; second++) {
            for (int topic = 0; topic < 60; topic++) {
                task.see(Records.order("topic" + topic, 1 + second));
            }
            worker.steps(20);
        }

        assertThat(topics(worker.told())).hasSize(60);
    }
}
