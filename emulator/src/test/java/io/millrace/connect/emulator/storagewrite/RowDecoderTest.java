// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.TestRows.field;
import static io.millrace.connect.emulator.storagewrite.TestRows.row;
import static io.millrace.connect.emulator.storagewrite.TestRows.rows;
import static io.millrace.connect.emulator.storagewrite.TestRows.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.cloud.bigquery.storage.v1.BigDecimalByteStringEncoder;
import com.google.cloud.bigquery.storage.v1.CivilTimeEncoder;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import io.millrace.connect.emulator.store.Interval;
import io.millrace.connect.emulator.store.TableName;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every BigQuery type in every form that Storage Write takes, and what it refuses. */
class RowDecoderTest {
    private static final StreamName STREAM = StreamName.defaultOf(new TableName("p", "d", "t"));

    private static TableFieldSchema.Builder column(String type) {
        return TableFieldSchema.newBuilder()
                .setName("c")
                .setType(TableFieldSchema.Type.valueOf(type))
                .setMode(TableFieldSchema.Mode.NULLABLE);
    }

    private static WriteTable table(TableFieldSchema... columns) {
        return new WriteTable(
                STREAM.table(),
                TableSchema.newBuilder().addAllFields(List.of(columns)).build(),
                List.of(),
                1,
                1,
                Instant.EPOCH);
    }

    private static RowDecoder.Decoded decode(TableFieldSchema column, ProtoSchema schema, ByteString row) {
        return RowDecoder.compile(schema, table(column), STREAM).decode(rows(row), MissingValues.NULL);
    }

    private static @Nullable Object value(TableFieldSchema.Builder column, FieldDescriptorProto field, ByteString row) {
        RowDecoder.Decoded decoded = decode(column.build(), schema(field), row);
        assertThat(decoded.errors()).isEmpty();
        return decoded.rows().get(0).get("c");
    }

    private static String error(TableFieldSchema.Builder column, FieldDescriptorProto field, ByteString row) {
        RowDecoder.Decoded decoded = decode(column.build(), schema(field), row);
        assertThat(decoded.errors()).hasSize(1);
        assertThat(decoded.rows()).isEmpty();
        return decoded.errors().get(0).getMessage();
    }

