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
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
        Changes strict = new Changes(new ChangeSettings(RecordFormat.AUTO, NullValues.FAIL, PrimaryKey.RECORD_KEY));

        assertThat(changes.skips(tombstone)).isTrue();
        assertThat(changes.skips(Encoding.record(null, Map.of()))).isFalse();
        assertThatThrownBy(() -> strict.skips(tombstone)).isInstanceOf(DataException.class);
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
    void binlogPositionsOrderChangesAcrossFiles() {
        Schema source = SchemaBuilder.struct()
                .field("file", Schema.STRING_SCHEMA)
                .field("pos", Schema.INT64_SCHEMA)
                .field("row", Schema.INT32_SCHEMA)
                .build();

        assertThat(sequence(
                        source,
                        new Struct(source)
                                .put("file", "mysql-bin.000009")
                                .put("pos", 4000L)
                                .put("row", 2)))
                .isEqualTo("0000000000000009/0000000000000fa0/0000000000000002/0000000000000029")
                .isLessThan(sequence(
                        source,
                        new Struct(source)
                                .put("file", "mysql-bin.000010")
                                .put("pos", 4L)
                                .put("row", 0)));
    }

    @Test
    void sqlServerPositionsKeepAllTenBytesOfBothNumbers() {
        Schema source = SchemaBuilder.struct()
                .field("commit_lsn", Schema.OPTIONAL_STRING_SCHEMA)
                .field("change_lsn", Schema.OPTIONAL_STRING_SCHEMA)
                .field("event_serial_no", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Struct position = new Struct(source)
                .put("commit_lsn", "00000027:00000758:0005")
                .put("change_lsn", "00000027:00000758:0003")
                .put("event_serial_no", 2L);

        assertThat(sequence(source, position))
                .isEqualTo("0000002700000758/0005000000270000/0758000300000002/0000000000000029");
        assertThat(sequence(source, new Struct(source).put("commit_lsn", "not hex")))
                .isEqualTo("0000000000000000/0000000000000000/0000000000000000/0000000000000029");
    }

    @Test
    void sourcesWithAnUnknownLogAreOrderedByTheirClock() {
        Schema source = struct("ts_ms", Schema.INT64_SCHEMA);

        assertThat(sequence(source, new Struct(source).put("ts_ms", 1L)))
                .isEqualTo("00000000000003e8/0000000000000000/0000000000000029");
    }

    @Test
    void orderOfTextsIsTheOrderOfPositions() {
        Random random = new Random(7);
        Schema source = struct("lsn", Schema.INT64_SCHEMA);
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            positions.add(random.nextLong() >>> random.nextInt(64));
        }
        positions.sort(Long::compareUnsigned);

        List<String> sequences = positions.stream()
                .map(lsn -> sequence(source, new Struct(source).put("lsn", lsn)))
                .toList();

        assertThat(sequences).isSorted();
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

        assertThat(changes.keyFields(record)).containsExactly("a", "b");
        assertThat(configured.keyFields(record)).containsExactly("id");
        assertThat(changes.keyFields(Encoding.record(Schema.STRING_SCHEMA, "k", null, Map.of())))
                .isEmpty();
        assertThat(changes.keyFields(Encoding.record(null, Collections.singletonMap("k", 1), null, Map.of())))
                .containsExactly("k");
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

    private static String sequence(Schema source, Struct position) {
        SinkRecord record = envelope("c", null, new Struct(ROW).put("id", 1), source, position);
        return ((ChangeReading) new Changes(ChangeSettings.DEFAULT).read(record)).sequence(record);
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
