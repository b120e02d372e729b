// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What other open BigQuery sinks get wrong about types and their cost, each by a sentence of what is right here. */
class PeersDefectsTest {
    private static final Schema MICRO_TIMESTAMP =
            SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();

    private final Encoding encoding = new Encoding();

    @Test
    void twoConnectorsInOneWorkerKeepTheirOwnDecimalTypes() {
        Encoding numeric = Encoding.decimals(DecimalType.NUMERIC);
        Encoding floating = Encoding.decimals(DecimalType.FLOAT64);

        assertThat(numeric.columnOf(Decimal.schema(2)).type()).isEqualTo(ColumnType.NUMERIC);
        assertThat(floating.columnOf(Decimal.schema(2)).type()).isEqualTo(ColumnType.FLOAT64);
        assertThat(numeric.columnOf(Decimal.schema(3)).type()).isEqualTo(ColumnType.NUMERIC);
    }

    @Test
    void decimalsAreNumbersByDefaultAndNeverStructsOrByteArrays() {
        Schema variable = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct value = new Struct(variable)
                .put("scale", 2)
                .put("value", ByteBuffer.wrap(BigInteger.valueOf(-150).toByteArray()));

        assertThat(encoding.value(variable, value)).isEqualTo(new BigDecimal("-1.5"));
        assertThat(encoding.value(Decimal.schema(1), new BigDecimal("-1.5"))).isEqualTo(new BigDecimal("-1.5"));
    }

    @Test
    void oneMicrosecondBefore1970IsRight() {
        assertThat(encoding.value(MICRO_TIMESTAMP, -1L)).isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
        assertThat(Encoding.columnTypes("f=STRING").value(MICRO_TIMESTAMP, -1L))
                .isEqualTo("1969-12-31T23:59:59.999999");
    }

    @Test
    void slicedAndReadOnlyBuffersAreWrittenExactly() {
        ByteBuffer slice =
                ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2).slice().asReadOnlyBuffer();