    static List<Arguments> accepted() {
        Instant instant = Instant.parse("2026-11-22T12:00:00.123456Z");
        LocalTime time = LocalTime.of(23, 59, 58, 123_456_000);
        LocalDateTime dateTime = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
        long micros = instant.getEpochSecond() * 1_000_000 + 123_456;
        BigDecimal numeric = new BigDecimal("-99999999999999999999999999999.999999999");
        return List.of(
                Arguments.of("BOOL", Type.TYPE_BOOL, row(out -> out.writeBool(1, false)), false),
                Arguments.of("BOOL", Type.TYPE_INT32, row(out -> out.writeInt32(1, 2)), true),
                Arguments.of("INT64", Type.TYPE_INT64, row(out -> out.writeInt64(1, Long.MIN_VALUE)), Long.MIN_VALUE),
                Arguments.of("INT64", Type.TYPE_INT32, row(out -> out.writeInt32(1, -1)), -1L),
                Arguments.of("INT64", Type.TYPE_UINT32, row(out -> out.writeUInt32(1, -1)), 4_294_967_295L),
                Arguments.of("INT64", Type.TYPE_SINT64, row(out -> out.writeSInt64(1, -7)), -7L),
                Arguments.of("DOUBLE", Type.TYPE_DOUBLE, row(out -> out.writeDouble(1, Double.NaN)), Double.NaN),
                Arguments.of("DOUBLE", Type.TYPE_FLOAT, row(out -> out.writeFloat(1, 0.5f)), 0.5),
                Arguments.of("STRING", Type.TYPE_STRING, row(out -> out.writeString(1, "")), ""),
                Arguments.of("STRING", Type.TYPE_STRING, row(out -> out.writeString(1, "ü😀")), "ü😀"),
                Arguments.of("DATE", Type.TYPE_INT32, row(out -> out.writeInt32(1, -719_162)), LocalDate.of(1, 1, 1)),
                Arguments.of("DATE", Type.TYPE_INT64, row(out -> out.writeInt64(1, 2_932_896)), LocalDate.of(9999, 12, 31)),
                Arguments.of("DATE", Type.TYPE_STRING, row(out -> out.writeString(1, "2024-2-29")), LocalDate.of(2024, 2, 29)),
                Arguments.of("TIME", Type.TYPE_STRING, row(out -> out.writeString(1, "23:59:58.123456")), time),
                Arguments.of(
                        "TIME",
                        Type.TYPE_INT64,
                        row(out -> out.writeInt64(
                                1, CivilTimeEncoder.encodePacked64TimeMicrosLocalTime(time))),
                        time),
                Arguments.of(
                        "DATETIME",
                        Type.TYPE_INT64,
                        row(out -> out.writeInt64(
                                1, CivilTimeEncoder.encodePacked64DatetimeMicrosLocalDateTime(dateTime))),
                        dateTime),
                Arguments.of(
                        "DATETIME", Type.TYPE_STRING, row(out -> out.writeString(1, "9999-12-31T23:59:59.999999")), dateTime),
                Arguments.of("TIMESTAMP", Type.TYPE_INT64, row(out -> out.writeInt64(1, micros)), instant),
                Arguments.of(
                        "TIMESTAMP",
                        Type.TYPE_STRING,
                        row(out -> out.writeString(1, "2026-11-22 13:00:00.123456+01:00")),
                        instant),
                Arguments.of(
                        "NUMERIC",
                        Type.TYPE_BYTES,
                        row(out -> out.writeBytes(1, BigDecimalByteStringEncoder.encodeToNumericByteString(numeric))),
                        numeric),
                Arguments.of("NUMERIC", Type.TYPE_STRING, row(out -> out.writeString(1, "1.5")), new BigDecimal("1.500000000")),
                Arguments.of("NUMERIC", Type.TYPE_DOUBLE, row(out -> out.writeDouble(1, 0.1)), new BigDecimal("0.100000000")),
                Arguments.of(
                        "BIGNUMERIC",
                        Type.TYPE_BYTES,
                        row(out -> out.writeBytes(
                                1,
                                BigDecimalByteStringEncoder.encodeToBigNumericByteString(
                                        new BigDecimal("-0.00000000000000000000000000000000000001")))),
                        new BigDecimal("-0.00000000000000000000000000000000000001")),
                Arguments.of(
                        "INTERVAL",
                        Type.TYPE_STRING,
                        row(out -> out.writeString(1, "-1-2 3 -4:5:6.5")),
                        new Interval(-14, 3, -14_706_500_000L)),
                Arguments.of("JSON", Type.TYPE_STRING, row(out -> out.writeString(1, "{\"a\": [1]}")), "{\"a\": [1]}"),
                Arguments.of("GEOGRAPHY", Type.TYPE_STRING, row(out -> out.writeString(1, "POINT(1 2)")), "POINT(1 2)"));
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String type, Type wire, ByteString row, Object expected) {
        assertThat(value(column(type), field("c", 1, wire), row)).isEqualTo(expected);
    }

