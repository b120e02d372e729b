// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NUMERIC(p, s), BIGNUMERIC(p, s), STRING(n) and BYTES(n) of tables made by hand. */
class LimitsOfTypesTest {
    private static final Limits TEN_TWO = new Limits(10, 2, null);
    private static final Limits FIVE_ZERO = new Limits(5, 0, null);
    private static final Limits TWO_TWO = new Limits(2, 2, null);
    private static final Limits FOUR = new Limits(null, 0, 4L);

    private final Encoding encoding = new Encoding();

    static Stream<Arguments> fitting() {
        return Stream.of(
                arguments(numeric(TEN_TWO), new BigDecimal("1.01"), "1.01"),
                arguments(numeric(TEN_TWO), new BigDecimal("1.0100000"), "1.01"),
                arguments(numeric(TEN_TWO), new BigDecimal("-99999999.99"), "-99999999.99"),
                arguments(numeric(TEN_TWO), new BigDecimal("1E+7"), "1E+7"),
                arguments(numeric(TEN_TWO), new BigDecimal("0.000000000"), "0"),
                arguments(numeric(FIVE_ZERO), 99_999, "99999"),
                arguments(numeric(FIVE_ZERO), 7.0, "7"),
                arguments(numeric(TWO_TWO), 0.25, "0.25"),
                arguments(bignumeric(TEN_TWO), "99999999.99", "99999999.99"),
                arguments(bignumeric(new Limits(76, 38, null)), "1E-38", "1E-38"));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void numberWithinPrecisionAndScaleIsWritten(Column live, Object value, String expected) {
        assertThat(encoding.row(Encoding.record(null, Map.of("f", value)), live))
                .containsEntry("f", new BigDecimal(expected).stripTrailingZeros());
    }

    static Stream<Arguments> beyond() {
        return Stream.of(
                arguments(
                        numeric(TEN_TWO),
                        new BigDecimal("1.0051"),
                        "column f is NUMERIC(10, 2): the number has more than 2 digits after the point"),
                arguments(
                        numeric(TEN_TWO),
                        new BigDecimal("1E-100"),
                        "column f is NUMERIC(10, 2): the number has more than 2 digits after the point"),
                arguments(
                        numeric(TEN_TWO),
                        1.005,
                        "column f is NUMERIC(10, 2): the number has more than 2 digits after the point"),
                arguments(
                        numeric(TEN_TWO),
                        "100000000",
                        "column f is NUMERIC(10, 2): the number has more than 8 digits before the point"),
                arguments(
                        numeric(TEN_TWO),
                        new BigDecimal("1E+1000000000"),
                        "column f is NUMERIC(10, 2): the number has more than 8 digits before the point"),
                arguments(
                        numeric(FIVE_ZERO),
                        100_000L,
                        "column f is NUMERIC(5, 0): the number has more than 5 digits before the point"),
                arguments(
                        numeric(FIVE_ZERO),
                        0.5,
                        "column f is NUMERIC(5, 0): the number has more than 0 digits after the point"),
                arguments(
                        numeric(TWO_TWO),
                        1,
                        "column f is NUMERIC(2, 2): the number has more than 0 digits before the point"),
                arguments(
                        bignumeric(TEN_TWO),
                        new BigDecimal("0.001"),
                        "column f is BIGNUMERIC(10, 2): the number has more than 2 digits after the point"));
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void numberBeyondIsARowErrorAndNeverRounded(Column live, Object value, String message) {
        refuses(Encoding.record(null, Map.of("f", value)), live, message);
    }

    @Test
    void decimalsWithSchemaAreCheckedTheSame() {
        refuses(
                Encoding.field(Decimal.schema(4), new BigDecimal("1.0051")),
                numeric(TEN_TWO),
                "column f is NUMERIC(10, 2): the number has more than 2 digits after the point");
        assertThat(encoding.row(Encoding.field(Decimal.schema(4), new BigDecimal("1.0100")), numeric(TEN_TWO)))
                .containsEntry("f", new BigDecimal("1.01"));
    }

    @Test
    void stringCountsCharactersOfUnicode() {
        Column live = limited(ColumnType.STRING, FOUR);

        assertThat(encoding.row(Encoding.field(Schema.STRING_SCHEMA, "🎈🎈🎈🎈"), live))
                .containsEntry("f", "🎈🎈🎈🎈");
        assertThat(encoding.row(Encoding.field(Schema.INT32_SCHEMA, 1234), live))
                .containsEntry("f", "1234");
        refuses(
                Encoding.field(Schema.STRING_SCHEMA, "🎈🎈🎈🎈x"),
                live,
                "column f is STRING(4): the text has more than 4 characters");
        refuses(
                Encoding.field(Schema.INT32_SCHEMA, 12_345),
                live,
                "column f is STRING(4): the text has more than 4 characters");
    }

    @Test
    void bytesCountBytes() {
        Column live = limited(ColumnType.BYTES, FOUR);

        assertThat(encoding.row(Encoding.field(Schema.BYTES_SCHEMA, new byte[4]), live))
                .containsEntry("f", "AAAAAA==");
        assertThat(encoding.row(Encoding.record(null, Map.of("f", "AAAAAA==")), live))
                .containsEntry("f", "AAAAAA==");
        for (Object tooLong : List.of(
                new byte[5], ByteBuffer.allocate(5), ByteBuffer.allocate(5).asReadOnlyBuffer())) {
            refuses(
                    Encoding.field(Schema.BYTES_SCHEMA, tooLong),
                    live,
                    "column f is BYTES(4): the value has more than 4 bytes");
        }
        refuses(
                Encoding.record(null, Map.of("f", "AAAAAAA=")),
                live,
                "column f is BYTES(4): the value has more than 4 bytes");
    }

    @Test
    void listsAndRecordsAreCheckedByTheirPath() {
        Column tags = new Column("tags", ColumnType.STRING, ColumnMode.REPEATED, List.of(), null, null, false, FOUR);
        Column set = new Column("f", ColumnType.STRING, ColumnMode.REPEATED, List.of(), null, null, false, FOUR);
        Column items = Column.record("items", ColumnMode.REPEATED, List.of(numeric(TEN_TWO), tags));

        refuses(
                Encoding.record(null, Map.of("items", List.of(Map.of("f", new BigDecimal("0.001"))))),
                items,
                "column items.f is NUMERIC(10, 2): the number has more than 2 digits after the point");
        refuses(
                Encoding.record(null, Map.of("items", List.of(Map.of("tags", List.of("four", "fives"))))),
                items,
                "column items.tags is STRING(4): the text has more than 4 characters");
        refuses(
                Encoding.field(
                        SchemaBuilder.string().name("io.debezium.data.EnumSet").build(), "four,fives"),
                set,
                "column f is STRING(4): the text has more than 4 characters");
    }

    private void refuses(SinkRecord record, Column live, String message) {
        assertThatThrownBy(() -> encoding.row(record, live))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    private static Column numeric(Limits limits) {
        return limited(ColumnType.NUMERIC, limits);
    }

    private static Column bignumeric(Limits limits) {
        return limited(ColumnType.BIGNUMERIC, limits);
    }

    private static Column limited(ColumnType type, Limits limits) {
        return new Column("f", type, ColumnMode.NULLABLE, List.of(), null, null, false, limits);
    }
}
