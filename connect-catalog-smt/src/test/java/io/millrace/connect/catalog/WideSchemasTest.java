// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.catalog.ColumnLineageTest.origins;
import static io.millrace.connect.catalog.Connector.catalog;
import static io.millrace.connect.catalog.Connector.properties;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that are generated, or that hold themselves. */
class WideSchemasTest {
    @TempDir
    Path folder;

    private Path events() {
        return folder.resolve("lineage.ndjson");
    }

    private static Schema wide(int columns) {
        SchemaBuilder wide = SchemaBuilder.struct();
        for (int column = 0; column < columns; column++) {
            wide.field("a_column_with_a_rather_long_name_" + column, Schema.OPTIONAL_STRING_SCHEMA);
        }
        return wide.build();
    }

    private static Struct filled(Schema schema, int row) {
        Struct value = new Struct(schema);
        for (Field field : schema.fields()) {
            value.put(field, "v" + row + "." + field.index());
        }
        return value;
    }

    private static Struct tree(Schema node, int depth) {
        Struct value = new Struct(node).put("text", "at " + depth + node.hashCode());
        for (String child : List.of("left", "middle", "right")) {
            if (depth > 0) {
                value.put(child, tree(node, depth - 1));
            }
        }
        return value;
    }

    /** The most milliseconds of the processor that one record took of its task's thread. */
    private static double slowest(Connector<SinkRecord> connector, List<SinkRecord> records) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double slowest = 0;
        for (SinkRecord record : records) {
            long begun = threads.getCurrentThreadCpuTime();
            connector.pass(record);
            slowest = Math.max(slowest, (threads.getCurrentThreadCpuTime() - begun) / 1e6);
        }
        return slowest;
    }

    /** Names are compared and events made by the reporter: the task's thread was held for two seconds by one record. */
    @Test
    void thousandsOfColumnsCostTheTaskMilliseconds() {
        Schema schema = wide(1_990);
        Connector<SinkRecord> connector = new Connector<>(
                events(), catalog(Map.of("role", "before")), catalog(properties(events(), "role", "after")));
        for (int i = 0; i < 2_000; i++) {
            connector.pass(Records.order("warm", i));
        }
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            records.add(Records.sink("t", 0, i, schema, filled(schema, i)));
        }

        double slowest = slowest(connector, records);
        List<JsonNode> told = connector.closeAndRead();

        assertThat(slowest).as("milliseconds").isLessThan(15);
        assertThat(told)
                .filteredOn(event -> event.at("/inputs/0/name").asText().equals("t"))
                .last()
                .satisfies(event -> assertThat(origins(event)).hasSize(1_990));
    }

    @Test
    void aStructInsideItselfCostsTheTaskMillisecondsAndIsToldOnce() {
        SchemaBuilder node = SchemaBuilder.struct().name("Node").optional();
        node.field("text", Schema.STRING_SCHEMA);
        node.field("left", node).field("middle", node).field("right", node);
        Connector<SinkRecord> connector = new Connector<>(
                events(), catalog(Map.of("role", "before")), catalog(properties(events(), "role", "after")));
        for (int i = 0; i < 2_000; i++) {
            connector.pass(Records.order("warm", i));
        }
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            records.add(Records.sink("t", 0, i, node, tree(node, 4)));
        }

        double slowest = slowest(connector, records);
        List<JsonNode> told = connector.closeAndRead();

        assertThat(slowest).as("milliseconds").isLessThan(15);
        assertThat(told)
                .filteredOn(event -> event.at("/inputs/0/name").asText().equals("t"))
                .last()
                .satisfies(event -> {
                    assertThat(event.toString()).hasSizeLessThan(20_000);
                    assertThat(origins(event)).containsEntry("text", List.of("=text"));
                });
    }

    /** The table has the row's columns, and not those of the event that was cut. */
    @Test
    void aWideChangeEventIsToldWholeOnBothEnds() {
        Schema row = wide(2_100);
        Schema event = SchemaBuilder.struct()
                .name("shop.Envelope")
                .field("before", SchemaBuilder.struct().optional().build())
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        connector.pass(Records.sink(
                "t", 0, 0, event, new Struct(event).put("after", filled(row, 0)).put("op", "c")));
        JsonNode told = connector.closeAndRead().get(0);

        assertThat(SpecCheck.columns(told.at("/outputs/0"))).hasSize(2_100);
        assertThat(SpecCheck.columns(told.at("/inputs/0"))).hasSize(2_103);
        assertThat(told.at("/inputs/0/facets/millrace_schemaVersion").has("cut"))
                .isFalse();
    }

    /** Marquez refuses an event with a longer name, and with it the whole edge. */
    @Test
    void namesThatMarquezCannotKeepAreLeftOutAndSaidToBe() {
        String longest = "x".repeat(255);
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field(longest, Schema.OPTIONAL_STRING_SCHEMA)
                .field(longest + "y", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Connector<SinkRecord> connector =
                new Connector<>(events(), catalog(properties(events(), "consumer", "marquez")));

        connector.pass(Records.sink("t", 0, 0, schema, new Struct(schema).put("id", 1L)));
        JsonNode told = connector.closeAndRead().get(0);

        assertThat(SpecCheck.columns(told.at("/outputs/0"))).containsExactlyInAnyOrder("id", longest);
        assertThat(told.at("/outputs/0/facets/millrace_schemaVersion/cut").asBoolean())
                .isTrue();
    }

    @Test
    void whatIsCutIsSaidToBe() {
        Schema schema = wide(10_050);
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        connector.pass(Records.sink("t", 0, 0, schema, new Struct(schema)));
        JsonNode facets = connector.closeAndRead().get(0).at("/outputs/0/facets");

        assertThat(facets.at("/millrace_schemaVersion/cut").asBoolean()).isTrue();
        assertThat(facets.at("/tags/tags/0/key").asText()).isEqualTo("columns");
        assertThat(facets.at("/tags/tags/0/value").asText()).isEqualTo("cut");
    }
}
