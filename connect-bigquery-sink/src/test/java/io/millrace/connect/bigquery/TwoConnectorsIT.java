// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** In other sinks, what the first connector of a worker chose is what every later one gets. */
class TwoConnectorsIT {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("amount", Decimal.schema(2))
            .build();

    private static SinkRecord order(long offset) {
        Struct value = new Struct(ORDER).put("id", offset).put("amount", new BigDecimal("12.50"));
        return new SinkRecord(
                "orders", 0, null, null, ORDER, value, offset, 1_700_000_000_000L, TimestampType.CREATE_TIME);
    }

    private static SinkTaskHarness connector(Emulator google, String name, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "name",
                name,
                "topics",
                "orders",
                "project",
                "my-project",
                "dataset",
                name,
                "dataset.create",
                "true",
                "credentials.source",
                "none",
                "bigquery.endpoint",
                google.restEndpoint(),
                "bigquery.storage.endpoint",
                "http://" + google.grpcEndpoint()));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        BigQuerySinkConnector connector = new BigQuerySinkConnector();
        connector.start(properties);
        return new SinkTaskHarness(
                new BigQuerySinkTask(), connector.taskConfigs(1).get(0), null);
    }

    private static Map<String, String> columns(Emulator google, String dataset) {
        return google.warehouse().table(new TableName("my-project", dataset, "orders")).orElseThrow().fields().stream()
                .collect(Collectors.toMap(TableFieldSchema::getName, TableFieldSchema::getType));
    }

    private static long rows(Emulator google, String dataset) {
        return google.warehouse().rowCount(new TableName("my-project", dataset, "orders"));
    }

    @Test
    void twoConnectorsInOneWorkerNeverInfluenceEachOther() {
        try (Emulator google = Emulator.builder().start();
                SinkTaskHarness numbers =
                        connector(google, "numbers", "decimal.type", "numeric", "kafka.columns", "offset")) {
            try (SinkTaskHarness floats = connector(google, "floats", "decimal.type", "float64")) {
                floats.assign(ORDERS).produce(order(0)).deliverAll();
                numbers.assign(ORDERS).produce(order(0), order(1)).deliverAll();
                floats.produce(order(1)).deliverAll();
            }
            numbers.produce(order(2)).deliverAll();

            assertThat(columns(google, "floats"))
                    .containsEntry("amount", "FLOAT")
                    .doesNotContainKey("_kafka_offset");
            assertThat(columns(google, "numbers"))
                    .containsEntry("amount", "NUMERIC")
                    .containsKey("_kafka_offset");
            assertThat(rows(google, "floats")).isEqualTo(2);
            assertThat(rows(google, "numbers")).isEqualTo(3);
        }
    }

    @Test
    void aConnectorThatIsEditedAndRestartedFollowsItsNewProperties() {
        try (Emulator google = Emulator.builder().start()) {
            try (SinkTaskHarness before = connector(google, "shop", "dataset", "before", "decimal.type", "float64")) {
                before.assign(ORDERS).produce(order(0)).deliverAll();
            }
            try (SinkTaskHarness after = connector(google, "shop", "dataset", "after", "decimal.type", "bignumeric")) {
                after.assign(ORDERS).produce(order(0)).deliverAll();
            }

            assertThat(columns(google, "before")).containsEntry("amount", "FLOAT");
            assertThat(columns(google, "after")).containsEntry("amount", "BIGNUMERIC");
        }
    }
}
