// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.Compatibility;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.EpochUnit;
import io.millrace.connect.bigquery.schema.LogicalTypes;
import io.millrace.connect.bigquery.schema.MapFormat;
import io.millrace.connect.bigquery.schema.NullElements;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code logical.types=kcbq}: new columns as KCBQ's converters make them. */
class KcbqTypesTest {
    private static final Encoding KCBQ = Encoding.of(new TypeSettings(
            DecimalType.FLOAT64,
            ZonelessTimestampType.TIMESTAMP,
            MapFormat.ENTRIES,
            NullElements.FAIL,
            List.of(),
            new Compatibility(LogicalTypes.KCBQ, DecimalType.RECORD, EpochUnit.SECONDS)));

    static Stream<Arguments> columns() {
        return Stream.of(
                arguments(text("data.EnumSet"), "a,b", ColumnType.STRING, "a,b"),
                arguments(text("data.Json"), "{}", ColumnType.STRING, "{}"),
                arguments(
                        text("time.ZonedTimestamp"),
                        "2024-05-09T00:00:00Z",
                        ColumnType.TIMESTAMP,
                        Instant.parse("2024-05-09T00:00:00Z")),
                arguments(text("time.ZonedTime"), "01:02:03Z", ColumnType.STRING, "01:02:03Z"),
                arguments(text("time.IsoDate"), "2024-05-09", ColumnType.STRING, "2024-05-09"),
                arguments(text("time.IsoTimestamp"), "2024-05-09T00:00:00", ColumnType.STRING, "2024-05-09T00:00:00"),
                arguments(text("time.Interval"), "P1D", ColumnType.STRING, "P1D"),
                arguments(number("time.NanoTimestamp"), 7L, ColumnType.INT64, 7L),
                arguments(number("time.NanoTime"), 7L, ColumnType.INT64, 7L),
                arguments(number("time.MicroTimestamp"), 1_000_000L, ColumnType.TIMESTAMP, Instant.ofEpochSecond(1)),
                arguments(number("time.Timestamp"), 1_000L, ColumnType.TIMESTAMP, Instant.ofEpochSecond(1)),
                arguments(
                        SchemaBuilder.int32().name("io.debezium.time.Date").build(),
                        1,
                        ColumnType.DATE,
                        LocalDate.of(1970, 1, 2)),
                arguments(Decimal.schema(2), new BigDecimal("1.25"), ColumnType.FLOAT64, 1.25));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void columnsAreThoseOfKcbq(Schema schema, Object value, ColumnType type, Object expected) {
        assertThat(KCBQ.columnOf(schema)).isEqualTo(Column.of("f", type, ColumnMode.REQUIRED));
        assertThat(KCBQ.value(schema, value)).isEqualTo(expected);
    }

    @Test
    void geometriesAndDecimalsOfVariableScaleAreRecords() {
        Schema point = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Point")
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .optional()
                .build();
        Schema variable = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();

        assertThat(KCBQ.columnOf(point))
                .isEqualTo(Column.record(
                        "f",
                        ColumnMode.NULLABLE,
                        List.of(
                                Column.of("x", ColumnType.FLOAT64, ColumnMode.REQUIRED),
                                Column.of("y", ColumnType.FLOAT64, ColumnMode.REQUIRED),
                                Column.of("wkb", ColumnType.BYTES, ColumnMode.NULLABLE),
                                Column.of("srid", ColumnType.INT64, ColumnMode.NULLABLE))));
        assertThat(KCBQ.value(point, new Struct(point).put("x", 1.0).put("y", 2.0)))
                .isEqualTo(Map.of("x", 1.0, "y", 2.0));
        assertThat(KCBQ.columnOf(variable).type()).isEqualTo(ColumnType.RECORD);
        assertThat(KCBQ.value(variable, new Struct(variable).put("scale", 1).put("value", new byte[] {15})))
                .isEqualTo(Map.of("scale", 1L, "value", "Dw=="));
    }

    @Test
    void decimalsAreRecordsWhereDecimalTypeSaysSo() {
        Encoding records = Encoding.decimals(DecimalType.RECORD);
        Schema list = SchemaBuilder.array(Decimal.schema(1)).build();

        assertThat(records.columnOf(Decimal.schema(1)))
                .isEqualTo(Column.record(
                        "f",
                        ColumnMode.REQUIRED,
                        List.of(
                                Column.of("scale", ColumnType.INT64, ColumnMode.REQUIRED),
                                Column.of("value", ColumnType.BYTES, ColumnMode.REQUIRED))));
        assertThat(records.value(Decimal.schema(1), new BigDecimal("-1.5")))
                .isEqualTo(Map.of("scale", 1L, "value", "8Q=="));
        assertThat(records.value(list, List.of(new BigDecimal("1.5"))))
                .isEqualTo(List.of(Map.of("scale", 1L, "value", "Dw==")));
    }

    private static Schema text(String name) {
        return SchemaBuilder.string().name("io.debezium." + name).build();
    }

    private static Schema number(String name) {
        return SchemaBuilder.int64().name("io.debezium." + name).build();
    }
}
