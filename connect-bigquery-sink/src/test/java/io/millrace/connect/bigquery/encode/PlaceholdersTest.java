// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.encode.value.JsonText;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Debezium writes for values that a database's log lacks, where the column is JSON. */
class PlaceholdersTest {
    private static final String UNAVAILABLE = "__debezium_unavailable_value";
    private static final Schema JSON =
            SchemaBuilder.string().name("io.debezium.data.Json").build();
    private static final Column DOC = Column.of("doc", ColumnType.JSON, ColumnMode.NULLABLE);

    private final Encoding encoding = new Encoding();

    @Test
    void placeholderWithoutSchemaLandsInChangesOfBothForms() {
        assertThat(doc(enveloped("u", UNAVAILABLE))).isEqualTo('"' + UNAVAILABLE + '"');
        assertThat(doc(flattened("u", UNAVAILABLE))).isEqualTo('"' + UNAVAILABLE + '"');
        assertThat(Encoding.columnTypes("doc=JSON")
                        .row(enveloped("u", UNAVAILABLE))
                        .get("doc"))
                .isEqualTo('"' + UNAVAILABLE + '"');
    }

    @Test
    void placeholderInAPlainTextFieldLands() {
        assertThat(doc(typed(Schema.STRING_SCHEMA, "u", UNAVAILABLE))).isEqualTo('"' + UNAVAILABLE + '"');
        assertThat(doc(typed(Schema.STRING_SCHEMA, "d", UNAVAILABLE))).isEqualTo('"' + UNAVAILABLE + '"');
    }

    @Test
    void emptyTextOfADeletesImageIsANullDocument() {
        assertThat(doc(enveloped("d", ""))).isEqualTo("null");
        assertThat(doc(flattened("d", ""))).isEqualTo("null");
        assertThat(doc(typed(Schema.STRING_SCHEMA, "d", ""))).isEqualTo("null");
        assertThat(doc(typed(JSON, "d", ""))).isEqualTo("null");
    }

    @Test
    void emptyTextOfACreateOrUpdateStaysWhatItIsForBigQueryToRefuse() {
        assertThat(doc(enveloped("c", ""))).isEqualTo("");
        assertThat(doc(enveloped("u", ""))).isEqualTo("");
        assertThat(doc(typed(Schema.STRING_SCHEMA, "u", ""))).isEqualTo("");
        assertThat(doc(Encoding.record(null, Map.of("doc", "")))).isEqualTo("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NULL_TOAST",
                "__unavailable",
                "null_toast",
                "true?",
                "n/a",
                "-",
                "0x",
                "12 bytes",
                "<unavailable>",
                "{unavailable}",
                "[unavailable]",
                "[[toast]]",
                "\"open",
                "with \"quotes\" and \\",
                " "
            })
    void anotherPlaceholderInDebeziumsJsonTypeLandsAsAText(String placeholder) {
        String quoted = JsonText.of(placeholder, null);

        assertThat(doc(typed(JSON, "u", placeholder))).isEqualTo(quoted);
        assertThat(doc(typed(JSON, "d", placeholder))).isEqualTo(quoted);
        assertThat(doc(plain(JSON, placeholder))).isEqualTo(quoted);
        assertThat(doc(typed(JSON, "c", placeholder)))
                .as("a create has no placeholder")
                .isEqualTo(placeholder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { \"a\":1}",
                "{ }",
                "[]",
                "[ [], {\"a\":[1]} ]",
                "[[1],2]",
                "[null]",
                "\"text\"",
                " \"text\" ",
                "0",
                "-1.5e-3",
                "10",
                "true",
                "false ",
                "null",
                "[\"open"
            })
    void documentsStayAsTheyAre(String document) {
        assertThat(doc(typed(JSON, "u", document))).isEqualTo(document);
        assertThat(doc(typed(Schema.STRING_SCHEMA, "u", document))).isEqualTo(document);
        assertThat(doc(enveloped("d", document))).isEqualTo(document);
    }

    @Test
    void placeholderOfBytesAndOfListsIsADocument() {
        byte[] bytes = UNAVAILABLE.getBytes(StandardCharsets.UTF_8);
        Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA).build();

        assertThat(doc(typed(Schema.BYTES_SCHEMA, "u", ByteBuffer.wrap(bytes))))
                .isEqualTo("\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"");
        assertThat(doc(typed(list, "u", List.of(UNAVAILABLE)))).isEqualTo("[\"" + UNAVAILABLE + "\"]");
        assertThat(doc(enveloped("u", List.of(UNAVAILABLE)))).isEqualTo("[\"" + UNAVAILABLE + "\"]");
    }

    @Test
    void placeholderInAListOfDocumentsOrInsideADocumentLands() {
        Schema list = SchemaBuilder.array(JSON).build();
        Column docs = Column.of("doc", ColumnType.JSON, ColumnMode.REPEATED);

        assertThat(encoding.row(typed(list, "u", List.of("{}", "NULL_TOAST")), docs)
                        .get("doc"))
                .isEqualTo(List.of("{}", "\"NULL_TOAST\""));
        assertThat(doc(typed(list, "u", List.of("{}", "NULL_TOAST")))).isEqualTo("[{},\"NULL_TOAST\"]");
    }

    private @Nullable Object doc(SinkRecord record) {
        return encoding.row(record, DOC).get("doc");
    }

    private static SinkRecord enveloped(String op, Object doc) {
        Map<String, Object> value = new HashMap<>();
        value.put("op", op);
        value.put("source", Map.of("lsn", 7L));
        value.put("before", op.equals("d") ? Map.of("doc", doc) : null);
        value.put("after", op.equals("d") ? null : Map.of("doc", doc));
        return Encoding.record(null, value);
    }

    private static SinkRecord flattened(String op, Object doc) {
        return Encoding.record(null, Map.of("doc", doc, "__op", op, "__deleted", String.valueOf(op.equals("d"))));
    }

    private static SinkRecord plain(Schema schema, Object doc) {
        Schema row = Encoding.struct("doc", schema);
        return Encoding.record(row, new Struct(row).put("doc", doc));
    }

    private static SinkRecord typed(Schema schema, String op, Object doc) {
        Schema row = SchemaBuilder.struct().field("doc", schema).optional().build();
        Schema envelope = SchemaBuilder.struct()
                .name("shop.orders.Envelope")
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct image = new Struct(row).put("doc", doc);
        return Encoding.record(
                envelope, new Struct(envelope).put("op", op).put(op.equals("d") ? "before" : "after", image));
    }
}
