// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database's TINYINT(1), NUMBER(1) and the like for BOOL. */
class SmallIntegersForBoolTest {
    private static final Column BOOL = Column.of("f", ColumnType.BOOL, ColumnMode.NULLABLE);

    private final Encoding encoding = new Encoding();

    static Stream<Arguments> integers() {
        return Stream.of(
                arguments(Schema.INT8_SCHEMA, (byte) 1, true),
                arguments(Schema.INT8_SCHEMA, (byte) 0, false),
                arguments(Schema.INT16_SCHEMA, (short) 1, true),
                arguments(Schema.INT16_SCHEMA, (short) 0, false),
                arguments(Schema.INT32_SCHEMA, 1, true),
                arguments(Schema.INT32_SCHEMA, 0, false),
                arguments(Schema.OPTIONAL_INT64_SCHEMA, 1L, true),
                arguments(Schema.OPTIONAL_INT64_SCHEMA, 0L, false));
    }

    @ParameterizedTest
    @MethodSource("integers")
    void oneIsTrueAndZeroIsFalse(Schema schema, Object value, boolean expected) {
        SinkRecord record = Encoding.field(schema, value);

        assertThat(SchemaComparison.between(
                        new TableShape(List.of(BOOL)), encoding.shapeOf(record), SchemaSettings.DEFAULT))
                .isInstanceOf(SchemaDiff.Fits.class);
        assertThat(encoding.row(record, BOOL)).containsEntry("f", expected);
        assertThat(Encoding.columnTypes("f=BOOL").row(record)).containsEntry("f", expected);
    }

    @Test
    void decimalsWithoutFractionAreIntegersToo() {
        Schema decimal = Decimal.schema(0);

        assertThat(Encoding.columnTypes("f=BOOL").row(Encoding.field(decimal, BigDecimal.ONE)))
                .containsEntry("f", true);
        assertThat(encoding.row(Encoding.record(null, Map.of("f", new BigDecimal("0.0"))), BOOL))
                .containsEntry("f", false);
    }

    @Test
    void integersWithoutSchemaInRecordsAndListsAreReadTheSame() {
        Column flags = Column.of("flags", ColumnType.BOOL, ColumnMode.REPEATED);
        Column user = Column.record("user", ColumnMode.REPEATED, List.of(BOOL));
        Map<String, Object> row = Map.of(
                "f", 1, "flags", List.of(1, 0L, BigInteger.ONE, true), "user", List.of(Map.of("f", 0), Map.of("f", 1)));

        assertThat(encoding.row(Encoding.record(null, row), BOOL, flags, user))
                .isEqualTo(Map.of(
                        "f",
                        true,
                        "flags",
                        List.of(true, false, true, true),
                        "user",
                        List.of(Map.of("f", false), Map.of("f", true))));
    }

    @Test
    void listsAndRecordsWithSchemaAreReadTheSame() {
        Schema user = SchemaBuilder.struct().field("f", Schema.INT16_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("flags", SchemaBuilder.array(Schema.INT8_SCHEMA).build())
                .field("user", user)
                .build();
        SinkRecord record = Encoding.record(
                schema,
                new Struct(schema)
                        .put("flags", List.of((byte) 1, (byte) 0))
                        .put("user", new Struct(user).put("f", (short) 1)));
        Column flags = Column.of("flags", ColumnType.BOOL, ColumnMode.REPEATED);
        Column live = Column.record("user", ColumnMode.NULLABLE, List.of(BOOL));

        Map<String, Object> expected = Map.of("flags", List.of(true, false), "user", Map.of("f", true));
        assertThat(SchemaComparison.between(
                        new TableShape(List.of(flags, live)), encoding.shapeOf(record), SchemaSettings.DEFAULT))
                .isInstanceOf(SchemaDiff.Fits.class);
        assertThat(encoding.row(record, flags, live)).isEqualTo(expected);
        assertThat(Encoding.columnTypes("flags=BOOL", "user.f=BOOL").row(record))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, -1, 256, Long.MIN_VALUE})
    void otherNumbersAreRowErrorsBecauseTheirValueWouldBeLost(long value) {
        assertThatThrownBy(() -> encoding.row(Encoding.field(Schema.INT64_SCHEMA, value), BOOL))
                .isInstanceOf(DataException.class)
                .hasMessage("column f is BOOL: the number is neither 1 nor 0");
        assertThatThrownBy(() -> encoding.row(Encoding.record(null, Map.of("f", value)), BOOL))
                .isInstanceOf(DataException.class)
                .hasMessage("column f is BOOL: the number is neither 1 nor 0");
    }
}
