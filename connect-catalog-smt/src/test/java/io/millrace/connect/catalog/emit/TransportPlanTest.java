// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.catalog.event.Consumer;
import io.openlineage.client.transports.ConsoleConfig;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.KafkaConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TransportPlanTest {
    @Test
    void dotsInProducerPropertiesAndHeadersBelongToTheKey() {
        TransportPlan kafka = TransportPlan.read(
                        Map.of(
                                "transport.type", "kafka",
                                "transport.topicName", "lineage",
                                "transport.properties.bootstrap.servers", "broker:9092"),
                        Consumer.OPENLINEAGE,
                        Map.of())
                .get(0);

        assertThat(((KafkaConfig) kafka.config()).getProperties()).containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void eachMemberOfACompositeIsATargetOfItsOwn() {
        List<TransportPlan> plans = TransportPlan.read(
                Map.of(
                        "transport.type", "composite",
                        "transport.transports.marquez.type", "http",
                        "transport.transports.marquez.url", "http://marquez:5000",
                        "transport.transports.marquez.headers.x.tenant", "shop",
                        "transport.transports.log.type", "console"),
                Consumer.OPENLINEAGE,
                Map.of("marquez", Consumer.MARQUEZ));

        assertThat(plans).hasSize(2);
        assertThat(plans)
                .filteredOn(plan -> plan.name().equals("marquez"))
                .singleElement()
                .satisfies(plan -> assertThat(plan.consumer()).isEqualTo(Consumer.MARQUEZ))
                .satisfies(plan ->
                        assertThat(((HttpConfig) plan.config()).getHeaders()).containsEntry("x.tenant", "shop"));
        assertThat(plans)
                .filteredOn(plan -> plan.name().equals("log"))
                .singleElement()
                .satisfies(plan -> assertThat(plan.config()).isInstanceOf(ConsoleConfig.class))
                .satisfies(plan -> assertThat(plan.get()).isNotNull());
    }

    @Test
    void eventsForDataplexCarryGooglesToken() {
        TransportPlan plan = TransportPlan.read(
                        Map.of("transport.type", "http", "transport.url", "https://datalineage.googleapis.com/v1/x"),
                        Consumer.DATAPLEX,
                        Map.of())
                .get(0);

        assertThat(Objects.requireNonNull(((HttpConfig) plan.config()).getAuth()))
                .isInstanceOf(GoogleTokenProvider.class);
    }

    @Test
    void anUnknownTransportIsRefusedWithoutRepeatingASecret() {
        assertThatThrownBy(() -> TransportPlan.read(
                        Map.of("transport.type", "pigeon", "transport.auth.apiKey", "s3cret"),
                        Consumer.OPENLINEAGE,
                        Map.of()))
                .hasMessageContaining("pigeon")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
