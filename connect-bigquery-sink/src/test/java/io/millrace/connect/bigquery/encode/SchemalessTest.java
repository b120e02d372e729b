// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.NullElements;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Records without a schema: the live table drives, values tell the types of what it lacks. */
class SchemalessTest {
    private static final TableShape LIVE = new TableShape(List.of(
            nullable("id", ColumnType.INT64),
            nullable("amount", ColumnType.NUMERIC),
            nullable("created", ColumnType.TIMESTAMP),
            nullable("day", ColumnType.DATE),
            nullable("local", ColumnType.DATETIME),
            nullable("raw", ColumnType.BYTES),
            nullable("doc", ColumnType.JSON),
            Column.of("tags", ColumnType.STRING, ColumnMode.REPEATED),
            Column.record("Address", ColumnMode.NULLABLE, List.of(nullable("city", ColumnType.STRING)))));

    private final Encoding encoding = new Encoding();

    @Test
    void liveTableDecidesHowValuesAreWritten() {
        SinkRecord record = record(
                null,
                Map.of(
                        "ID", 7,
                        "amount", "12.50",
                        "created", "2024-01-02T03:04:05+01:00",
                        "day", "2024-02-29",
                        "local", "2024-01-02 03:04:05.5",
                        "raw", "AQI=",
                        "doc", Map.of("a", List.of(1, 2.5)),
                        "tags", List.of("x", "y"),
                        "address", Map.of("city", "Kraków")));

        assertThat(encoding.shapeOf(record, LIVE)).isSameAs(LIVE);
        assertThat(Decoded.row(encoding.encode(record, LIVE)))
                .isEqualTo(Map.of(
                        "id", 7L,
                        "amount", new BigDecimal("12.5"),
                        "created", Instant.parse("2024-01-02T02:04:05Z"),
                        "day", LocalDate.of(2024, 2, 29),
                        "local", LocalDateTime.parse("2024-01-02T03:04:05.5"),
                        "raw", "AQI=",
                        "doc", "{\"a\":[1,2.5]}",
                        "tags", List.of("x", "y"),
                        "Address", Map.of("city", "Kraków")));
    }

    @Test
    void fieldsTheTableLacksGetColumnsByTheirValues() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", 1);
        value.put("flag", true);
        value.put("ratio", 0.5);
        value.put("name", "n");
        value.put("list", List.of(1, 2.5));
        value.put("address", Map.of("zip", "x"));
        value.put("people", List.of(Map.of("a", 1), Map.of("b", "x")));
        value.put("unknown", null);
        value.put("empty", List.of());

        TableShape wanted = encoding.shapeOf(record(null, value), LIVE);