    @Test
    void bytesComeFromBytesAndFromStrings() {
        ByteString row = row(out -> out.writeString(1, "ü"));

        assertThat((byte[]) value(column("BYTES"), field("c", 1, Type.TYPE_BYTES), row)).containsExactly(0xC3, 0xBC);
        assertThat((byte[]) value(column("BYTES"), field("c", 1, Type.TYPE_STRING), row)).containsExactly(0xC3, 0xBC);
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of("DATE", Type.TYPE_INT32, row(out -> out.writeInt32(1, 2_932_897))),
                Arguments.of("DATE", Type.TYPE_STRING, row(out -> out.writeString(1, "2023-02-29"))),
                Arguments.of("DATE", Type.TYPE_STRING, row(out -> out.writeString(1, "0000-01-01"))),
                Arguments.of("TIME", Type.TYPE_STRING, row(out -> out.writeString(1, "24:00:00"))),
                Arguments.of("TIME", Type.TYPE_INT64, row(out -> out.writeInt64(1, 1L << 37))),
                Arguments.of("DATETIME", Type.TYPE_INT64, row(out -> out.writeInt64(1, 0))),
                Arguments.of("TIMESTAMP", Type.TYPE_INT64, row(out -> out.writeInt64(1, 253_402_300_800_000_000L))),
                Arguments.of("TIMESTAMP", Type.TYPE_INT64, row(out -> out.writeInt64(1, Long.MIN_VALUE))),
                Arguments.of("TIMESTAMP", Type.TYPE_STRING, row(out -> out.writeString(1, "infinity"))),
                Arguments.of("NUMERIC", Type.TYPE_STRING, row(out -> out.writeString(1, "1e29"))),
                Arguments.of("NUMERIC", Type.TYPE_STRING, row(out -> out.writeString(1, "0.1234567891"))),
                Arguments.of("NUMERIC", Type.TYPE_STRING, row(out -> out.writeString(1, "NaN"))),
                Arguments.of("NUMERIC", Type.TYPE_BYTES, row(out -> out.writeBytes(1, ByteString.copyFrom(new byte[17])))),
                Arguments.of("NUMERIC", Type.TYPE_DOUBLE, row(out -> out.writeDouble(1, Double.POSITIVE_INFINITY))),
                Arguments.of("BIGNUMERIC", Type.TYPE_STRING, row(out -> out.writeString(1, "6e38"))),
                Arguments.of("JSON", Type.TYPE_STRING, row(out -> out.writeString(1, "{a: 1}"))),
                Arguments.of("JSON", Type.TYPE_STRING, row(out -> out.writeString(1, ""))),
                Arguments.of("JSON", Type.TYPE_STRING, row(out -> out.writeString(1, "1 2"))),
                Arguments.of("GEOGRAPHY", Type.TYPE_STRING, row(out -> out.writeString(1, "somewhere"))),
                Arguments.of("INTERVAL", Type.TYPE_STRING, row(out -> out.writeString(1, "soon"))),
                Arguments.of("STRING", Type.TYPE_STRING, row(out -> out.writeByteArray(1, new byte[] {(byte) 0xC3}))));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String type, Type wire, ByteString row) {
        assertThat(error(column(type), field("c", 1, wire), row)).startsWith("Field c: ");
    }

    @ParameterizedTest
    @CsvSource({"INT64, TYPE_STRING", "INT64, TYPE_UINT64", "DOUBLE, TYPE_INT64", "STRING, TYPE_BYTES", "TIMESTAMP, TYPE_DOUBLE"})
    void aFieldOfAnotherTypeIsRefusedForTheWholeConnection(String type, Type wire) {
        assertThatThrownBy(() -> decode(column(type).build(), schema(field("c", 1, wire)), ByteString.EMPTY))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("mismatched with BigQuery field at c");
    }

    @Test
    void aFieldWithoutColumnIsASchemaMismatch() {
        assertThatThrownBy(() -> decode(
                        column("INT64").build(), schema(field("other", 1, Type.TYPE_INT64)), ByteString.EMPTY))
                .isInstanceOfSatisfying(StorageException.class, refused -> assertThat(refused.outcome())
                        .isEqualTo("SCHEMA_MISMATCH_EXTRA_FIELDS"));
    }

    @Test
    void parametersOfTheTypeAreHeld() {
        TableFieldSchema.Builder name = column("STRING").setMaxLength(3);
        TableFieldSchema.Builder price = column("NUMERIC").setPrecision(4).setScale(2);
        FieldDescriptorProto text = field("c", 1, Type.TYPE_STRING);

        assertThat(value(name, text, row(out -> out.writeString(1, "😀😀😀")))).isEqualTo("😀😀😀");
        assertThat(error(name, text, row(out -> out.writeString(1, "four")))).contains("4 characters");
        assertThat(value(price, text, row(out -> out.writeString(1, "99.994")))).isEqualTo(new BigDecimal("99.99"));
        assertThat(error(price, text, row(out -> out.writeString(1, "99.995")))).contains("NUMERIC(4, 2)");
    }

    @Test
    void nestedAndRepeatedFieldsBecomeMapsAndLists() {
        TableFieldSchema tags = column("STRING").setName("tags").setMode(TableFieldSchema.Mode.REPEATED).build();
        TableFieldSchema amount = column("INT64").setName("amount").setMode(TableFieldSchema.Mode.REQUIRED).build();
        TableFieldSchema.Builder lines = column("STRUCT")
                .setMode(TableFieldSchema.Mode.REPEATED)
                .addFields(tags)
                .addFields(amount);
        ProtoSchema schema = ProtoSchema.newBuilder()
                .setProtoDescriptor(DescriptorProto.newBuilder()
                        .setName("Row")
                        .addField(field("c", 1, Type.TYPE_MESSAGE).toBuilder()
                                .setTypeName("Line")
                                .setLabel(Label.LABEL_REPEATED))
                        .addNestedType(DescriptorProto.newBuilder()
                                .setName("Line")
                                .addField(field("tags", 1, Type.TYPE_STRING).toBuilder()
                                        .setLabel(Label.LABEL_REPEATED))
                                .addField(field("amount", 2, Type.TYPE_INT64))))
                .build();
        ByteString line = row(out -> {
            out.writeString(1, "a");
            out.writeInt64(2, 5);
            out.writeString(1, "b");
        });

        RowDecoder.Decoded good = decode(lines.build(), schema, row(out -> out.writeBytes(1, line)));
        RowDecoder.Decoded bad = decode(lines.build(), schema, row(out -> out.writeBytes(1, ByteString.EMPTY)));

        assertThat(good.rows()).containsExactly(Map.of("c", List.of(Map.of("tags", List.of("a", "b"), "amount", 5L))));
        assertThat(bad.errors().get(0).getMessage()).contains("c.amount").contains("required");
    }

    @Test
    void packedAndUnpackedListsAreRead() {
        TableFieldSchema.Builder list = column("INT64").setMode(TableFieldSchema.Mode.REPEATED);
        FieldDescriptorProto field =
                field("c", 1, Type.TYPE_INT64).toBuilder().setLabel(Label.LABEL_REPEATED).build();
        ByteString packed = row(out -> out.writeByteArray(1, new byte[] {1, 2, 3}));
        ByteString unpacked = row(out -> {
            out.writeInt64(1, 1);
            out.writeInt64(1, 2);
        });

        assertThat(value(list, field, packed)).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(value(list, field, unpacked)).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void enumsGiveNamesToStringsAndNumbersToIntegers() {
        ProtoSchema schema = ProtoSchema.newBuilder()
                .setProtoDescriptor(DescriptorProto.newBuilder()
                        .setName("Row")
                        .addField(field("c", 1, Type.TYPE_ENUM).toBuilder().setTypeName("Size"))
                        .addEnumType(EnumDescriptorProto.newBuilder()
                                .setName("Size")
                                .addValue(EnumValueDescriptorProto.newBuilder()
                                        .setName("LARGE")
                                        .setNumber(3))))
                .build();
        ByteString row = row(out -> out.writeEnum(1, 3));

        assertThat(decode(column("STRING").build(), schema, row).rows().get(0)).containsEntry("c", "LARGE");
        assertThat(decode(column("INT64").build(), schema, row).rows().get(0)).containsEntry("c", 3L);
        assertThat(decode(column("STRING").build(), schema, row(out -> out.writeEnum(1, 4))).errors())
                .hasSize(1);
    }

    @Test
    void wellKnownTypesStandForTheirValues() {
        FieldDescriptorProto timestamp = field("c", 1, Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".google.protobuf.Timestamp")
                .build();
        FieldDescriptorProto wrapper = field("c", 1, Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".google.protobuf.Int64Value")
                .build();
        Timestamp value = Timestamp.newBuilder().setSeconds(1).setNanos(2_000).build();

        assertThat(value(column("TIMESTAMP"), timestamp, row(out -> out.writeMessage(1, value))))
                .isEqualTo(Instant.ofEpochSecond(1, 2_000));
        assertThat(value(column("INT64"), wrapper, row(out -> out.writeMessage(1, Int64Value.of(9)))))
                .isEqualTo(9L);
        assertThat(value(column("INT64"), wrapper, row(out -> out.writeMessage(1, Int64Value.of(0)))))
                .isEqualTo(0L);
    }

    @Test
    void theAnnotationNamesColumnsThatProtobufCannotSpell() {
        FieldDescriptorProto field = field("col_1", 1, Type.TYPE_INT64).toBuilder()
                .setOptions(FieldOptions.newBuilder().setExtension(AnnotationsProto.columnName, "Größe in €"))
                .build();

        RowDecoder.Decoded decoded = decode(
                column("INT64").setName("Größe in €").build(), schema(field), row(out -> out.writeInt64(1, 4)));

        assertThat(decoded.rows().get(0)).containsEntry("Größe in €", 4L);
    }

    @Test
    void badRowsAreNamedByIndexAndMissingRequiredValuesAreBad() {
        TableFieldSchema required =
                column("INT64").setMode(TableFieldSchema.Mode.REQUIRED).build();
        ProtoRows rows = rows(
                row(out -> out.writeInt64(1, 1)),
                ByteString.EMPTY,
                ByteString.copyFrom(new byte[] {8, (byte) 0x80}));

        RowDecoder.Decoded decoded = RowDecoder.compile(
                        schema(field("c", 1, Type.TYPE_INT64)), table(required), STREAM)
                .decode(rows, MissingValues.NULL);

        assertThat(decoded.errors()).extracting(error -> error.getIndex()).containsExactly(1L, 2L);
        assertThat(decoded.rows()).hasSize(1);
    }

    @Test
    void messagesNeverHoldTheValue() {
        String secret = "4111 1111 1111 1111";

        assertThat(error(
                        column("NUMERIC"), field("c", 1, Type.TYPE_STRING), row(out -> out.writeString(1, secret))))
                .doesNotContain("4111");
        assertThat(error(column("JSON"), field("c", 1, Type.TYPE_STRING), row(out -> out.writeString(1, secret))))
                .doesNotContain("4111");
    }
}
