// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.catalog.Connector.catalog;
import static io.millrace.connect.catalog.Connector.properties;
import static io.millrace.connect.catalog.Connector.sourceCatalog;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.ExtractField;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamTablesTest {
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("db", Schema.STRING_SCHEMA)
            .field("schema", Schema.OPTIONAL_STRING_SCHEMA)
            .field("table", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema EVENT = event(SOURCE, Records.ADDRESS);

    @TempDir
    Path folder;

    private Path events() {
        return folder.resolve("lineage.ndjson");
    }

    private static Schema event(Schema source, Schema row) {
        return SchemaBuilder.struct()
                .name("shop.inv.orders.Envelope")
                .field("after", row)
                .field("source", source)
                .field("op", Schema.STRING_SCHEMA)
                .build();
    }

    private static Struct orders(String table) {
        Struct row = new Struct(Records.ADDRESS).put("street", "High Street").put("city", "Town");
        Struct source = new Struct(SOURCE)
                .put("connector", "postgresql")
                .put("name", "shop")
                .put("db", "inv")
                .put("schema", "public")
                .put("table", table);
        return new Struct(EVENT).put("after", row).put("source", source).put("op", "c");
    }

    private static SourceRecord read(Map<String, ?> partition, String topic, Schema schema, Object value) {
        return new SourceRecord(partition, Map.of("lsn", 1), topic, null, null, null, schema, value, Records.NOON);
    }

    private static List<String> inputs(List<JsonNode> told) {
        return told.stream().map(event -> event.at("/inputs/0/name").asText()).toList();
    }

    /** Debezium's topics that are no tables, rows that were unwrapped and routed, and a query's result. */
    @ParameterizedTest
    @CsvSource({
        "server, shop,          __debezium-heartbeat.shop",
        "server, shop,          shop.transaction",
        "server, shop,          shop",
        "server, shop,          shop.message",
        "server, shop,          shop.public.orders",
        "server, shop,          eu.orders",
        "server, shop,          outbox.event.order",
        "query,  query,         orders",
        "kafka,  x,             orders",
        "group,  g,             mm2-checkpoints",
        "ns,     mongodb://h/x, inv.customers",
    })
    void recordsThatNameNoTableHaveNone(String key, String value, String topic) {
        Connector<SourceRecord> connector = new Connector<>(
                events(), sourceCatalog(properties(events(), "source.namespace", "postgres://db:5432")));

        connector.pass(read(Map.of(key, value), topic, Records.ORDER, Records.order(Records.ORDER, 1)));

        assertThat(connector.closeAndRead()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "table,      shop.orders,   shop.orders,   TABLE",
        "collection, customers,     customers,     TABLE",
        "filename,   /in/a.csv,     /in/a.csv,     FILE",
        "topic,      orders,        orders,        TOPIC",
    })
    void aSourcePartitionNamesWhatWasRead(String key, String value, String name, String type) {
        Connector<SourceRecord> connector = new Connector<>(events(), sourceCatalog(properties(events())));

        connector.pass(read(Map.of(key, value), "routed", Records.ORDER, Records.order(Records.ORDER, 1)));
        JsonNode input = connector.closeAndRead().get(0).at("/inputs/0");

        assertThat(input.path("name").asText()).isEqualTo(name);
        assertThat(input.at("/facets/datasetType/datasetType").asText()).isEqualTo(type);
    }

    @Test
    void tablesThatShareATopicAreToldApart() {
        Connector<SourceRecord> connector = new Connector<>(events(), sourceCatalog(properties(events())));

        for (String table : List.of("orders", "returns", "orders")) {
            connector.pass(read(Map.of("table", table), "all", Records.ORDER, Records.order(Records.ORDER, 1)));
        }

        assertThat(inputs(connector.closeAndRead())).containsExactlyInAnyOrder("orders", "returns");
    }

    @Test
    void aPairOnASourceKnowsTheTableThatItsFirstInstanceRead() {
        Map<String, String> same = properties(events(), "source.namespace", "postgres://db:5432");
        ExtractField<SourceRecord> unwrap = new ExtractField.Value<>();
        unwrap.configure(Map.of("field", "after"));
        RegexRouter<SourceRecord> router = new RegexRouter<>();
        router.configure(Map.of("regex", ".*", "replacement", "all"));
        Connector<SourceRecord> connector =
                new Connector<>(events(), sourceCatalog(same), unwrap, router, sourceCatalog(same));

        for (String table : List.of("orders", "returns", "orders", "returns")) {
            connector.pass(read(Map.of("server", "shop"), "shop.x", EVENT, orders(table)));
        }

        assertThat(inputs(connector.closeAndRead())).contains("inv.public.orders", "inv.public.returns");
    }

    @Test
    void aPairOnASinkDrawsTheTableThatItsFirstInstanceRead() {
        ExtractField<SinkRecord> unwrap = new ExtractField.Value<>();
        unwrap.configure(Map.of("field", "after"));
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                unwrap,
                catalog(properties(events(), "source.namespace", "postgres://db:5432")));

        for (int i = 0; i < 5; i++) {
            connector.pass(Records.sink("shop.public.orders", 0, i, EVENT, orders("orders")));
        }

        assertThat(inputs(connector.closeAndRead())).contains("inv.public.orders", "shop.public.orders");
    }

    @Test
    void theFirstRecordOfAPairOnASinkTellsItsTable() {
        ExtractField<SinkRecord> unwrap = new ExtractField.Value<>();
        unwrap.configure(Map.of("field", "after"));
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                unwrap,
                catalog(properties(events(), "source.namespace", "postgres://db:5432")));

        connector.pass(Records.sink("shop.public.orders", 0, 1, EVENT, orders("orders")));

        assertThat(inputs(connector.closeAndRead()))
                .containsExactlyInAnyOrder("inv.public.orders", "shop.public.orders");
    }

    @ParameterizedTest
    @CsvSource({"collection", "table"})
    void aRowThatIsTextHasItsTableFromTheSourceBlock(String key) {
        Schema source = SchemaBuilder.struct()
                .field("connector", Schema.STRING_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .field("db", Schema.STRING_SCHEMA)
                .field(key, Schema.STRING_SCHEMA)
                .build();
        Schema schema = event(source, Schema.OPTIONAL_STRING_SCHEMA);
        Struct event = new Struct(schema)
                .put("after", "{}")
                .put("op", "c")
                .put(
                        "source",
                        new Struct(source)
                                .put("connector", "mongodb")
                                .put("name", "shop")
                                .put("db", "inv")
                                .put(key, "customers"));
        Connector<SourceRecord> from = new Connector<>(events(), sourceCatalog(properties(events())));
        from.pass(read(Map.of("server", "shop"), "shop.inv.customers", schema, event));
        List<JsonNode> told = from.closeAndRead();

        assertThat(told.get(0).at("/inputs/0/namespace").asText()).isEqualTo("mongodb://shop");
        assertThat(inputs(told)).containsExactly("inv.customers");
        assertThat(told.get(0).at("/inputs/0/facets").has("schema"))
                .as("a document's fields are not known")
                .isFalse();

        Path sinks = folder.resolve("sink.ndjson");
        Connector<SinkRecord> to =
                new Connector<>(sinks, catalog(properties(sinks, "source.namespace", "mongodb://db:27017")));
        to.pass(Records.sink("shop.inv.customers", 0, 1, schema, event));

        assertThat(inputs(to.closeAndRead())).contains("inv.customers");
    }
}
