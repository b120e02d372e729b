// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.field;
import static io.millrace.connect.bigquery.encode.Encoding.record;
import static io.millrace.connect.bigquery.encode.Encoding.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.TypeSettings;
import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records that no converter should make, and some do. Each is a bad record of its own, told by column and reason: never
 * another exception, which would end the task, and never a value that was not sent.
 */
class OddRecordsTest {
    private static final Schema VARIABLE_DECIMAL = SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.OPTIONAL_INT32_SCHEMA)
            .field("value", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();
    private static final Schema POINT = SchemaBuilder.struct()
            .name("io.debezium.data.geometry.Point")
            .field("x", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("y", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    private static final Schema INTERVAL =
            SchemaBuilder.string().name("io.debezium.time.Interval").build();

    private final Encoding encoding = Encoding.of(TypeSettings.DEFAULT, KafkaColumns.NONE);

    static Stream<Arguments> structsThatLackParts() {
        return Stream.of(
                Arguments.of(
                        new Struct(VARIABLE_DECIMAL).put("scale", 1).put("value", new byte[0]), "scale or its digits"),
                Arguments.of(new Struct(VARIABLE_DECIMAL).put("value", new byte[] {7}), "scale or its digits"),
                Arguments.of(new Struct(VARIABLE_DECIMAL).put("scale", 1), "neither bytes nor"),
                Arguments.of(new Struct(POINT).put("y", 1.0), "lacks a coordinate"));
    }

    @ParameterizedTest
    @MethodSource("structsThatLackParts")
    void aLogicalStructThatLacksAPartIsABadRecord(Struct value, String reason) {
        assertThatThrownBy(() -> encoding.value(value.schema(), value))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f ")
                .hasMessageContaining(reason);
    }

    @Test
    void aDecimalWhoseSchemaHasNoScaleIsABadRecord() {
        Schema unscaled = SchemaBuilder.bytes().name(Decimal.LOGICAL_NAME).build();

        assertThatThrownBy(() -> encoding.value(unscaled, new BigDecimal("1.5")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("scale");
    }

    @Test
    void aPrecisionThatIsNoNumberIsAnUnknownOne() {
        Schema odd =
                Decimal.builder(2).parameter("connect.decimal.precision", "any").build();

        assertThat(encoding.value(odd, new BigDecimal("1.50"))).isEqualTo(new BigDecimal("1.5"));
    }

    @Test
    void aNumberBeyondFloat64IsRefusedAndNotInfinite() {
        BigDecimal huge = new BigDecimal("-1e400");

        assertThatThrownBy(() -> Encoding.decimals(DecimalType.FLOAT64).value(Decimal.schema(-400), huge))
                .hasMessage("column f is FLOAT64: the number is outside FLOAT64's -1.8E308 to 1.8E308");
        assertThatThrownBy(() -> Encoding.columnTypes("f=FLOAT64").value(Schema.STRING_SCHEMA, "1e400"))
                .hasMessageContaining("outside FLOAT64");
        assertThatThrownBy(() -> encoding.row(record(null, "{\"f\":1e400}"))).hasMessageContaining("outside FLOAT64");
    }

    @ParameterizedTest // their microseconds are beyond a long, and came back as ten seconds
    @ValueSource(strings = {"PT307445734562M", "-PT307445734562M", "PT18446744073719S", "PT999999999H999999999999M"})
    void anIntervalBeyondALongIsRefusedAndDoesNotWrapAround(String duration) {
        assertThatThrownBy(() -> encoding.value(INTERVAL, duration))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("longer than INTERVAL");
    }

    @ParameterizedTest
    @CsvSource({
        "P1Y2M3DT4H5M6.5S, 1-2 3 4:5:6.5",
        "-P1M, -0-1 0 0:0:0",
        "PT-90S, 0-0 0 -0:1:30",
        "P2W, 0-0 14 0:0:0",
        "1-2 3 4:5:6.5, 1-2 3 4:5:6.5",
        "0-0 -1 0:0:0, 0-0 -1 0:0:0"
    })
    void aPlainTextForAnIntervalMayBeADurationOrBigQuerysOwnForm(String text, String interval) {
        Column column = Column.of("f", ColumnType.INTERVAL, ColumnMode.NULLABLE);

        assertThat(encoding.row(Encoding.field(Schema.STRING_SCHEMA, text), column))
                .containsEntry("f", interval);
        assertThat(encoding.row(record(null, Map.of("f", text)), column)).containsEntry("f", interval);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PT", "P1Q", "P1D2H", "POSTPONED"})
    void aPlainTextThatIsNoDurationIsRefused(String text) {
        Column column = Column.of("f", ColumnType.INTERVAL, ColumnMode.NULLABLE);

        assertThatThrownBy(() -> encoding.row(Encoding.field(Schema.STRING_SCHEMA, text), column))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is INTERVAL")
                .hasMessageContaining("ISO 8601")
                .hasMessageNotContaining(text + " ");
    }

    @Test
    void aTimeBeyondALongIsRefusedAndDoesNotWrapAround() {
        assertThatThrownBy(() -> encoding.value(Time.SCHEMA, new Date(18_446_744_073_709_552L)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("time of day");
    }

    @ParameterizedTest
    @CsvSource({
        "io.debezium.time.Timestamp,      9223372036854775807,  +292278994-08-17T07:12:55.807",
        "io.debezium.time.MicroTimestamp, 9223372036854775807,  +294247-01-10T04:00:54.775807",
        "io.debezium.time.NanoTimestamp, -1,                    1969-12-31T23:59:59.999999999",
        "io.debezium.time.Timestamp,     -1,                    1969-12-31T23:59:59.999"
    })
    void aTextColumnKeepsEveryClockReading(String type, long value, String text) {
        Schema schema = SchemaBuilder.int64().name(type).build();

        assertThat(Encoding.columnTypes("f=STRING").value(schema, value)).isEqualTo(text);
    }

    static Stream<Arguments> headers() {
        Schema microTime =
                SchemaBuilder.int64().name("io.debezium.time.MicroTime").build();
        return Stream.of(
                Arguments.of(null, UUID.randomUUID()),
                Arguments.of(microTime, -5L),
                Arguments.of(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of(1)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderWithoutATextIsABadRecord(@Nullable Schema schema, Object value) {
        SinkRecord odd = field(Schema.INT32_SCHEMA, 1);
        odd.headers().add("h", new SchemaAndValue(schema, value));

        assertThatThrownBy(() -> withKafka(KafkaColumn.HEADERS).row(odd))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column _kafka_headers:");
    }

    @Test
    void aKeyWithoutAJsonFormIsABadRecord() {
        Schema schema = struct("f", Schema.INT32_SCHEMA);
        SinkRecord odd = record(null, UUID.randomUUID(), schema, new Struct(schema).put("f", 1));

        assertThatThrownBy(() -> withKafka(KafkaColumn.KEY).row(odd))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column _kafka_key:");
    }

    @ParameterizedTest
    @MethodSource("textsBeyondTheParser")
    void aTextBeyondWhatTheParserTakesIsABadRecord(String text) {
        assertThatThrownBy(() -> encoding.row(record(null, text)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("beyond what is read");
    }

    static Stream<String> textsBeyondTheParser() {
        return Stream.of("{\"f\":" + "[".repeat(1_100) + "]".repeat(1_100) + "}", "{\"f\":" + "9".repeat(1_001) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"f\":1} {\"f\":2}", "{\"f\":1} trailing"})
    void aTextWithMoreThanOneObjectIsABadRecord(String text) {
        assertThatThrownBy(() -> encoding.row(record(null, text)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no JSON")
                .hasMessageNotContaining("trailing");
    }

    @Test
    void aValueDeeperThanAJsonDocumentMayBeIsABadRecord() {
        Object value = 1;
        for (int i = 0; i < 1_100; i++) {
            value = List.of(value);
        }
        Map<String, Object> deep = Map.of("f", value);

        assertThatThrownBy(() -> Encoding.columnTypes("f=JSON").row(record(null, deep)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is JSON: the value is nested deeper");
    }

    @Test
    void aMapWithKeysThatAreNoTextsIsABadRecord() {
        assertThatThrownBy(() -> encoding.row(record(null, Map.of(1, 2))))
                .hasMessage("the record is a map whose keys are no texts; only texts name columns");
        assertThatThrownBy(() -> encoding.row(record(null, Map.of("f", Map.of(1, 2)))))
                .hasMessage("column f is a map whose keys are no texts; only texts name columns");
    }

    @Test
    void halfACharacterIsWrittenAsAQuestionMark() {
        assertThat(encoding.value(Schema.STRING_SCHEMA, "a\ud800b\udc00\ud83d\ude00"))
                .isEqualTo("a?b?\ud83d\ude00");
    }

    @Test
    void aNameThatIsTooLongOnlyWhenItIsSanitizedIsRefused() {
        Schema schema = struct("_TABLE_" + "x".repeat(293), Schema.INT32_SCHEMA);

        assertThatThrownBy(() -> encoding.shapeOf(record(schema, null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("301 characters");
    }

    @Test
    void moreColumnsThanATableTakesAreABadRecord() {
        SchemaBuilder inner = SchemaBuilder.struct();
        for (int i = 0; i < 10_000; i++) {
            inner.field("c" + i, Schema.OPTIONAL_INT32_SCHEMA);
        }
        SinkRecord wide = record(struct("r", inner.build()), null);
        SinkRecord fits = record(inner.build(), null);

        assertThat(encoding.shapeOf(fits).columns()).hasSize(10_000);
        assertThatThrownBy(() -> encoding.shapeOf(wide))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("needs 10001 columns, a table takes 10000");
    }

    private static Encoding withKafka(KafkaColumn column) {
        return Encoding.of(TypeSettings.DEFAULT, new KafkaColumns(Set.of(column), "_kafka_"));
    }
}
