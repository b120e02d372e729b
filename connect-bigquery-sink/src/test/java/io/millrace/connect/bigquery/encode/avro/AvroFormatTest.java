// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.encode.Encoding;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.NullElements;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The very bytes of rows, and the schemas that explain them. */
class AvroFormatTest {
    private final Encoding encoding = new Encoding().as(new AvroFormat());

    private static TableShape shape(Column... columns) {
        return new TableShape(List.of(columns));
    }

    private static Schema type(Column column) {
        return AvroSchemas.of(shape(column), Set.of()).getFields().get(0).schema();
    }

    private String bytes(Map<String, ?> record, Column... live) {
        Row row = encoding.encode(Encoding.record(null, record), shape(live));
        return HexFormat.of().formatHex(row.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "INT64, '\"long\"'",
        "FLOAT64, '\"double\"'",
        "BOOL, '\"boolean\"'",
        "STRING, '\"string\"'",
        "BYTES, '\"bytes\"'",
        "DATE, '{\"type\":\"int\",\"logicalType\":\"date\"}'",
        "TIME, '{\"type\":\"long\",\"logicalType\":\"time-micros\"}'",
        "DATETIME, '{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}'",
        "TIMESTAMP, '{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}'",
        "NUMERIC, '{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":38,\"scale\":9}'",
        "BIGNUMERIC, '{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":77,\"scale\":38}'",
        "JSON, '{\"type\":\"string\",\"sqlType\":\"JSON\"}'",
        "GEOGRAPHY, '\"string\"'",
        "INTERVAL, '\"string\"'"
    })
    void typesAreThoseThatBigQueryLoadsAsTheColumns(ColumnType type, String avro) {
        assertThat(type(Column.of("f", type, REQUIRED)).toString()).isEqualTo(avro);
        assertThat(type(Column.of("f", type, NULLABLE)).toString()).isEqualTo("[\"null\"," + avro + "]");
        assertThat(type(Column.of("f", type, REPEATED)).toString())
                .isEqualTo("{\"type\":\"array\",\"items\":" + avro + "}");
    }

    @Test
    void recordsHaveNamesOfTheirOwnAtAnyDepth() {
        Column inner = Column.record("same", NULLABLE, List.of(Column.of("x", ColumnType.INT64, NULLABLE)));
        Column outer =
                Column.record("same", REPEATED, List.of(inner, Column.record("other", NULLABLE, inner.fields())));

        Schema schema = AvroSchemas.of(shape(outer, Column.record("row", NULLABLE, List.of(outer))), Set.of());

        assertThat(new Schema.Parser().parse(schema.toString())).isEqualTo(schema);
    }

