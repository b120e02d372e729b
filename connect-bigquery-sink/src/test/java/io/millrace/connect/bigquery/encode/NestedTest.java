// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.MapFormat;
import io.millrace.connect.bigquery.schema.NullElements;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Records inside records, lists, maps; and the names of all of them. */
class NestedTest {
    private static final Schema ITEM = SchemaBuilder.struct()
            .field("sku", Schema.STRING_SCHEMA)
            .field("price", Decimal.builder(2).optional().build())
            .build();

    private final Encoding encoding = new Encoding();

    @Test
    void structsAndListsOfStructsBecomeRecords() {
        Schema order = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("first", ITEM)
                .field("items", SchemaBuilder.array(ITEM).build())
                .build();
        Struct one = new Struct(ITEM).put("sku", "a").put("price", new java.math.BigDecimal("1.50"));
        Struct two = new Struct(ITEM).put("sku", "b");
        SinkRecord record =
                record(order, new Struct(order).put("id", 1L).put("first", two).put("items", List.of(one, two)));

        assertThat(encoding.shapeOf(record).columns())
                .extracting(Column::mode)
                .containsExactly(ColumnMode.REQUIRED, ColumnMode.REQUIRED, ColumnMode.REPEATED);
        assertThat(encoding.row(record))
                .isEqualTo(Map.of(
                        "id", 1L,
                        "first", Map.of("sku", "b"),
                        "items",
                                List.of(
                                        Map.of("sku", "a", "price", new java.math.BigDecimal("1.5")),
                                        Map.of("sku", "b"))));
    }

    @Test
    void nullListIsAnEmptyList() {
        Schema list = SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build();

        assertThat(encoding.value(list, null)).isNull();
        assertThat(encoding.value(list, List.of())).isNull();
        assertThat(encoding.value(list, List.of(0, -1))).isEqualTo(List.of(0L, -1L));
    }

