// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.apicurio.registry.utils.converter.avro.AvroDataConfig;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.RegistryStub;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics of a schema registry that hold what Debezium writes for itself. */
@Timeout(120)
class RegistryInternalIT {
    /** Their records are left out, so they need no table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.debezium.connector.common.Heartbeat",
                "io.debezium.connector.common.TransactionMetadataValue",
                "io.debezium.connector.mysql.SchemaChangeValue"
            })
    void needNoTableAndAreNotCounted(String name) {
        Schema internal = SchemaBuilder.struct()
                .name(name)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();
        try (Emulator emulator = Emulator.builder().start();
                RegistryStub registry = new RegistryStub();
                SinkBench bench = new SinkBench(emulator, "internal").with("schema.registry.url", registry.url())) {
            registry.register("orders-value", avro(internal)).register("lines-value", avro(SinkBench.ORDER));
            bench.task().assign(ORDERS_0, new TopicPartition("lines", 0));

            await().until(() -> bench.hasTable("lines") && metric("registry-waiting-topics") == 0);
            assertThat(metric("registry-unusable-total")).isZero();
            assertThat(bench.hasTable("orders")).isFalse();
        }
    }

    private static String avro(Schema schema) {
        return new AvroData(new AvroDataConfig(Map.of()))
                .fromConnectSchema(schema)
                .toString();
    }

    private static long metric(String name) {
        try {
            return (Long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName(
                                    "io.millrace.connect:type=bigquery-sink-task,connector=\"bench\",task=\"0\""),
                            name);
        } catch (JMException absent) {
            throw new AssertionError(absent);
        }
    }
}
