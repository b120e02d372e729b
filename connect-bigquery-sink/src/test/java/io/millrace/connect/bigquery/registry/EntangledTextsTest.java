// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registered texts of a few kilobytes that say more than any memory holds: each part is read once. */
@Timeout(60)
class EntangledTextsTest {
    private static final ConverterSettings DOCS = new ConverterSettings(false, true, false, true, true);

    private static String avro(int levels) {
        String inner = "\"string\"";
        for (int level = 0; level < levels; level++) {
            String next = inner;
            String name = "\"r" + (level - 1) + "\"";
            boolean first = level == 0;
            String fields = IntStream.range(0, 4)
                    .mapToObj(i -> "{\"name\":\"f" + i + "\",\"doc\":\"d" + i + "\",\"type\":"
                            + (i == 0 || first ? next : name) + "}")
                    .collect(Collectors.joining(","));
            inner = "{\"type\":\"record\",\"name\":\"r" + level + "\",\"fields\":[" + fields + "]}";
        }
        return inner;
    }

    /** @param type how an object says that it is one */
    private static String json(int levels, String type) {
        String definitions = IntStream.range(0, levels)
                .mapToObj(level -> "\"d" + level + "\":" + object(level, type))
                .collect(Collectors.joining(","));
        return "{\"definitions\":{" + definitions + "},\"allOf\":[{\"$ref\":\"#/definitions/d" + (levels - 1) + "\"}]}";
    }

    private static String object(int level, String type) {
        String inner = level == 0 ? "{\"type\":\"string\"}" : "{\"$ref\":\"#/definitions/d" + (level - 1) + "\"}";
        return IntStream.range(0, 4)
                .mapToObj(i -> "\"f" + i + "\":" + inner)
                .collect(Collectors.joining(",", "{" + type + ",\"properties\":{", "}}"));
    }

    private static void ensureNoTable(Schema schema) {
        RecordShapes shapes =
                new RecordShapes(SchemaSettings.DEFAULT, new Changes(ChangeSettings.DEFAULT), TableContent.CHANGELOG);
        assertThatThrownBy(() -> shapes.wantedBy(new SinkRecord("t", 0, null, null, schema, null, 0), null))
                .isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 12, 40})
    void avroIsTranslatedPartByPart(int levels) throws UntranslatableException {
        for (ConverterSettings settings : List.of(ConverterSettings.DEFAULT, DOCS)) {
            Schema schema = AvroTranslation.of(avro(levels), List.of(), settings);

            assertThat(schema.fields()).hasSize(4);
            ensureNoTable(schema);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 | \"type\":\"object\"",
                "12 | \"type\":\"object\"",
                "12 | \"type\":[\"object\",\"null\"]",
                "12 | \"description\":\"no type\"",
                "40 | \"type\":\"object\""
            })
    void jsonIsTranslatedPartByPart(int levels, String type) throws UntranslatableException {
        for (ConverterSettings settings : List.of(ConverterSettings.DEFAULT, DOCS)) {
            Schema schema = JsonSchemaTranslation.of(json(levels, type), new JsonDocuments(), settings);

            assertThat(schema.fields()).isNotEmpty();
            ensureNoTable(schema);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 20_000})
    void chainsOfReferencesHaveAnEnd(int length) {
        String chain = IntStream.range(0, length)
                .mapToObj(i -> "\"d" + i + "\":{\"$ref\":\"#/definitions/d" + (i + 1) + "\"}")
                .collect(Collectors.joining(","));
        String text = "{\"definitions\":{" + chain + ",\"d" + length
                + "\":{\"type\":\"string\"}},\"type\":\"object\",\"properties\":{\"f\":{\"$ref\":\"#/definitions/d0\"}}}";

        assertThatThrownBy(() -> JsonSchemaTranslation.of(text, new JsonDocuments(), ConverterSettings.DEFAULT))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining("nested deeper than 150 levels");
        assertThatThrownBy(() -> JsonSchemaTranslation.of(
                        text.replace("\"type\":\"object\",", "\"allOf\":[{\"$ref\":\"#/definitions/d0\"}],"),
                        new JsonDocuments(),
                        ConverterSettings.DEFAULT))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining("deeper than 150 levels");
    }
}
