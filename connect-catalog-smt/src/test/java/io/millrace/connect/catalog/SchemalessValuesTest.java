// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.catalog.ColumnLineageTest.origins;
import static io.millrace.connect.catalog.ColumnLineageTest.with;
import static io.millrace.connect.catalog.Connector.catalog;
import static io.millrace.connect.catalog.Connector.properties;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values as JSON without a schema brings them. */
class SchemalessValuesTest {
    @TempDir
    Path folder;

    private Path events() {
        return folder.resolve("lineage.ndjson");
    }

    private JsonNode last(Connector<SinkRecord> connector) {
        List<JsonNode> told = connector.closeAndRead();
        return told.get(told.size() - 1);
    }

    @Test
    void aPairKnowsTheColumnsOfValuesWithoutASchemaOnBothSides() {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new ReplaceField.Value<>(), "renames", "first_name:given_name"),
                catalog(properties(events())));

        for (long i = 0; i < 20; i++) {
            Map<String, Object> value = new TreeMap<>(Map.of("id", 5_000 + i, "first_name", "Ann" + i));
            if (i > 10) {
                value.put("note", "n" + i);
            }
            connector.pass(Records.sink("t", 0, i, null, value));
        }
        List<JsonNode> told = connector.closeAndRead();
        JsonNode last = told.get(told.size() - 1);

        assertThat(SpecCheck.columns(last.at("/inputs/0"))).containsExactlyInAnyOrder("id", "first_name", "note");
        assertThat(origins(last))
                .containsEntry("id", List.of("=id"))
                .containsEntry("given_name", List.of("=first_name"));
    }

    @Test
    void aPairTellsWhatAHeaderSaysIsMasked() {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                new SaysMasked("email:redact"),
                catalog(properties(events())));

        for (long i = 0; i < 20; i++) {
            connector.pass(Records.sink("t", 0, i, null, new HashMap<>(Map.of("id", 5_000 + i, "email", "a" + i))));
        }
        JsonNode last = last(connector);

        assertThat(origins(last)).containsEntry("email", List.of("~*email")).containsEntry("id", List.of("=id"));
        assertThat(last.at("/inputs/0/facets").has("millrace_encryption")).isFalse();
    }

    /** A key of a map may be anything, and is no column. */
    @Test
    void keysOfMapsAreDataAndToldNobody() {
        Connector<SinkRecord> connector = new Connector<>(
                events(), catalog(Map.of("role", "before")), catalog(properties(events(), "role", "after")));

        for (int i = 0; i < 20; i++) {
            connector.pass(Records.sink(
                    "t",
                    0,
                    i,
                    null,
                    Map.of(
                            "id", 5_000 + i,
                            "balances", Map.of("ann" + i + "@example.com", 10, "nested", Map.of("bob@example.com", 1)),
                            "list", List.of(Map.of("eve@example.com", 2)))));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(told.toString()).doesNotContain("example.com").doesNotContain("nested");
        assertThat(SpecCheck.columns(told.get(told.size() - 1).at("/outputs/0")))
                .containsExactlyInAnyOrder("id", "balances", "list");
    }

    @Test
    void theHalvesOfAChangeEventAreColumns() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));
        Map<String, Object> event = new HashMap<>(Map.of(
                "op", "c",
                "after", Map.of("id", 7, "tags", Map.of("ann@example.com", 1)),
                "source", Map.of("table", "orders", "db", "shop")));
        event.put("before", null);

        connector.pass(Records.sink("t", 0, 0, null, event));
        JsonNode last = last(connector);

        assertThat(SpecCheck.columns(last.at("/inputs/0")))
                .containsExactlyInAnyOrder(
                        "op", "after", "after.id", "after.tags", "source", "source.table", "source.db");
        assertThat(SpecCheck.columns(last.at("/outputs/0"))).containsExactlyInAnyOrder("id", "tags");
    }

    /** Rows of one size, each with another rare key. */
    @Test
    void rareKeysAreSeen() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        for (int i = 0; i < 200; i++) {
            connector.pass(Records.sink("t", 0, i, null, Map.of("id", i, "rare_" + i % 25, "x")));
        }

        assertThat(SpecCheck.columns(last(connector).at("/outputs/0"))).hasSize(26);
    }

    @Test
    void moreThanTwoThousandKeysAreSaidToBeCut() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));
        Map<String, Object> wide = new TreeMap<>();
        for (int i = 0; i < 2_001; i++) {
            wide.put("key_" + i, i);
        }

        connector.pass(Records.sink("t", 0, 0, null, wide));
        JsonNode last = last(connector);

        assertThat(SpecCheck.columns(last.at("/outputs/0"))).hasSize(2_000);
        assertThat(last.at("/outputs/0/facets/millrace_schemaVersion/cut").asBoolean())
                .isTrue();
    }
}
