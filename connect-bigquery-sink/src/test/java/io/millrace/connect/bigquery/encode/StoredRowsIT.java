// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.testkit.RandomRecords;
import io.millrace.connect.testkit.ReferenceRenderer;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is encoded, sent and asked for by SQL is what the record said, whatever the schema and however it is sent. */
class StoredRowsIT {
    private static final String OFFSET = "_kafka_offset";
    private static final int ROWS = 8;

    private final Encoding encoding =
            Encoding.of(TypeSettings.DEFAULT, new KafkaColumns(Set.of(KafkaColumn.OFFSET), "_kafka_"));
    private StoredTables tables;

    @BeforeEach
    void start() throws Exception {
        tables = new StoredTables();
    }

    @AfterEach
    void stop() {
        tables.close();
    }

    @ParameterizedTest
    @EnumSource
    void sqlGivesBackEveryValueOfRandomRecords(Form form) {
        Encoding encoder = form.in(encoding);
        Seeded.tries("sqlGivesBackEveryValueOfRandomRecords " + form, 6, random -> {
            try {
                check(form, encoder, random);
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private void check(Form form, Encoding encoder, Random random) throws Exception {
        RandomRecords records = form == Form.AVRO ? RandomRecords.plainlyNamed(random) : new RandomRecords(random);
        Schema schema = records.schema();
        List<SinkRecord> sent = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            sent.add(new SinkRecord("t", 0, null, null, schema, records.struct(schema), i));
        }
        TableShape shape = encoder.shapeOf(sent.get(0));
        String table = tables.table(shape);

        tables.send(
                form,
                table,
                sent.stream().map(record -> encoder.encode(record, shape)).toList());

        Map<Object, Map<String, Object>> stored =
                tables.rows(table, shape).stream().collect(Collectors.toMap(row -> row.get(OFFSET), row -> row));
        assertThat(stored).hasSize(ROWS);
        for (SinkRecord record : sent) {
            Map<String, Object> expected = new LinkedHashMap<>(ReferenceRenderer.row((Struct) record.value()));
            expected.put(OFFSET, record.kafkaOffset());
            assertThat(stored.get(record.kafkaOffset())).isEqualTo(expected);
        }
    }

    /** At the edges of what each type holds. */
    @Test
    void sqlGivesBackTheSameHoweverARowWasSent() throws Exception {
        TableShape shape = new TableShape(List.of(
                Column.of("d", ColumnType.DATE, NULLABLE),
                Column.of("t", ColumnType.TIME, NULLABLE),
                Column.of("dt", ColumnType.DATETIME, NULLABLE),
                Column.of("ts", ColumnType.TIMESTAMP, NULLABLE),
                Column.of("f", ColumnType.FLOAT64, REPEATED),
                Column.of("i", ColumnType.INT64, REPEATED),
                Column.of("n", ColumnType.NUMERIC, REPEATED),
                Column.of("bn", ColumnType.BIGNUMERIC, REPEATED),
                Column.of("s", ColumnType.STRING, REPEATED),
                Column.of("j", ColumnType.JSON, NULLABLE),
                Column.of("g", ColumnType.GEOGRAPHY, NULLABLE),
                Column.of("iv", ColumnType.INTERVAL, NULLABLE),
                Column.of("b", ColumnType.BOOL, REQUIRED),
                Column.record("r", REPEATED, List.of(Column.of("by", ColumnType.BYTES, NULLABLE)))));
        Map<String, Object> most = new HashMap<>();
        most.put("b", true);
        most.put("d", "9999-12-31");
        most.put("t", "23:59:59.999999");
        most.put("dt", "9999-12-31 23:59:59.999999");
        most.put("ts", "9999-12-31 23:59:59.999999Z");
        most.put("f", List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -0.1));
        most.put("i", List.of(Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, 0));
        most.put("n", List.of("99999999999999999999999999999.999999999", "-0.000000001", 0));
        most.put(
                "bn",
                List.of("578960446186580977117854925043439539266.34992332820282019728792003956564819967", "-1E-38"));
        most.put("s", List.of("", "\u0000\u001f\"\\ \u2028 日本 🎈", "half \uD83C", "line\nbreak\r\ttab"));
        most.put("j", "{\"a\":[1,2.5,\"é\\n\",null,{}]}");
        most.put("g", "POINT(1 2)");
        most.put("iv", "1-2 3 4:5:6.5");
        most.put("r", List.of(Map.of("by", "AAEC/w=="), Map.of()));
        Map<String, Object> least = Map.of(
                "b",
                false,
                "d",
                "0001-01-01",
                "t",
                "00:00:00",
                "dt",
                "0001-01-01 00:00:00",
                "ts",
                "0001-01-01 00:00:00Z",
                "iv",
                "-1-2 -3 -4:5:6.000001",
                "j",
                "\"text\"");
        Map<Form, List<Map<String, Object>>> stored = new HashMap<>();

        for (Form form : Form.values()) {
            Encoding encoder = form.in(new Encoding());
            String table = tables.table(shape);
            List<Row> rows = new ArrayList<>();
            for (Map<String, Object> record : List.of(most, least, Map.<String, Object>of("b", true))) {
                rows.add(encoder.encode(Encoding.record(null, record), shape));
            }
            tables.send(form, table, rows);
            stored.put(form, tables.rows(table, shape));
        }

        assertThat(stored.get(Form.PROTO))
                .hasSize(3)
                .anySatisfy(row -> assertThat(row)
                        .hasSize(14)
                        .containsEntry("iv", "1-2 3 4:5:6.5")
                        .containsEntry("i", List.of(Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, 0L)));
        for (Form form : Form.values()) {
            assertThat(stored.get(form)).as("%s", form).containsExactlyInAnyOrderElementsOf(stored.get(Form.PROTO));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INSERT", "LINES", "AVRO"})
    void columnsThatARecordLacksTakeTheirDefaultsAndNullsStay(Form form) throws Exception {
        Column id = Column.of("id", ColumnType.INT64, NULLABLE);
        TableShape shape = new TableShape(
                List.of(id, new Column("src", ColumnType.STRING, NULLABLE, List.of(), null, null, true, Limits.NONE)));
        String table = tables.table(shape);
        tables.run("ALTER TABLE d." + table + " ALTER COLUMN src SET DEFAULT 'web'");
        Encoding encoder = form.in(new Encoding());

        for (String record : List.of("{\"id\":1}", "{\"id\":2,\"src\":null}", "{\"id\":3,\"src\":\"app\"}")) {
            tables.send(form, table, List.of(encoder.encode(Encoding.record(null, record), shape)));
        }

        assertThat(tables.rows(table, shape))
                .containsExactlyInAnyOrder(
                        Map.of("id", 1L, "src", "web"), Map.of("id", 2L), Map.of("id", 3L, "src", "app"));
    }
}