        assertThat(wanted.columns().subList(0, 8)).isEqualTo(LIVE.columns().subList(0, 8));
        assertThat(wanted.columns().subList(8, wanted.columns().size()))
                .containsExactly(
                        Column.record(
                                "Address",
                                ColumnMode.NULLABLE,
                                List.of(nullable("city", ColumnType.STRING), nullable("zip", ColumnType.STRING))),
                        nullable("flag", ColumnType.BOOL),
                        nullable("ratio", ColumnType.FLOAT64),
                        nullable("name", ColumnType.STRING),
                        Column.of("list", ColumnType.FLOAT64, ColumnMode.REPEATED),
                        Column.record(
                                "people",
                                ColumnMode.REPEATED,
                                List.of(nullable("a", ColumnType.INT64), nullable("b", ColumnType.STRING))));
    }

    @Test
    void newTableIsMadeFromValuesAndColumnTypes() {
        Encoding typed = Encoding.columnTypes("created=TIMESTAMP(millis)", "payload=JSON", "address.since=DATE");
        SinkRecord record = record(
                null,
                Map.of("created", 1704164645123L, "payload", Map.of("k", 1), "address", Map.of("since", "2020-01-01")));

        assertThat(typed.row(record))
                .isEqualTo(Map.of(
                        "created", Instant.parse("2024-01-02T03:04:05.123Z"),
                        "payload", "{\"k\":1}",
                        "address", Map.of("since", LocalDate.of(2020, 1, 1))));
    }

    @Test
    void textWithAJsonObjectIsARecordOfItsFields() {
        SinkRecord record =
                record(null, "{\"id\": 9007199254740993, \"amount\": 1.10, \"tags\": [\"a\"], \"doc\": null}");

        assertThat(Decoded.row(encoding.encode(record, LIVE)))
                .isEqualTo(Map.of("id", 9007199254740993L, "amount", new BigDecimal("1.1"), "tags", List.of("a")));
    }

    @Test
    void valueOfAnotherTypeThanItsColumnIsARowErrorNamingTheColumn() {
        refuses(Map.of("id", 1.5), "column id is INT64");
        refuses(Map.of("id", "secret"), "column id is INT64");
        refuses(Map.of("created", "secret"), "column created is TIMESTAMP");
        refuses(Map.of("raw", "not base64 secret!"), "column raw is BYTES");
        refuses(Map.of("tags", "secret"), "column tags is STRING");
        refuses(Map.of("address", "secret"), "column Address is RECORD");
    }

    private void refuses(Map<String, Object> value, String message) {
        assertThatThrownBy(() -> encoding.encode(record(null, value), LIVE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    @Test
    void twoFieldsForOneColumnAreRefused() {
        assertThatThrownBy(() -> encoding.encode(record(null, Map.of("id", 1, "ID", 2)), LIVE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column id");
    }

    @Test
    void requiredColumnWithoutAValueIsRefusedNamingIt() {
        TableShape strict = new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED)));

        assertThatThrownBy(() -> encoding.encode(record(null, Map.of("other", 1)), strict))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column id is REQUIRED");
    }

    @Test
    void arraysOfArraysAndMixedArraysAreRefusedWithTheWayOut() {
        for (Object list : List.of(List.of(List.of(1)), List.of(1, "x"))) {
            assertThatThrownBy(() -> encoding.shapeOf(record(null, Map.of("a", list))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("column a")
                    .hasMessageContaining("column.types");
        }
        assertThat(Encoding.columnTypes("a=JSON").row(record(null, Map.of("a", List.of(List.of(1))))))
                .isEqualTo(Map.of("a", "[[1]]"));
    }

    @Test
    void aNullInAnArrayIsRefusedAlsoWithWrapWhichNeedsASchema() {
        SinkRecord record = record(null, "{\"a\": [\"x\", null]}");

        assertThat(Encoding.nulls(NullElements.WRAP).shapeOf(record).columns())
                .containsExactly(Column.of("a", ColumnType.STRING, ColumnMode.REPEATED));
        assertThatThrownBy(() -> Encoding.nulls(NullElements.WRAP).encode(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("null.array.elements=skip")
                .hasMessageContaining("for a schema's arrays");
        assertThat(Encoding.columnTypes("a=JSON").row(record)).isEqualTo(Map.of("a", "[\"x\",null]"));
    }

    @Test
    void recordsMadeForListsOfListsAndMapsTakeOnlyWhatIsWrittenLikeThem() {
        TableShape live = new TableShape(List.of(
                Column.record(
                        "lists",
                        ColumnMode.REPEATED,
                        List.of(Column.of("list", ColumnType.INT64, ColumnMode.REPEATED))),
                Column.record(
                        "map",
                        ColumnMode.REPEATED,
                        List.of(nullable("key", ColumnType.STRING), nullable("value", ColumnType.INT64)))));

        for (Map<String, Object> unlike :
                List.<Map<String, Object>>of(Map.of("lists", List.of(List.of(1, 2))), Map.of("map", Map.of("a", 1)))) {
            SinkRecord record = record(null, unlike);
            assertThatThrownBy(() -> encoding.encode(record, encoding.shapeOf(record, live)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("column " + unlike.keySet().iterator().next());
        }
        assertThat(Decoded.row(encoding.encode(
                        record(null, "{\"lists\": [{\"list\": [1, 2]}], \"map\": [{\"key\": \"a\", \"value\": 1}]}"),
                        live)))
                .isEqualTo(Map.of(
                        "lists", List.of(Map.of("list", List.of(1L, 2L))),
                        "map", List.of(Map.of("key", "a", "value", 1L))));
    }

    @Test
    void integersBeyondLongStayExact() {
        SinkRecord record = record(null, "{\"n\": 123456789012345678901234567890}");

        assertThat(encoding.shapeOf(record).columns()).containsExactly(nullable("n", ColumnType.BIGNUMERIC));
        assertThat((BigDecimal) encoding.row(record).get("n"))
                .isEqualByComparingTo(new BigDecimal("123456789012345678901234567890"));
    }

    private static Column nullable(String name, ColumnType type) {
        return Column.of(name, type, ColumnMode.NULLABLE);
    }
}
