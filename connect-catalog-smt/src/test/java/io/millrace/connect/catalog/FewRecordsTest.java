// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.catalog.ColumnLineageTest.origins;
import static io.millrace.connect.catalog.ColumnLineageTest.with;
import static io.millrace.connect.catalog.Connector.catalog;
import static io.millrace.connect.catalog.Connector.properties;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair has to look at records before they arrive, and does not know which of them will. */
class FewRecordsTest {
    @TempDir
    Path folder;

    private Path events() {
        return folder.resolve("lineage.ndjson");
    }

    /** Records of a topic that a transform drops, or routes elsewhere, in turns with those that arrive. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void recordsThatArriveInTurnsWithOthersAreLookedAt(int every) {
        CatalogTransform<SinkRecord> before = catalog(Map.of("role", "before"));
        CatalogTransform<SinkRecord> after = catalog(properties(events()));

        for (int i = 1; i < 60; i++) {
            SinkRecord record = before.apply(Records.order("orders", i));
            if (i % every == 0) {
                after.apply(record);
            }
        }
        List<JsonNode> told = new Connector<>(events(), before, after).closeAndRead();

        assertThat(origins(told.get(told.size() - 1)))
                .containsEntry("email", List.of("=email"))
                .containsEntry("address.city", List.of("=address.city"));
    }

    @Test
    void oneRecordIsEnoughToSeeWhatComesUnchanged() {
        Connector<SinkRecord> connector = new Connector<>(
                events(),
                catalog(Map.of("role", "before")),
                with(new ReplaceField.Value<>(), "renames", "email:mail"),
                catalog(properties(events())));

        connector.pass(Records.order("orders", 1));

        assertThat(origins(connector.closeAndRead().get(0))).containsEntry("mail", List.of("=email"));
    }
}
