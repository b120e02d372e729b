// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.encode.Encoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
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
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("v", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();

    private final Changes changes = new Changes(ChangeSettings.DEFAULT);

    @Test
    void tombstonesAreSkippedOrFailAsTold() {
        SinkRecord tombstone = Encoding.record(null, null);
        ChangeSettings strict = new ChangeSettings(RecordFormat.AUTO, NullValues.FAIL, PrimaryKey.RECORD_KEY);
        RowChanges appends = new RowChanges(changes, ChangeSettings.DEFAULT);

        assertThat(appends.of(tombstone)).isEmpty();
        assertThat(appends.of(Encoding.record(null, Map.of()))).containsExactly(RowChange.APPEND);
        assertThatThrownBy(() -> new RowChanges(changes, strict).of(tombstone)).isInstanceOf(DataException.class);
    }

    /** As InsertField over more topics than it remembers makes them. */
    @Test
    void topicsInTurnWithSchemasMadeForEveryRecordAreReadAsBefore() {
        List<String> topics = List.of("orders", "customers", "orders-of-customers");
        List<Reading> first = topics.stream().map(this::readAnew).toList();

        for (int turn = 0; turn < 3; turn++) {
            for (int i = 0; i < topics.size(); i++) {
                assertThat(readAnew(topics.get(i))).isSameAs(first.get(i));
            }
        }
        assertThat(first).doesNotHaveDuplicates();
        SinkRecord newer = inTopic("orders", struct("another", Schema.INT32_SCHEMA), null);
        assertThat(changes.read(newer)).isNotSameAs(first.get(0));
        SinkRecord keyed = inTopic("orders", struct("orders", Schema.INT32_SCHEMA), struct("id", Schema.INT32_SCHEMA));
        Reading ofKeyed = changes.read(keyed);
        assertThat(ofKeyed).isNotSameAs(first.get(0));
        assertThat(changes.read(
                        inTopic("orders", struct("orders", Schema.INT32_SCHEMA), struct("id", Schema.INT32_SCHEMA))))
                .isSameAs(ofKeyed);
    }

    private Reading readAnew(String topic) {
        return changes.read(inTopic(topic, struct(topic, Schema.INT32_SCHEMA), null));
    }

    private static SinkRecord inTopic(String topic, Schema schema, @Nullable Schema keySchema) {
        Struct key = keySchema == null ? null : new Struct(keySchema).put("id", 1);
        return new SinkRecord(topic, 0, keySchema, key, schema, new Struct(schema), 0);
    }

    @Test
    void truncateIsAChangeWithoutARow() {
        Schema source = struct("lsn", Schema.INT64_SCHEMA);
        SinkRecord record = envelope("t", null, null, source, new Struct(source).put("lsn", 17L));

        ChangeReading reading = (ChangeReading) changes.read(record);

        assertThat(reading.image(record)).isNull();
        assertThat(reading.deleted(record)).isTrue();
        assertThat(reading.op(record)).isEqualTo("t");
    }

    @Test
    void deleteWithoutOldImageIsTheKey() {
        Schema source = struct("lsn", Schema.INT64_SCHEMA);
        Schema keySchema = struct("id", Schema.INT32_SCHEMA);
        SinkRecord delete = envelope("d", null, null, source, new Struct(source).put("lsn", 17L));
        SinkRecord keyed =
                Encoding.record(keySchema, new Struct(keySchema).put("id", 5), delete.valueSchema(), delete.value());

        assertThat(changes.read(keyed).image(keyed)).isEqualTo(keyed.key());
        assertThat(new Encoding().row(keyed)).containsEntry("id", 5L).containsEntry("__deleted", true);
    }

    @Test
    void recordsThatAreNoChangesArePlainUnlessChangesAreDue() {
        Schema message = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.MessageValue")
                .field("op", Schema.STRING_SCHEMA)
                .field("message", struct("prefix", Schema.STRING_SCHEMA))
                .build();
        SinkRecord record = Encoding.record(message, new Struct(message).put("op", "m"));
        Changes strict = new Changes(new ChangeSettings(RecordFormat.DEBEZIUM, NullValues.AUTO, PrimaryKey.RECORD_KEY));

        assertThat(changes.read(record)).isInstanceOf(PlainReading.class);
        assertThatThrownBy(() -> strict.read(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("record.format");
    }

    /** What PostgreSQL's pg_logical_emit_message becomes: there is no row in it, whatever records do to their table. */
    @Test
    void messagesOfTheDatabasesLogAreSkippedInEveryMode() {
        Schema text = SchemaBuilder.struct()
                .field("prefix", Schema.STRING_SCHEMA)
                .field("content", Schema.BYTES_SCHEMA)
                .build();
        Schema source = struct("lsn", Schema.INT64_SCHEMA);
        Schema message = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.MessageValue")
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .field("source", source)
                .field("message", text)
                .build();
        Struct value = new Struct(message)
                .put("op", "m")
                .put("source", new Struct(source).put("lsn", 17L))
                .put("message", new Struct(text).put("prefix", "p").put("content", new byte[] {1}));
        Map<String, Object> schemaless =
                Map.of("op", "m", "source", Map.of(), "message", Map.of("prefix", "p", "content", "AQ=="));
        String json = "{\"op\":\"m\",\"source\":{},\"message\":{\"prefix\":\"p\",\"content\":\"AQ==\"}}";

        for (ChangeMode mode : ChangeMode.values()) {
            for (RecordFormat format : RecordFormat.values()) {
                RowChanges rows = rows(mode, format);
                boolean plain = format == RecordFormat.PLAIN;

                assertThat(rows.of(Encoding.record(message, value)).isEmpty()).isNotEqualTo(plain);
                assertThat(rows.of(Encoding.record(null, schemaless)).isEmpty()).isNotEqualTo(plain);
                assertThat(rows.of(Encoding.record(Schema.STRING_SCHEMA, json)).isEmpty())
                        .isNotEqualTo(plain);
            }
        }
        assertThat(rows(ChangeMode.APPEND, RecordFormat.AUTO)
                        .of(Encoding.record(null, Map.of("op", "m", "message", Map.of("text", "of a business")))))
                .containsExactly(RowChange.APPEND);
    }

    private static RowChanges rows(ChangeMode mode, RecordFormat format) {
        ChangeSettings d = ChangeSettings.DEFAULT;
        ChangeSettings settings = new ChangeSettings(
                format,
                d.nullValues(),
                d.primaryKey(),
                mode,
                d.truncates(),
                d.unavailable(),
                d.placeholder(),
                d.topicEpoch(),
                d.internal());
        return new RowChanges(new Changes(settings), settings);
    }

    @Test
    void namesOfKeyFieldsCompareWithoutCaseLikeColumns() {
        RowKeys keys = new RowKeys(new PrimaryKey(List.of("ID")));
        Struct row = new Struct(ROW).put("id", 7);

        assertThat(keys.valueInRow(row, "ID")).isEqualTo(7);
        assertThat(keys.valueInRow(Map.of("Id", 7), "ID")).isEqualTo(7);
        assertThat(keys.valueInRow(Map.of("id", 7, "ID", 8), "ID")).isEqualTo(8);
        assertThat(keys.schemaInRow(ROW, "ID")).isEqualTo(Schema.INT32_SCHEMA);
        assertThat(keys.valueInRow(row, "other")).isNull();
    }

    @Test
    void businessRecordsWithAFieldNamedOpStayPlain() {
        Schema schema = SchemaBuilder.struct()
                .field("op", Schema.STRING_SCHEMA)
                .field("after", Schema.STRING_SCHEMA)
                .build();

        assertThat(changes.read(Encoding.record(schema, new Struct(schema)))).isInstanceOf(PlainReading.class);
        assertThat(changes.read(Encoding.record(null, Map.of("op", "c", "after", "noon"))))
                .isInstanceOf(PlainReading.class);
    }

    @Test
    void sequenceIsTheTimeInKafkaThenTheOffset() {
        assertThat(sequence(0, 7L, 41L)).isEqualTo("8000000000000007/0000000000000029");
        assertThat(sequence(3, 7L, 41L)).isEqualTo(sequence(0, 7L, 41L));
    }

    @Test
    void orderOfSequencesIsTheOrderInKafka() {
        Random random = new Random(7);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            numbers.add(random.nextLong() >>> (16 + random.nextInt(48)));
        }
        numbers.sort(null);

        assertThat(numbers.stream().map(offset -> sequence(0, 5L, offset))).isSorted();
        assertThat(numbers.stream().map(millis -> sequence(0, millis, 1_000 - millis % 1_000)))
                .isSorted();
    }

    @Test
    void recordsWithoutATimeComeBeforeThoseThatHaveOne() {
        assertThat(sequence(0, null, 2L)).isGreaterThan(sequence(0, null, 1L)).isLessThan(sequence(0, 1L, 0L));
        assertThat(sequence(0, -1L, 1L)).isEqualTo(sequence(0, null, 1L));
        assertThat(sequence(0, Long.MAX_VALUE, 1L)).isGreaterThan(sequence(0, 4_000_000_000_000L, 1L));
    }

    /** Of releases whose order was the source's: PostgreSQL, MySQL, SQL Server, a clock, an offset alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000ffffffffff/0000000000000003/0000000000000029",
                "000000000000ffff/0000000000000fa0/0000000000000002/0000000000000029",
                "0fffffff00000758/0005000000270000/0758000300000002/0000000000000029",
                "00062f0c1a5c1400/0000000000000000/0000000000000029",
                "7fffffffffffffff"
            })
    void everySequenceIsGreaterThanThoseOfEarlierReleases(String earlier) {
        assertThat(sequence(0, null, 0L)).isGreaterThan(earlier);
    }

    @Test
    void keyFieldsAreTheKeysOrAsConfigured() {
        Schema keySchema = SchemaBuilder.struct()
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.INT32_SCHEMA)
                .build();
        Changes configured =
                new Changes(new ChangeSettings(RecordFormat.AUTO, NullValues.AUTO, new PrimaryKey(List.of("id"))));
        SinkRecord record = Encoding.record(keySchema, new Struct(keySchema), null, Map.of());

        assertThat(changes.keys().fields(record)).containsExactly("a", "b");
        assertThat(configured.keys().fields(record)).containsExactly("id");
        assertThat(changes.keys().fields(Encoding.record(Schema.STRING_SCHEMA, "k", null, Map.of())))
                .containsExactly(RowKeys.WHOLE_KEY);
        assertThat(changes.keys().fields(Encoding.record(null, Map.of()))).isEmpty();
        assertThat(changes.keys().fields(Encoding.record(null, Collections.singletonMap("k", 1), null, Map.of())))
                .containsExactly("k");
    }

    @ParameterizedTest
    @MethodSource
    void aDeleteIsToldByAFlagOfAnyType(Schema type, Object flag, boolean deleted) {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("__deleted", type)
                .build();
        SinkRecord typed =
                Encoding.record(schema, new Struct(schema).put("id", 1).put("__deleted", flag));
        SinkRecord untyped = Encoding.record(null, Map.of("id", 1, "__deleted", flag));

        assertThat(((ChangeReading) changes.read(typed)).deleted(typed)).isEqualTo(deleted);
        assertThat(((ChangeReading) changes.read(untyped)).deleted(untyped)).isEqualTo(deleted);
    }

    static Stream<Arguments> aDeleteIsToldByAFlagOfAnyType() {
        return Stream.of(
                Arguments.of(Schema.STRING_SCHEMA, "true", true),
                Arguments.of(Schema.STRING_SCHEMA, "false", false),
                Arguments.of(Schema.BOOLEAN_SCHEMA, true, true),
                Arguments.of(Schema.BOOLEAN_SCHEMA, false, false),
                Arguments.of(Schema.INT32_SCHEMA, 1, true),
                Arguments.of(Schema.INT64_SCHEMA, 0L, false));
    }

    @Test
    void fieldsThatOnlyHaveSuchNamesAreData() {
        Schema schema = SchemaBuilder.struct()
                .field("__op", Schema.INT32_SCHEMA)
                .field("__deleted", Schema.FLOAT64_SCHEMA)
                .build();
        SinkRecord typed =
                Encoding.record(schema, new Struct(schema).put("__op", 1).put("__deleted", 0.5));

        assertThat(changes.read(typed)).isInstanceOf(PlainReading.class);
        assertThat(changes.read(Encoding.record(null, Map.of("__op", "sum", "__deleted", "yesterday"))))
                .isInstanceOf(PlainReading.class);
    }

    @Test
    void flattenedRecordsWithoutSchemaAreUnderstood() {
        Map<String, Object> value = new HashMap<>();
        value.put("id", 1);
        value.put("__deleted", "true");
        value.put("__source_ts_ms", 5L);
        SinkRecord record = Encoding.record(null, value);

        Map<String, Object> row = new Encoding().row(record);

        assertThat(row)
                .containsEntry("id", 1L)
                .containsEntry("__deleted", true)
                .containsEntry("__op", "d")
                .containsEntry("__source_ts", java.time.Instant.ofEpochMilli(5));
    }

    private static String sequence(int partition, @Nullable Long millis, long offset) {
        Map<String, Object> value = Map.of("id", 1, "__op", "c");
        SinkRecord record =
                new SinkRecord("t", partition, null, null, null, value, offset, millis, TimestampType.CREATE_TIME);
        return new Changes(ChangeSettings.DEFAULT).order().sequence(record);
    }

    private static SinkRecord envelope(
            String op, @Nullable Struct before, @Nullable Struct after, Schema source, Struct position) {
        Schema schema = SchemaBuilder.struct()
                .name("t.Envelope")
                .field("before", ROW)
                .field("after", ROW)
                .field("source", source)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("before", before)
                .put("after", after)
                .put("source", position)
                .put("op", op);
        return Encoding.record(schema, value);
    }

    private static Schema struct(String field, Schema schema) {
        return Encoding.struct(field, schema);
    }
}
