// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.record;
import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnSettings;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.MapFormat;
import io.millrace.connect.bigquery.schema.NullElements;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** {@code null.array.elements=wrap} on tables that were made without it. */
class WrappedListsTest {
    private static final Schema ITEM = SchemaBuilder.struct()
            .field("sku", Schema.STRING_SCHEMA)
            .field("qty", Schema.OPTIONAL_INT64_SCHEMA)
            .optional()
            .build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("items", SchemaBuilder.array(ITEM).build())
            .field("tags", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
            .build();
    private static final SchemaSettings WRAP = new SchemaSettings(
            SchemaSettings.DEFAULT.evolution(),
            SchemaSettings.DEFAULT.unknownFields(),
            ColumnSettings.DEFAULT,
            new TypeSettings(
                    DecimalType.AUTO, ZonelessTimestampType.DATETIME, MapFormat.ENTRIES, NullElements.WRAP, List.of()),
            KafkaColumns.NONE);

    private final Encoding before = new Encoding();
    private final Encoding wrapping = Encoding.nulls(NullElements.WRAP);

    private static Struct order() {
        Struct item = new Struct(ITEM).put("sku", "a").put("qty", 2L);
        return new Struct(ORDER).put("items", List.of(item)).put("tags", List.of("x"));
    }

    private static Object stored() {
        return Map.of("items", List.of(Map.of("sku", "a", "qty", 2L)), "tags", List.of("x"));
    }

    private void staysAsItIs(TableShape live, SinkRecord record, Object row) {
        assertThat(SchemaComparison.between(live, wrapping.shapeOf(record), WRAP))
                .isInstanceOf(SchemaDiff.Fits.class);
        assertThat(Decoded.row(wrapping.encode(record, live))).isEqualTo(row);
    }

    @Test
    void listsThatAreThereStayAsTheyAre() {
        SinkRecord record = record(ORDER, order());

        staysAsItIs(before.shapeOf(record), record, stored());
    }

    @Test
    void listsInsideRecordsListsAndMapsStayToo() {
        Schema outer = SchemaBuilder.struct()
                .field("one", ORDER)
                .field("many", SchemaBuilder.array(ORDER).build())
                .field(
                        "perhaps",
                        SchemaBuilder.array(SchemaBuilder.struct()
                                        .optional()
                                        .field("order", ORDER)
                                        .build())
                                .build())
                .field(
                        "lists",
                        SchemaBuilder.array(ORDER.field("items").schema()).build())
                .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, ORDER).build())
                .build();
        Schema perhaps = outer.field("perhaps").schema().valueSchema();
        SinkRecord record = record(
                outer,
                new Struct(outer)
                        .put("one", order())
                        .put("many", List.of(order()))
                        .put("perhaps", List.of(new Struct(perhaps).put("order", order())))
                        .put("lists", List.of(order().getArray("items")))
                        .put("map", Map.of("k", order())));

        staysAsItIs(
                before.shapeOf(record),
                record,
                Map.of(
                        "one", stored(),
                        "many", List.of(stored()),
                        "perhaps", List.of(Map.of("order", stored())),
                        "lists", List.of(Map.of("list", List.of(Map.of("sku", "a", "qty", 2L)))),
                        "map", List.of(Map.of("key", "k", "value", stored()))));
    }

    @Test
    void aListThatGotAnElementByMistakeIsFilledAsBefore() {
        Column sku = Column.of("sku", ColumnType.STRING, NULLABLE);
        Column qty = Column.of("qty", ColumnType.INT64, NULLABLE);
        TableShape live = new TableShape(List.of(
                Column.record(
                        "items", REPEATED, List.of(sku, qty, Column.record("element", NULLABLE, List.of(sku, qty)))),
                Column.of("tags", ColumnType.STRING, REPEATED)));

        staysAsItIs(live, record(ORDER, order()), stored());
    }

    @Test
    void newFieldsOfItsRecordsAreAddedWhereTheOthersAre() {
        Column sku = Column.of("sku", ColumnType.STRING, REQUIRED);
        TableShape live = new TableShape(List.of(
                Column.record("items", REPEATED, List.of(sku)), Column.of("tags", ColumnType.STRING, REPEATED)));

        SchemaDiff diff = SchemaComparison.between(live, wrapping.shapeOf(record(ORDER, order())), WRAP);

        assertThat(diff)
                .isInstanceOfSatisfying(
                        SchemaDiff.Growth.class,
                        growth -> assertThat(growth.changes()).containsExactly("add items.qty INT64"));
    }

    @Test
    void aNullInSuchAListIsARowErrorAndInAWrappedOneIsKept() {
        SinkRecord record = record(
                ORDER,
                new Struct(ORDER).put("items", Arrays.asList((Object) null)).put("tags", List.of()));

        assertThatThrownBy(() -> wrapping.encode(record, before.shapeOf(record)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column items");
        TableShape wrapped = wrapping.shapeOf(record);
        staysAsItIs(wrapped, record, Map.of("items", List.of(Map.of())));
        staysAsItIs(
                wrapped,
                record(ORDER, order()),
                Map.of(
                        "items", List.of(Map.of("element", Map.of("sku", "a", "qty", 2L))),
                        "tags", List.of(Map.of("element", "x"))));
    }

    @Test
    void recordsWithAFieldOfThatNameAreNoWrapping() {
        Schema element = SchemaBuilder.struct()
                .optional()
                .field("element", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema schema = Encoding.struct("f", SchemaBuilder.array(element).build());
        SinkRecord record =
                record(schema, new Struct(schema).put("f", List.of(new Struct(element).put("element", "x"))));

        staysAsItIs(before.shapeOf(record), record, Map.of("f", List.of(Map.of("element", "x"))));
        staysAsItIs(wrapping.shapeOf(record), record, Map.of("f", List.of(Map.of("element", Map.of("element", "x")))));
    }
}