    @Test
    void nullElementIsRefusedSkippedOrWrappedAsToldNamingTheColumn() {
        Schema list = SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build();
        List<Integer> withNull = Arrays.asList(1, null, 2);

        assertThatThrownBy(() -> encoding.value(list, withNull))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is INT64")
                .hasMessageContaining("null.array.elements=skip")
                .hasMessageContaining("wrap");
        assertThat(Encoding.nulls(NullElements.SKIP).value(list, withNull)).isEqualTo(List.of(1L, 2L));
        assertThat(Encoding.nulls(NullElements.WRAP).value(list, withNull))
                .isEqualTo(List.of(Map.of("element", 1L), Map.of(), Map.of("element", 2L)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ColumnType.class,
            names = {"INT64", "STRING"})
    void columnsMadeBeforeElementsWereWrappedStayAndTakeNoNullForAValue(ColumnType type) {
        Schema list = SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build();
        Column plain = Column.of("f", type, ColumnMode.REPEATED);
        Encoding wrapping = Encoding.nulls(NullElements.WRAP);
        Schema row = Encoding.struct("f", list);
        SinkRecord whole = record(row, new Struct(row).put("f", List.of(1, 2)));
        SinkRecord withNull = record(row, new Struct(row).put("f", Arrays.asList(1, null)));

        assertThat(wrapping.row(whole, plain))
                .isEqualTo(Map.of("f", type == ColumnType.INT64 ? List.of(1L, 2L) : List.of("1", "2")));
        assertThatThrownBy(() -> wrapping.row(withNull, plain))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is " + type)
                .hasMessageContaining("null.array.elements=skip");
        assertThatThrownBy(() -> wrapping.row(record(null, Map.of("f", Arrays.asList("1", null))), plain))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the list has a null");
    }

    @Test
    void arrayOfArraysBecomesRecordsThatHoldLists() {
        Schema matrix = SchemaBuilder.array(
                        SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build())
                .build();

        assertThat(encoding.columnOf(matrix))
                .isEqualTo(Column.record(
                        "f", ColumnMode.REPEATED, List.of(Column.of("list", ColumnType.FLOAT64, ColumnMode.REPEATED))));
        assertThat(encoding.value(matrix, List.of(List.of(1.0, 2.0), List.of(), List.of(3.0))))
                .isEqualTo(List.of(Map.of("list", List.of(1.0, 2.0)), Map.of(), Map.of("list", List.of(3.0))));
    }

    @Test
    void cubesOfStructsKeepTheirDimensions() {
        Schema plane = SchemaBuilder.array(SchemaBuilder.array(ITEM).build()).build();
        Schema cube = SchemaBuilder.array(plane).build();
        Struct item = new Struct(ITEM).put("sku", "x");

        assertThat(encoding.value(cube, List.of(List.of(List.of(item)))))
                .isEqualTo(List.of(Map.of("list", List.of(Map.of("list", List.of(Map.of("sku", "x")))))));
    }

    @Test
    void mapsBecomeEntriesInTheirOrderOrJson() {
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Map<String, Integer> value = new LinkedHashMap<>();
        value.put("b", 2);
        value.put("a", null);

        assertThat(encoding.value(map, value)).isEqualTo(List.of(Map.of("key", "b", "value", 2L), Map.of("key", "a")));
        assertThat(Encoding.maps(MapFormat.JSON).columnOf(map).type()).isEqualTo(ColumnType.JSON);
        assertThat(Encoding.maps(MapFormat.JSON).value(map, value)).isEqualTo("{\"b\":2,\"a\":null}");
    }

    @Test
    void listsOfMapsAndMapsOfListsAreKept() {
        Schema map = SchemaBuilder.map(
                        Schema.STRING_SCHEMA,
                        SchemaBuilder.array(Schema.INT64_SCHEMA).build())
                .build();
        Schema list = SchemaBuilder.array(map).build();

        assertThat(encoding.value(list, List.of(Map.of("k", List.of(1L, 2L)))))
                .isEqualTo(List.of(Map.of("list", List.of(Map.of("key", "k", "value", List.of(1L, 2L))))));
    }

    @Test
    void structAsJsonKeepsNamesNumbersAndNulls() {
        Schema struct = SchemaBuilder.struct()
                .field("né.e", Schema.OPTIONAL_STRING_SCHEMA)
                .field("n", Schema.INT64_SCHEMA)
                .field("d", Decimal.schema(3))
                .field("long", Decimal.schema(1))
                .field("nan", Schema.FLOAT64_SCHEMA)
                .field("j", SchemaBuilder.string().name("io.debezium.data.Json").build())
                .field("b", Schema.BYTES_SCHEMA)
                .build();
        Struct value = new Struct(struct)
                .put("n", Long.MAX_VALUE)
                .put("d", new java.math.BigDecimal("1.125"))
                .put("long", new java.math.BigDecimal("12345678901234567890.1"))
                .put("nan", Double.NaN)
                .put("j", "{\"x\": 1}")
                .put("b", new byte[] {1});

        assertThat(Encoding.columnTypes("f=JSON").value(struct, value))
                .isEqualTo("{\"né.e\":null,\"n\":9223372036854775807,\"d\":1.125,\"long\":\"12345678901234567890.1\","
                        + "\"nan\":\"NaN\",\"j\":{\"x\": 1},\"b\":\"AQ==\"}");
    }

    @Test
    void structWithoutFieldsGetsNoColumn() {
        Schema empty = SchemaBuilder.struct().build();
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("nothing", empty)
                .build();
        SinkRecord record = record(schema, new Struct(schema).put("id", 1).put("nothing", new Struct(empty)));

        assertThat(encoding.shapeOf(record).columns()).extracting(Column::name).containsExactly("id");
        assertThat(encoding.row(record)).isEqualTo(Map.of("id", 1L));
    }

    @Test
    void recursiveSchemaIsRefusedNamingTheFieldsThatLeadBack() {
        SchemaBuilder node = SchemaBuilder.struct().name("Node").field("id", Schema.INT32_SCHEMA);
        Schema children = SchemaBuilder.array(new Alias(node)).optional().build();
        node.field("children", children);
        Schema schema = SchemaBuilder.struct().field("root", node).build();

        assertThatThrownBy(() -> encoding.shapeOf(record(schema, new Struct(schema))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("root.children")
                .hasMessageContaining("Node");
    }

    @Test
    void fifteenLevelsAreTakenAndSixteenRefusedNamingTheColumn() {
        assertThat(encoding.columnOf(nested(15)).type()).isEqualTo(ColumnType.RECORD);
        assertThatThrownBy(() -> encoding.columnOf(nested(16)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("f.f.f.f")
                .hasMessageContaining("15 levels");
    }

    @ParameterizedTest
    @CsvSource({
        "order id, order id",
        "größe, größe",
        "a-b, a-b",
        "50%, 50%",
        "1st, 1st",
        "a–b, a–b",
        "a‿b, a‿b",
        "a.b, a_b",
        "a$b, a_b",
        "a/b, a_b",
        "_PARTITION_x, __PARTITION_x",
        "_table_name, __table_name",
        "__root__, ___root__",
        "_CHANGE_TYPE, __CHANGE_TYPE"
    })
    void namesChangeOnlyWhereBigQueryRefusesThem(String field, String column) {
        Schema schema = Encoding.struct(field, Schema.INT32_SCHEMA);
        SinkRecord record = record(schema, new Struct(schema).put(field, 1));

        assertThat(encoding.row(record)).isEqualTo(Map.of(column, 1L));
    }

    @Test
    void namesAreSanitizedInsideLists() {
        Schema element = Encoding.struct("a.b", Schema.INT32_SCHEMA);
        Schema list = SchemaBuilder.array(element).build();

        assertThat(encoding.value(list, List.of(new Struct(element).put("a.b", 1))))
                .isEqualTo(List.of(Map.of("a_b", 1L)));
    }

    @ParameterizedTest
    @CsvSource({"a.b, a_b", "a.b, a$b", "id, ID"})
    void fieldsThatWouldShareAColumnAreRefusedNamingBoth(String one, String other) {
        Schema schema = SchemaBuilder.struct()
                .field(one, Schema.INT32_SCHEMA)
                .field(other, Schema.INT32_SCHEMA)
                .build();

        assertThatThrownBy(() -> encoding.shapeOf(record(schema, new Struct(schema))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(one)
                .hasMessageContaining(other);
    }

    @Test
    void nameOf300CharactersIsTakenAndALongerOneRefused() {
        assertThat(encoding.shapeOf(record(Encoding.struct("n".repeat(300), Schema.INT32_SCHEMA), null))
                        .columns())
                .hasSize(1);
        assertThatThrownBy(() -> encoding.shapeOf(record(Encoding.struct("n".repeat(301), Schema.INT32_SCHEMA), null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("301")
                .hasMessageContaining("300");
    }

    @Test
    void docBecomesTheDescriptionAndMaskedAsTheInfoType() {
        Schema schema = SchemaBuilder.string()
                .doc("who to call")
                .parameter("millrace.infotype", "PHONE_NUMBER")
                .build();

        assertThat(encoding.columnOf(schema).description()).isEqualTo("who to call");
        assertThat(encoding.columnOf(schema).infoType()).isEqualTo("PHONE_NUMBER");
    }

    private static Schema nested(int levels) {
        return levels == 0 ? Schema.INT32_SCHEMA : Encoding.struct("f", nested(levels - 1));
    }

    /** What a converter puts where a schema refers to one that is not finished yet. */
    private static final class Alias extends org.apache.kafka.connect.data.ConnectSchema {
        private final Schema of;

        Alias(Schema of) {
            super(Schema.Type.STRUCT);
            this.of = of;
        }

        @Override
        public String name() {
            return of.name();
        }

        @Override
        public List<Field> fields() {
            return of.fields();
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }
}
