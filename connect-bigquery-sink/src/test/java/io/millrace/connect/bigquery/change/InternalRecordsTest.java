// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Debezium writes for itself, by its schemas and without; and what only looks like it. */
class InternalRecordsTest {
    private static final Map<String, Object> SIGNAL = Map.of("id", "a", "type", "log", "data", "{}");

    private static Stream<Arguments> internal() {
        return Stream.of(
                Arguments.of("heartbeat", typed("x", "io.debezium.connector.common.Heartbeat", "ts_ms")),
                Arguments.of(
                        "transaction",
                        typed(
                                "shop.transaction",
                                "io.debezium.connector.common.TransactionMetadataValue",
                                "status",
                                "id",
                                "ts_ms")),
                Arguments.of(
                        "schema change",
                        typed("shop", "io.debezium.connector.mariadb.SchemaChangeValue", "source", "ddl")),
                Arguments.of("signal", changed("shop.public.debezium_signal", "id", "type", "data")),
                Arguments.of("signal of Oracle", changed("S.C.DEBEZIUM_SIGNALS", "ID", "TYPE", "DATA")),
                Arguments.of(
                        "flattened signal",
                        typed("shop.debezium_signal", "shop.debezium_signal.Value", "id", "type", "data")),
                Arguments.of("heartbeat, no schema", map("__debezium-heartbeat.shop", null, Map.of("ts_ms", 1L))),
                Arguments.of(
                        "transaction, no schema",
                        map(
                                "shop.transaction",
                                null,
                                Map.of(
                                        "status",
                                        "END",
                                        "id",
                                        "571",
                                        "ts_ms",
                                        1L,
                                        "event_count",
                                        2,
                                        "data_collections",
                                        List.of()))),
                Arguments.of(
                        "schema change, no schema",
                        map(
                                "shop",
                                null,
                                Map.of(
                                        "source",
                                        Map.of(),
                                        "ts_ms",
                                        1L,
                                        "databaseName",
                                        "a",
                                        "ddl",
                                        "",
                                        "tableChanges",
                                        List.of()))),
                Arguments.of(
                        "signal sent",
                        map("shop-signal", "shop", Map.of("type", "execute-snapshot", "data", Map.of()))),
                Arguments.of("signal of a table, no schema", map("x", null, envelope("debezium_signal", SIGNAL))));
    }

    private static Stream<Arguments> data() {
        return Stream.of(
                Arguments.of("a row with a time", map("beats", null, Map.of("ts_ms", 1L))),
                Arguments.of("one of a user's type", typed("x", "com.example.Heartbeat", "ts_ms")),
                Arguments.of("without a name", typed("__debezium-heartbeat.x", null, "ts_ms")),
                Arguments.of("a table like signals", changed("shop.public.messages", "id", "type", "data")),
                Arguments.of("signals with more", changed("shop.public.debezium_signal", "id", "type", "data", "by")),
                Arguments.of("a map like signals", map("messages", null, envelope("messages", SIGNAL))),
                Arguments.of("a topic like signals", map("shop-signal", "other", Map.of("type", "a", "data", "b"))),
                Arguments.of(
                        "more than a transaction",
                        map(
                                "t",
                                null,
                                Map.of(
                                        "status",
                                        "END",
                                        "id",
                                        "571",
                                        "event_count",
                                        2,
                                        "data_collections",
                                        List.of(),
                                        "amount",
                                        1))),
                Arguments.of("a text", new SinkRecord("shop-signal", 0, null, "shop", null, "log", 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("internal")
    void isSkippedUnlessItIsToLand(String what, SinkRecord record) {
        for (RecordFormat format : List.of(RecordFormat.AUTO, RecordFormat.DEBEZIUM)) {
            assertThat(rows(format, InternalTopics.SKIP, ChangeMode.APPEND, record))
                    .isEmpty();
            assertThat(rows(format, InternalTopics.SKIP, ChangeMode.UPSERT_DELETE, record))
                    .isEmpty();
        }
        assertThat(rows(RecordFormat.AUTO, InternalTopics.LAND, ChangeMode.APPEND, record))
                .containsExactly(RowChange.APPEND);
        assertThat(rows(RecordFormat.PLAIN, InternalTopics.SKIP, ChangeMode.APPEND, record))
                .containsExactly(RowChange.APPEND);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("data")
    void isData(String what, SinkRecord record) {
        assertThat(rows(RecordFormat.AUTO, InternalTopics.SKIP, ChangeMode.APPEND, record))
                .containsExactly(RowChange.APPEND);
    }

    @Test
    void noTableIsWantedForThemAheadOfRecords() {
        SinkRecord heartbeat = typed("x", "io.debezium.connector.common.Heartbeat", "ts_ms");

        assertThatThrownBy(() -> new Changes(ChangeSettings.DEFAULT).read(heartbeat))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("debezium.internal.topics");
    }

    private static List<RowChange> rows(
            RecordFormat format, InternalTopics internal, ChangeMode mode, SinkRecord record) {
        ChangeSettings settings = new ChangeSettings(
                format,
                NullValues.AUTO,
                PrimaryKey.RECORD_KEY,
                mode,
                Truncates.FAIL,
                UnavailableValues.AS_IS,
                ChangeSettings.PLACEHOLDER,
                0,
                internal);
        return new RowChanges(new Changes(settings), settings).of(record);
    }

    private static SinkRecord typed(String topic, @Nullable String name, String... fields) {
        SchemaBuilder schema = SchemaBuilder.struct().name(name);
        Arrays.stream(fields).forEach(field -> schema.field(field, Schema.OPTIONAL_STRING_SCHEMA));
        return new SinkRecord(topic, 0, null, null, schema.build(), new Struct(schema.build()), 0);
    }

    private static SinkRecord changed(String topic, String... columns) {
        SchemaBuilder row = SchemaBuilder.struct().name(topic + ".Value").optional();
        Arrays.stream(columns).forEach(column -> row.field(column, Schema.OPTIONAL_STRING_SCHEMA));
        Schema envelope = SchemaBuilder.struct()
                .name(topic + ".Envelope")
                .field("before", row.build())
                .field("after", row.build())
                .field("source", SchemaBuilder.struct().optional().build())
                .field("op", Schema.STRING_SCHEMA)
                .build();
        return new SinkRecord(topic, 0, null, null, envelope, new Struct(envelope).put("op", "c"), 0);
    }

    private static SinkRecord map(String topic, @Nullable String key, Map<String, ?> value) {
        return new SinkRecord(topic, 0, null, key, null, value, 0);
    }

    private static Map<String, Object> envelope(String table, Map<String, Object> row) {
        return Map.of("op", "c", "source", Map.of("table", table), "after", row);
    }
}
