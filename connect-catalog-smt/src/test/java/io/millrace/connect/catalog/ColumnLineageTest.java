// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.catalog.Connector.catalog;
import static io.millrace.connect.catalog.Connector.properties;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Cast;
import org.apache.kafka.connect.transforms.ExtractField;
import org.apache.kafka.connect.transforms.Flatten;
import org.apache.kafka.connect.transforms.HoistField;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnLineageTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("first_name", Schema.STRING_SCHEMA)
            .field("email", Schema.OPTIONAL_STRING_SCHEMA)
            .field("paid", Schema.BOOLEAN_SCHEMA)
            .field("items", Schema.INT32_SCHEMA)
            .field("addr", Records.ADDRESS)
            .build();
    private static final Schema EVENT = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    @TempDir
    Path folder;

    private Path events() {
        return folder.resolve("lineage.ndjson");
    }

    private static Struct row(long id) {
        return new Struct(ROW)
                .put("id", 5_000 + id)
                .put("first_name", "Ann" + id)
                .put("email", "ann" + id + "@example.com")
                .put("paid", id % 2 == 0)
                .put("items", (int) (id % 5))
                .put("addr", new Struct(Records.ADDRESS).put("street", "S" + id).put("city", "C" + id));
    }

    private static SinkRecord event(long id) {
        Struct event = new Struct(EVENT).put("after", row(id)).put("op", id % 2 == 0 ? "c" : "u");
        if (id % 2 == 1) {
            event.put("before", row(id + 100_000));
        }
        return Records.sink("pg.public.people", 0, id, EVENT, event);
    }

    static <T extends Transformation<SinkRecord>> T with(T transform, String... properties) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        transform.configure(map);
        return transform;
    }

    /** Output column to its origins, {@code =} before one that came unchanged, {@code ~} before one that was changed. */
    static Map<String, List<String>> origins(JsonNode event) {
        Map<String, List<String>> origins = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field :
                event.at("/outputs/0/facets/columnLineage/fields").properties()) {
            List<String> from = new ArrayList<>();
            for (JsonNode input : field.getValue().path("inputFields")) {
                JsonNode change = input.path("transformations").path(0);
                from.add((change.path("subtype").asText().equals("IDENTITY") ? "=" : "~")
                        + (change.path("masking").asBoolean() ? "*" : "")
                        + input.path("field").asText());
            }
            origins.put(field.getKey(), from);
        }
        return origins;
    }

    @Test
    void aPairSeesThroughAnyChainOfTransforms() {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new ExtractField.Value<>(), "field", "after"),
                with(new ReplaceField.Value<>(), "renames", "first_name:given_name,paid:settled"),
                with(new MaskField.Value<>(), "fields", "email"),
                with(new Cast.Value<>(), "spec", "items:int64"),
                with(new Flatten.Value<>(), "delimiter", "_"),
                with(new InsertField.Value<>(), "static.field", "region", "static.value", "eu"),
                with(new RegexRouter<>(), "regex", ".*\\.(.*)", "replacement", "raw.$1"),
                catalog(properties(events(), "role", "after")));

        for (long i = 0; i < 100; i++) {
            connector.pass(event(i));
        }
        List<JsonNode> told = connector.closeAndRead();
        JsonNode last = told.get(told.size() - 1);

        assertThat(origins(last))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "id", List.of("=after.id"),
                        "given_name", List.of("=after.first_name"),
                        "settled", List.of("=after.paid"),
                        "email", List.of("~after.email"),
                        "items", List.of("~after.items"),
                        "addr_street", List.of("=after.addr.street"),
                        "addr_city", List.of("=after.addr.city")));
        assertThat(SpecCheck.columns(last.at("/inputs/0"))).contains("after.addr.city", "op");
        assertThat(last.at("/outputs/0/name").asText()).isEqualTo("shop.raw.people");
    }

    @Test
    void twoInstancesFindTheirPartsByThemselves() {
        Map<String, String> same = properties(events());
        Connector<SinkRecord> connector = new Connector<>(
                events(), catalog(same), with(new ExtractField.Value<>(), "field", "after"), catalog(same));

        for (long i = 0; i < 30; i++) {
            connector.pass(event(i));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(told).hasSizeBetween(1, 2);
        assertThat(origins(told.get(told.size() - 1)))
                .containsEntry("first_name", List.of("=after.first_name"))
                .containsEntry("paid", List.of("=after.paid"));
    }

    @Test
    void aMaskedFieldSaysSoByItsParameters() {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                new Masking("crypto-deterministic", "EMAIL_ADDRESS"),
                catalog(properties(events(), "consumer", "marquez")));

        for (long i = 0; i < 5; i++) {
            connector.pass(Records.order("orders", i));
        }
        List<JsonNode> told = connector.closeAndRead();
        JsonNode last = told.get(told.size() - 1);

        assertThat(origins(last)).containsEntry("email", List.of("~*email")).containsEntry("id", List.of("=id"));
        JsonNode email = last.at("/outputs/0/facets/columnLineage/fields/email");
        assertThat(email.path("transformationType").asText()).isEqualTo("MASKED");
        assertThat(email.path("transformationDescription").asText()).isEqualTo("crypto-deterministic EMAIL_ADDRESS");
        assertThat(last.at("/outputs/0/facets/millrace_encryption/fields/0/field")
                        .asText())
                .isEqualTo("email");
        assertThat(last.at("/inputs/0/facets").has("millrace_encryption"))
                .as("the topic holds clear text")
                .isFalse();
        assertThat(last.toString()).doesNotContain("ann0@example.com").doesNotContain("masked-value");
    }

    @Test
    void aLoneInstanceSaysThatColumnsStayAsTheyAre() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        connector.pass(Records.order("orders", 1));

        assertThat(origins(connector.closeAndRead().get(0)))
                .containsOnlyKeys("id", "email", "amount", "address.street", "address.city")
                .containsEntry("address.city", List.of("=address.city"));
    }

    @Test
    void aValueThatIsNoStructIsOneColumn() {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new HoistField.Value<>(), "field", "text"),
                catalog(properties(events())));

        for (long i = 0; i < 5; i++) {
            connector.pass(Records.sink("lines", 0, i, Schema.STRING_SCHEMA, "line " + i));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(origins(told.get(0))).containsExactly(Map.entry("text", List.of("=value")));
    }

    @Test
    void sharedObjectsAreNoProof() {
        Schema before = SchemaBuilder.struct()
                .field("one", Schema.INT32_SCHEMA)
                .field("other", Schema.INT32_SCHEMA)
                .build();
        Schema after =
                SchemaBuilder.struct().field("renamed", Schema.INT32_SCHEMA).build();
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                new Rebuild(after, value -> new Struct(after).put("renamed", ((Struct) value).get("other"))),
                catalog(properties(events())));

        connector.pass(
                Records.sink("t", 0, 0, before, new Struct(before).put("one", 1).put("other", 1)));
        connector.pass(
                Records.sink("t", 0, 1, before, new Struct(before).put("one", 2).put("other", 1)));
        List<JsonNode> told = connector.closeAndRead();

        assertThat(origins(told.get(told.size() - 1))).isEmpty();
    }

    /** A column that a transform put in has no origin, whatever other columns' names end with. */
    @ParameterizedTest
    @CsvSource({"region", "name", "city", "country", "table", "street", "addr_x", "last_name"})
    void aNameThatEndsAlikeIsNoOrigin(String inserted) {
        Schema row = SchemaBuilder.struct()
                .field("sales_region", Schema.STRING_SCHEMA)
                .field("first_name", Schema.STRING_SCHEMA)
                .field("billing-country", Schema.STRING_SCHEMA)
                .field("table_", Schema.STRING_SCHEMA)
                .field("address", Records.ADDRESS)
                .build();
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new InsertField.Value<>(), "static.field", inserted, "static.value", "eu"),
                catalog(properties(events())));

        for (long i = 0; i < 20; i++) {
            Struct value = new Struct(row)
                    .put("sales_region", "r" + i)
                    .put("first_name", "n" + i)
                    .put("billing-country", "c" + i)
                    .put("table_", "t" + i)
                    .put(
                            "address",
                            new Struct(Records.ADDRESS).put("street", "s" + i).put("city", "t" + i));
            connector.pass(Records.sink("t", 0, i, row, value));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(origins(told.get(told.size() - 1)))
                .doesNotContainKey(inserted)
                .containsEntry("sales_region", List.of("=sales_region"))
                .containsEntry("address.city", List.of("=address.city"));
    }

    /** What is still there under its own path was not flattened; what differs in more than its dots neither. */
    @ParameterizedTest
    @CsvSource({"addr_city, false", "first-name, true", "addrcity, true", "addr__city, true"})
    void aNameThatDiffersInMoreThanItsDotsIsNoOrigin(String inserted, boolean drop) {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new ExtractField.Value<>(), "field", "after"),
                with(new ReplaceField.Value<>(), "exclude", drop ? "first_name" : "paid"),
                with(new InsertField.Value<>(), "static.field", inserted, "static.value", "eu"),
                catalog(properties(events())));

        for (long i = 0; i < 20; i++) {
            connector.pass(event(i));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(origins(told.get(told.size() - 1)))
                .doesNotContainKey(inserted)
                .containsEntry("addr.city", List.of("=after.addr.city"));
    }

    /** A masked value is another object: only its name says where it comes from. */
    @ParameterizedTest
    @CsvSource({"_", "-", "__", ".", ":"})
    void aFlattenedColumnIsFoundByItsNameWhateverTheDelimiter(String delimiter) {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new ExtractField.Value<>(), "field", "after"),
                with(new Flatten.Value<>(), "delimiter", delimiter),
                with(new MaskField.Value<>(), "fields", "addr" + delimiter + "city"),
                catalog(properties(events())));

        for (long i = 0; i < 20; i++) {
            connector.pass(event(i));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(origins(told.get(told.size() - 1)))
                .containsEntry("addr" + delimiter + "city", List.of("~after.addr.city"));
    }

    /** Nothing was unwrapped: a column beside {@code after} is not the row's of the same name. */
    @Test
    void aNameBesideTheRowIsNotTheRows() {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new InsertField.Value<>(), "static.field", "email", "static.value", "eu"),
                catalog(properties(events(), "sink.unwrap", "false")));

        for (long i = 0; i < 20; i++) {
            connector.pass(event(i));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(origins(told.get(told.size() - 1)))
                .doesNotContainKey("email")
                .containsEntry("after.email", List.of("=after.email"));
    }

    /** Replaces a record's value, as a transform of somebody's does. */
    private record Rebuild(Schema schema, java.util.function.UnaryOperator<Object> value)
            implements Transformation<SinkRecord> {
        @Override
        public SinkRecord apply(SinkRecord record) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    schema,
                    value.apply(record.value()),
                    record.timestamp());
        }

        @Override
        public org.apache.kafka.common.config.ConfigDef config() {
            return new org.apache.kafka.common.config.ConfigDef();
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    /** Masks {@code email} and says so as the DLP transform does. */
    private record Masking(String transformation, String infoType) implements Transformation<SinkRecord> {
        @Override
        public SinkRecord apply(SinkRecord record) {
            Struct order = (Struct) record.value();
            SchemaBuilder masked = SchemaBuilder.struct().name("Order");
            for (Field field : order.schema().fields()) {
                masked.field(
                        field.name(),
                        field.name().equals("email")
                                ? SchemaBuilder.string()
                                        .optional()
                                        .parameter("millrace.masking", transformation)
                                        .parameter("millrace.infotype", infoType)
                                        .build()
                                : field.schema());
            }
            Schema schema = masked.build();
            Struct out = new Struct(schema);
            for (Field field : order.schema().fields()) {
                out.put(field.name(), field.name().equals("email") ? new String("masked-value") : order.get(field));
            }
            return record.newRecord(
                    record.topic(), record.kafkaPartition(), null, null, schema, out, record.timestamp());
        }

        @Override
        public org.apache.kafka.common.config.ConfigDef config() {
            return new org.apache.kafka.common.config.ConfigDef();
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