    @Test
    void columnsAreInTheTablesOrderWhateverTheRecords() {
        Column[] live = {
            Column.of("b", ColumnType.BOOL, REQUIRED),
            Column.of("none", ColumnType.STRING, NULLABLE),
            Column.record(
                    "r",
                    NULLABLE,
                    List.of(
                            Column.of("y", ColumnType.STRING, NULLABLE),
                            Column.of("no", ColumnType.STRING, REPEATED),
                            Column.of("x", ColumnType.INT64, NULLABLE))),
            Column.of("a", ColumnType.INT64, REPEATED)
        };

        String written = bytes(
                new TreeMap<>(Map.of("a", List.of(-1, 64), "b", true, "r", new TreeMap<>(Map.of("x", 1, "y", "é")))),
                live);

        assertThat(written)
                .isEqualTo(
                        "01" // b
                                + "00" // none
                                + "02" + "0204c3a9" + "00" + "0202" // r: y, no, x
                                + "04" + "01" + "8001" + "00"); // a
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.000000001",
                "-0.000000128",
                "0.000000128",
                "999999999999999999",
                "-9223372036.854775808",
                "9223372036.854775808",
                "-99999999999999999999999999999.999999999"
            })
    void decimalsAreUnscaledNumbersHighestByteFirst(String number) {
        String written = bytes(Map.of("f", number), Column.of("f", ColumnType.NUMERIC, REQUIRED));

        assertThat(written.substring(2)).isEqualTo(unscaled(number));
        assertThat(Integer.parseInt(written.substring(0, 2), 16)).isEqualTo(written.length() - 2);
    }

    private static String unscaled(String number) {
        return HexFormat.of()
                .formatHex(new BigDecimal(number).setScale(9).unscaledValue().toByteArray());
    }

    @Test
    void aColumnThatNoFileCanNameIsLeftOutUnlessARecordHasAValueForIt() {
        Column id = Column.of("id", ColumnType.INT64, NULLABLE);
        Column odd = Column.of("größe", ColumnType.INT64, NULLABLE);
        Column all = Column.record("r", NULLABLE, List.of(Column.of("a b", ColumnType.STRING, NULLABLE)));
        Column some = Column.record("s", NULLABLE, List.of(odd, id));
        TableShape live = shape(odd, all, some, id);

        assertThat(AvroSchemas.unheld(live)).containsExactly("größe", "r.a b", "s.größe");
        assertThat(AvroSchemas.of(live, Set.of()).getFields())
                .extracting(Schema.Field::name)
                .containsExactly("s", "id");
        assertThat(bytes(Map.of("id", 1, "s", Map.of("id", 2)), odd, all, some, id))
                .isEqualTo("02" + "0204" + "0202");
        for (Map<String, ?> record :
                List.of(Map.of("größe", 1), Map.of("r", Map.of("a b", "x")), Map.of("s", Map.of("größe", 1)))) {
            assertThatThrownBy(() -> bytes(record, odd, all, some, id))
                    .isInstanceOf(DataException.class)
                    .hasMessageMatching("column (größe|r|s\\.größe) is .*ASCII letters.*load\\.format=json.*");
        }
    }

    @Test
    void aJobHasToSayWhatAvroHasNoTypesFor() {
        Column id = Column.of("id", ColumnType.INT64, NULLABLE);
        Column odd = Column.of("a b", ColumnType.INT64, NULLABLE);
        Column at = Column.of("at", ColumnType.GEOGRAPHY, NULLABLE);
        TableShape live = shape(odd, Column.record("r", REPEATED, List.of(odd, at)), id);

        assertThat(AvroSchemas.untold(shape(id, odd, Column.of("j", ColumnType.JSON, NULLABLE))))
                .isEmpty();
        assertThat(AvroSchemas.untold(shape(id, Column.of("i", ColumnType.INTERVAL, REPEATED))))
                .isPresent();
        assertThat(AvroSchemas.untold(live)).contains(shape(Column.record("r", REPEATED, List.of(at)), id));
    }

    @Test
    void aStructsFieldForSuchAColumnIsRefusedToo() {
        org.apache.kafka.connect.data.Schema schema = SchemaBuilder.struct()
                .field("a-b", org.apache.kafka.connect.data.Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Struct inside = new Struct(schema).put("a-b", 1L);
        TableShape live = shape(Column.record(
                "f",
                NULLABLE,
                List.of(Column.of("a-b", ColumnType.INT64, NULLABLE), Column.of("c", ColumnType.INT64, NULLABLE))));

        assertThatThrownBy(() -> encoding.encode(Encoding.field(schema, inside), live))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f.a-b");
        assertThat(encoding.encode(Encoding.field(schema, new Struct(schema)), live)
                        .bytes())
                .containsExactly(2, 0);
    }

    @Test
    void anEmptyListForSuchAColumnIsNoneAndARecordOfSuchColumnsIsRefusedForThem() {
        Column id = Column.of("id", ColumnType.INT64, NULLABLE);
        Column list = Column.of("2024", ColumnType.STRING, REPEATED);
        Column record = Column.record("r", NULLABLE, List.of(Column.of("ü", ColumnType.STRING, NULLABLE)));

        assertThat(bytes(Map.of("id", 1L, "2024", List.of()), id, list)).isEqualTo(bytes(Map.of("id", 1L), id, list));
        assertThatThrownBy(() -> bytes(Map.of("id", 1L, "2024", List.of("a")), id, list))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column 2024");
        assertThatThrownBy(() -> bytes(Map.of("id", 1L, "r", Map.of("ü", "a")), id, record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column r is RECORD: none of its fields can be in a file of Avro");
    }

    @Test
    void nullElementsAreLeftOutWrappedOrRefused() {
        Column list = Column.of("f", ColumnType.STRING, REPEATED);
        Map<String, Object> record = Map.of("f", Arrays.asList("a", null, "b"));

        assertThatThrownBy(() -> bytes(record, list))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("null.array.elements");
        Row skipped = Encoding.nulls(NullElements.SKIP)
                .as(new AvroFormat())
                .encode(Encoding.record(null, record), shape(list));
        assertThat(HexFormat.of().formatHex(skipped.bytes())).isEqualTo("04" + "0261" + "0262" + "00");
        Encoding wrapping = Encoding.nulls(NullElements.WRAP).as(new AvroFormat());
        org.apache.kafka.connect.data.Schema elements = SchemaBuilder.array(
                        org.apache.kafka.connect.data.Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Row wrapped = wrapping.encode(Encoding.field(elements, Arrays.asList("a", null)));
        assertThat(HexFormat.of().formatHex(wrapped.bytes())).isEqualTo("04" + "020261" + "00" + "00");
    }

    @Test
    void emptyListsAndAbsentOnesAreTheSame() {
        Column list = Column.of("f", ColumnType.STRING, REPEATED);

        assertThat(bytes(Map.of("f", List.of()), list)).isEqualTo("00");
        assertThat(bytes(Map.of(), list)).isEqualTo("00");
    }

    @Test
    void whatARowOrARecordInsideItMustHaveIsRefusedByName() {
        Column inside = Column.record("r", NULLABLE, List.of(Column.of("x", ColumnType.INT64, REQUIRED)));
        org.apache.kafka.connect.data.Schema other =
                Encoding.struct("y", org.apache.kafka.connect.data.Schema.INT64_SCHEMA);

        Stream.<Runnable>of(
                        () -> bytes(Map.of("r", Map.of()), inside),
                        () -> encoding.encode(
                                Encoding.record(
                                        Encoding.struct("r", other),
                                        new Struct(Encoding.struct("r", other))
                                                .put("r", new Struct(other).put("y", 1L))),
                                shape(inside)))
                .forEach(row -> assertThatThrownBy(row::run)
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("column r.x is REQUIRED"));
        assertThatThrownBy(() -> encoding.encode(
                        Encoding.field(org.apache.kafka.connect.data.Schema.INT64_SCHEMA, 1L),
                        shape(Column.of("g", ColumnType.INT64, REQUIRED))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column g is REQUIRED");
    }

    @Test
    void aRowFitsIntoABlock() {
        assertThat(new AvroFormat().mostBytes()).isBetween(15_000_000, 16_000_000 - 1_000);
    }
}
