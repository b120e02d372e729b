// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real broker, a real worker: a member joins the sink's group and leaves it again while BigQuery is away. */
@ExtendWith(Platform.Shared.class)
class RebalanceUnderPressureIT {

    private static final int RECORDS = 6_000;
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Platform platform;

    RebalanceUnderPressureIT(Platform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(240)
    void everythingArrivesWhenBigQueryIsBack(Release release) {
        ConnectCluster cluster = platform.cluster(release);
        String name = "pressed_" + cluster.name();
        try (Topic topic = Topic.create(name, 1, platform);
                Topic other = Topic.create(name + "_other", 1, platform)) {
            topic.produceWide(0, RECORDS, 1_000);
            Map<String, String> config = cluster.sinkConfig(name);
            config.put("buffer.max.bytes", "1048576");
            config.put("request.max.bytes", "262144");
            config.put("flush.timeout.ms", "500");
            try (Outage outage = Outage.of(name, platform)) {
                cluster.rest().create(name, config);
                outage.awaitRefusal(SOON);
                // The rest of the buffer is full a moment later; what is refused stays in it.
                Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
                joinAndLeave("connect-" + name, other.name());
            }

            Table table = new Table(name, platform);
            table.awaitDistinctIds(RECORDS, SOON);
            assertThat(table.number("MAX(id)")).isEqualTo(RECORDS - 1);
            cluster.rest().awaitRunning(name, 1);
        } finally {
            cluster.rest().delete(name);
        }
    }

    /** Two eager rebalances: the members' common assignor is Kafka's default. */
    private void joinAndLeave(String group, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", platform.broker().bootstrap(), "group.id", group, "enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> member =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(topic));
            Awaitility.await("the group is formed anew").atMost(SOON).until(() -> {
                member.poll(Duration.ofMillis(200));
                return !member.assignment().isEmpty();
            });
        }
    }
}