        assertThat(encoding.value(Schema.BYTES_SCHEMA, slice)).isEqualTo("AQI=");
    }

    @Test
    void arraysOfArraysNestAndNullElementsNeverPassThrough() {
        Schema matrix = SchemaBuilder.array(
                        SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
                .build();

        assertThat(encoding.value(matrix, List.of(List.of(1), List.of(2))))
                .isEqualTo(List.of(Map.of("list", List.of(1L)), Map.of("list", List.of(2L))));
        assertThatThrownBy(() -> encoding.value(matrix, List.of(Arrays.asList(1, null))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f.list is INT64");
    }

    @Test
    void namesInsideListsAreSanitizedAlikeInTableAndRowAndCollisionsRefused() {
        Schema element =
                SchemaBuilder.struct().field("a.b", Schema.INT32_SCHEMA).build();
        Schema clash = SchemaBuilder.struct()
                .field("a.b", Schema.INT32_SCHEMA)
                .field("a_b", Schema.INT32_SCHEMA)
                .build();
        Schema list = SchemaBuilder.array(element).build();

        assertThat(encoding.columnOf(list).fields()).extracting(Column::name).containsExactly("a_b");
        assertThat(encoding.value(list, List.of(new Struct(element).put("a.b", 1))))
                .isEqualTo(List.of(Map.of("a_b", 1L)));
        assertThatThrownBy(() -> encoding.columnOf(SchemaBuilder.array(clash).build()))
                .hasMessageContaining("a_b");
    }

    @Test
    void specialDoublesStayWhatTheyAreInListsToo() {
        Schema doubles = SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build();
        Schema floats = SchemaBuilder.array(Schema.FLOAT32_SCHEMA).build();

        assertThat(encoding.value(doubles, List.of(Double.NEGATIVE_INFINITY, Double.NaN)))
                .isEqualTo(List.of(Double.NEGATIVE_INFINITY, Double.NaN));
        assertThat(encoding.value(floats, List.of(Float.POSITIVE_INFINITY, Float.NaN)))
                .isEqualTo(List.of(Double.POSITIVE_INFINITY, Double.NaN));
    }

    @Test
    void noColumnIsAskedForThatBigQueryDoesNotHave() {
        assertThat(encoding.columnOf(decimal(90, 40)).type()).isEqualTo(ColumnType.STRING);
        assertThat(encoding.columnOf(decimal(38, 0)).type()).isEqualTo(ColumnType.BIGNUMERIC);
        assertThatThrownBy(() -> Encoding.decimals(DecimalType.NUMERIC)
                        .value(decimal(38, 0), new BigDecimal(BigInteger.TEN.pow(30))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("29 digits");
    }

    @Test
    void rowOfTwentyColumnsAllocatesLittleMoreThanItsBytes() {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < 20; i++) {
            builder.field("c" + i, i % 2 == 0 ? Schema.INT64_SCHEMA : Schema.STRING_SCHEMA);
        }
        Schema schema = builder.build();
        Struct value = new Struct(schema);
        for (int i = 0; i < 20; i++) {
            value.put("c" + i, i % 2 == 0 ? (Object) (i * 1_000_000_007L) : "value " + i);
        }
        SinkRecord record = Encoding.record(schema, value);
        Changes changes = new Changes(ChangeSettings.DEFAULT);
        TableShape live =
                new RecordShapes(SchemaSettings.DEFAULT, changes, TableContent.CHANGELOG).wantedBy(record, null);
        RowEncoders encoders = new RowEncoders(
                SchemaSettings.DEFAULT, changes, new ProtoFormat(), () -> Encoding.NOW, TableContent.CHANGELOG);
        Origin origin = new Encoding.At("t", 0, 0);
        int size = encoders.encode(record, RowChange.APPEND, live, origin).bytes().length;

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            encoders.encode(record, RowChange.APPEND, live, origin);
        }
        long perRow = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;

        assertThat(perRow).as("bytes allocated for a row of %d", size).isLessThan(size + 120L);
    }

    @Test
    void decimalsAreExactByPrecisionAndScale() {
        assertThat(encoding.columnOf(decimal(18, 2)).type()).isEqualTo(ColumnType.NUMERIC);
        assertThat(encoding.value(decimal(18, 2), new BigDecimal("0.10"))).isEqualTo(new BigDecimal("0.1"));
    }

    @Test
    void debeziumJsonIsAJsonColumn() {
        Schema json = SchemaBuilder.string().name("io.debezium.data.Json").build();

        assertThat(encoding.columnOf(json).type()).isEqualTo(ColumnType.JSON);
    }

    @Test
    void timestampsWithoutZoneAreDatetimesOrTimestampsAsTold() {
        TypeSettings timestamps = new TypeSettings(
                DecimalType.AUTO,
                ZonelessTimestampType.TIMESTAMP,
                TypeSettings.DEFAULT.mapFormat(),
                TypeSettings.DEFAULT.nullElements(),
                List.of());

        assertThat(encoding.columnOf(MICRO_TIMESTAMP).type()).isEqualTo(ColumnType.DATETIME);
        assertThat(Encoding.of(timestamps).value(MICRO_TIMESTAMP, 1L))
                .isEqualTo(Instant.parse("1970-01-01T00:00:00.000001Z"));
    }

    @Test
    void integersAreTimesByTheUnitThatIsDeclared() {
        Instant second = Instant.parse("2024-01-02T03:04:05Z");

        assertThat(Encoding.columnTypes("f=TIMESTAMP(seconds)").value(Schema.INT64_SCHEMA, second.getEpochSecond()))
                .isEqualTo(second);
        assertThat(Encoding.columnTypes("f=TIMESTAMP(millis)").value(Schema.INT64_SCHEMA, second.toEpochMilli()))
                .isEqualTo(second);
        assertThat(Encoding.columnTypes("f=timestamp(NANOS)")
                        .value(Schema.INT64_SCHEMA, second.toEpochMilli() * 1_000_000))
                .isEqualTo(second);
        assertThat(encoding.value(Timestamp.SCHEMA, java.util.Date.from(second)))
                .isEqualTo(second);
        assertThatThrownBy(() ->
                        Encoding.columnTypes("f=TIMESTAMP(seconds)").value(Schema.INT64_SCHEMA, second.toEpochMilli()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("9999-12-31");
    }

    @Test
    void primitiveKeysAreColumnsAndStructKeysDoNotNestTwice() {
        Encoding keyed = Encoding.of(
                TypeSettings.DEFAULT,
                new io.millrace.connect.bigquery.schema.KafkaColumns(
                        java.util.Set.of(io.millrace.connect.bigquery.schema.KafkaColumn.KEY), "_kafka_"));
        Schema schema = Encoding.struct("v", Schema.INT32_SCHEMA);
        SinkRecord record = Encoding.record(Schema.INT64_SCHEMA, 7L, schema, new Struct(schema).put("v", 1));

        assertThat(keyed.row(record)).isEqualTo(Map.of("v", 1L, "_kafka_key", 7L));
        assertThat(keyed.shapeOf(record).columns().get(1))
                .isEqualTo(Column.of("_kafka_key", ColumnType.INT64, ColumnMode.NULLABLE));

        Schema id = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema order = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        SinkRecord keyInValue =
                Encoding.record(id, new Struct(id).put("id", 7L), order, new Struct(order).put("id", 7L));
        assertThat(keyed.row(keyInValue)).isEqualTo(Map.of("id", 7L, "_kafka_key", Map.of("id", 7L)));
    }

    private static Schema decimal(int precision, int scale) {
        return Decimal.builder(scale)
                .parameter("connect.decimal.precision", Integer.toString(precision))
                .build();
    }
}
