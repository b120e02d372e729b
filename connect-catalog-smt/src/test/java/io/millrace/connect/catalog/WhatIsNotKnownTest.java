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
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance could not see it says so of, rather than nothing or something that is not so. */
class WhatIsNotKnownTest {
    @TempDir
    Path folder;

    private Path events() {
        return folder.resolve("lineage.ndjson");
    }

    private static List<Transformation<SinkRecord>> renaming() {
        return List.of(
                with(new ReplaceField.Value<>(), "renames", "email:mail"),
                with(new InsertField.Value<>(), "static.field", "region", "static.value", "eu"));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // handed on, never written to
    private final JsonNode told(Transformation<SinkRecord>... chain) {
        Connector<SinkRecord> connector = new Connector<>(events(), chain);
        for (long i = 0; i < 20; i++) {
            connector.pass(Records.order("orders", i));
        }
        List<JsonNode> told = connector.closeAndRead();
        return told.get(told.size() - 1);
    }

    @Test
    void aLoneInstanceSaysThatItStoodBehindTheTransforms() {
        List<Transformation<SinkRecord>> between = renaming();
        JsonNode event = told(between.get(0), between.get(1), catalog(properties(events())));

        assertThat(event.at("/inputs/0/facets/millrace_schemaVersion/seen").asText())
                .isEqualTo("after-transforms");
        assertThat(event.at("/outputs/0/facets/millrace_schemaVersion").has("seen"))
                .isFalse();
        for (JsonNode column : event.at("/outputs/0/facets/columnLineage/fields")) {
            JsonNode transformation = column.at("/inputFields/0/transformations/0");
            assertThat(transformation.path("description").asText()).contains("was not seen");
            assertThat(transformation.has("masking")).as("nobody knows").isFalse();
        }
    }

    @Test
    void aPairHasSeenBothEnds() {
        List<Transformation<SinkRecord>> between = renaming();
        JsonNode event =
                told(catalog(Map.of("role", "before")), between.get(0), between.get(1), catalog(properties(events())));

        assertThat(event.at("/inputs/0/facets/millrace_schemaVersion").has("seen"))
                .isFalse();
        assertThat(origins(event)).containsEntry("mail", List.of("=email")).doesNotContainKey("region");
        assertThat(event.at("/outputs/0/facets/columnLineage/fields/mail/inputFields/0/transformations/0/masking")
                        .isBoolean())
                .isTrue();
    }

    /** A privacy officer must not read that a column in which findings were masked is not masked. */
    @Test
    void whatWasMaskedByFindingsIsMaskedInParts() {
        JsonNode event = told(
                catalog(Map.of("role", "before")),
                new SaysMasked("email:replace-with-info-type;notes[*].text:redact"),
                catalog(properties(events(), "consumer", "marquez")));

        JsonNode field = event.at("/outputs/0/facets/millrace_encryption/fields/0");
        assertThat(field.path("field").asText()).isEqualTo("email");
        assertThat(field.path("masked").asText()).isEqualTo("partly");
        assertThat(field.path("transformation").asText()).isEqualTo("replace-with-info-type");
        assertThat(origins(event)).containsEntry("email", List.of("~*email")).containsEntry("id", List.of("=id"));
        assertThat(event.at("/outputs/0/facets/columnLineage/fields/email/transformationType")
                        .asText())
                .isEqualTo("MASKED");
        assertThat(event.at("/outputs/0/facets/tags/tags").toString())
                .contains("\"key\":\"masked\",\"value\":\"partly\"");
    }

    /** The first record that is masked may come late, and the mask is told nevertheless. */
    @Test
    void aMaskThatComesLateIsTold() {
        Connector<SinkRecord> connector =
                new Connector<>(events(), new SaysMasked("email:redact"), catalog(properties(events())));
        for (long i = 0; i < 3_000; i++) {
            connector.pass(Records.order("orders", 2 * i + 1));
        }
        for (long i = 0; i < 200; i++) {
            connector.pass(Records.order("orders", 10_000 + 2 * i));
        }
        List<JsonNode> told = connector.closeAndRead();

        assertThat(told.get(told.size() - 1)
                        .at("/outputs/0/facets/millrace_encryption/fields/0/masked")
                        .asText())
                .isEqualTo("partly");
    }
}
