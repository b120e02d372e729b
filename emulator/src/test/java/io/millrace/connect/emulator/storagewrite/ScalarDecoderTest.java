// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.Decoding.column;
import static io.millrace.connect.emulator.storagewrite.Decoding.decode;
import static io.millrace.connect.emulator.storagewrite.Decoding.error;
import static io.millrace.connect.emulator.storagewrite.Decoding.value;
import static io.millrace.connect.emulator.storagewrite.TestRows.field;
import static io.millrace.connect.emulator.storagewrite.TestRows.row;
import static io.millrace.connect.emulator.storagewrite.TestRows.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.BigDecimalByteStringEncoder;
import com.google.cloud.bigquery.storage.v1.CivilTimeEncoder;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import io.millrace.connect.emulator.store.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every BigQuery type in every form that Storage Write takes, and what it refuses. */
class ScalarDecoderTest {
    static List<Arguments> accepted() {
        Instant instant = Instant.parse("2026-11-22T12:00:00.123456Z");
        LocalTime time = LocalTime.of(23, 59, 58, 123_456_000);
        LocalDateTime dateTime = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
        long micros = instant.getEpochSecond() * 1_000_000 + 123_456;
        BigDecimal numeric = new BigDecimal("-99999999999999999999999999999.999999999");
        return List.of(
                Arguments.of("BOOL", FieldDescriptorProto.Type.TYPE_BOOL, row(out -> out.writeBool(1, false)), false),
                Arguments.of("BOOL", FieldDescriptorProto.Type.TYPE_INT32, row(out -> out.writeInt32(1, 2)), true),
                Arguments.of(
                        "INT64",
                        FieldDescriptorProto.Type.TYPE_INT64,
                        row(out -> out.writeInt64(1, Long.MIN_VALUE)),
                        Long.MIN_VALUE),
                Arguments.of("INT64", FieldDescriptorProto.Type.TYPE_INT32, row(out -> out.writeInt32(1, -1)), -1L),
                Arguments.of(
                        "INT64",
                        FieldDescriptorProto.Type.TYPE_UINT32,
                        row(out -> out.writeUInt32(1, -1)),
                        4_294_967_295L),
                Arguments.of(
                        "BOOL",
                        FieldDescriptorProto.Type.TYPE_UINT64,
                        row(out -> out.writeUInt64(1, Long.MIN_VALUE)),
                        true),
                Arguments.of(
                        "DOUBLE",
                        FieldDescriptorProto.Type.TYPE_DOUBLE,
                        row(out -> out.writeDouble(1, Double.NaN)),
                        Double.NaN),
                Arguments.of("DOUBLE", FieldDescriptorProto.Type.TYPE_FLOAT, row(out -> out.writeFloat(1, 0.5f)), 0.5),
                Arguments.of("STRING", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "")), ""),
                Arguments.of(
                        "STRING", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "ü😀")), "ü😀"),
                Arguments.of(
                        "DATE",
                        FieldDescriptorProto.Type.TYPE_INT32,
                        row(out -> out.writeInt32(1, -719_162)),
                        LocalDate.of(1, 1, 1)),
                Arguments.of(
                        "DATE",
                        FieldDescriptorProto.Type.TYPE_INT64,
                        row(out -> out.writeInt64(1, 2_932_896)),
                        LocalDate.of(9999, 12, 31)),
                Arguments.of(
                        "DATE",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "2024-2-29")),
                        LocalDate.of(2024, 2, 29)),
                Arguments.of(
                        "TIME",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "23:59:58.123456")),
                        time),
                Arguments.of(
                        "TIME",
                        FieldDescriptorProto.Type.TYPE_INT64,
                        row(out -> out.writeInt64(1, CivilTimeEncoder.encodePacked64TimeMicrosLocalTime(time))),
                        time),
                Arguments.of(
                        "DATETIME",
                        FieldDescriptorProto.Type.TYPE_INT64,
                        row(out -> out.writeInt64(
                                1, CivilTimeEncoder.encodePacked64DatetimeMicrosLocalDateTime(dateTime))),
                        dateTime),
                Arguments.of(
                        "DATETIME",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "9999-12-31T23:59:59.999999")),
                        dateTime),
                Arguments.of(
                        "TIMESTAMP",
                        FieldDescriptorProto.Type.TYPE_INT64,
                        row(out -> out.writeInt64(1, micros)),
                        instant),
                Arguments.of(
                        "TIMESTAMP",
                        FieldDescriptorProto.Type.TYPE_UINT32,
                        row(out -> out.writeUInt32(1, -1)),
                        Instant.ofEpochSecond(4_294, 967_295_000)),
                Arguments.of(
                        "NUMERIC",
                        FieldDescriptorProto.Type.TYPE_UINT64,
                        row(out -> out.writeUInt64(1, -1)),
                        new BigDecimal("18446744073709551615.000000000")),
                Arguments.of(
                        "NUMERIC",
                        FieldDescriptorProto.Type.TYPE_BYTES,
                        row(out -> out.writeBytes(1, BigDecimalByteStringEncoder.encodeToNumericByteString(numeric))),
                        numeric),
                Arguments.of(
                        "NUMERIC",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "1.5")),
                        new BigDecimal("1.500000000")),
                Arguments.of(
                        "NUMERIC",
                        FieldDescriptorProto.Type.TYPE_DOUBLE,
                        row(out -> out.writeDouble(1, 0.1)),
                        new BigDecimal("0.100000000")),
                Arguments.of(
                        "BIGNUMERIC",
                        FieldDescriptorProto.Type.TYPE_BYTES,
                        row(out -> out.writeBytes(
                                1,
                                BigDecimalByteStringEncoder.encodeToBigNumericByteString(
                                        new BigDecimal("-0.00000000000000000000000000000000000001")))),
                        new BigDecimal("-0.00000000000000000000000000000000000001")),
                Arguments.of(
                        "INTERVAL",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "-1-2 3 -4:5:6.5")),
                        new Interval(-14, 3, -14_706_500_000L)),
                Arguments.of(
                        "JSON",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "{\"a\": [1]}")),
                        "{\"a\": [1]}"),
                Arguments.of(
                        "GEOGRAPHY",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "POINT(1 2)")),
                        "POINT(1 2)"));
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String type, FieldDescriptorProto.Type wire, ByteString row, Object expected) {
        assertThat(value(column(type), field("c", 1, wire), row)).isEqualTo(expected);
    }

    @Test
    void bytesComeFromBytesAndFromStrings() {
        ByteString row = row(out -> out.writeString(1, "ü"));

        assertThat((byte[]) value(column("BYTES"), field("c", 1, FieldDescriptorProto.Type.TYPE_BYTES), row))
                .containsExactly(0xC3, 0xBC);
        assertThat((byte[]) value(column("BYTES"), field("c", 1, FieldDescriptorProto.Type.TYPE_STRING), row))
                .containsExactly(0xC3, 0xBC);
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of("DATE", FieldDescriptorProto.Type.TYPE_INT32, row(out -> out.writeInt32(1, 2_932_897))),
                Arguments.of(
                        "DATE", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "2023-02-29"))),
                Arguments.of(
                        "DATE", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "0000-01-01"))),
                Arguments.of("TIME", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "24:00:00"))),
                Arguments.of("TIME", FieldDescriptorProto.Type.TYPE_INT64, row(out -> out.writeInt64(1, 1L << 37))),
                Arguments.of("DATETIME", FieldDescriptorProto.Type.TYPE_INT64, row(out -> out.writeInt64(1, 0))),
                Arguments.of(
                        "TIMESTAMP",
                        FieldDescriptorProto.Type.TYPE_INT64,
                        row(out -> out.writeInt64(1, 253_402_300_800_000_000L))),
                Arguments.of(
                        "TIMESTAMP",
                        FieldDescriptorProto.Type.TYPE_INT64,
                        row(out -> out.writeInt64(1, Long.MIN_VALUE))),
                Arguments.of("NUMERIC", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "1e29"))),
                Arguments.of(
                        "NUMERIC",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "0.1234567891"))),
                Arguments.of("NUMERIC", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "NaN"))),
                Arguments.of(
                        "NUMERIC",
                        FieldDescriptorProto.Type.TYPE_BYTES,
                        row(out -> out.writeBytes(1, ByteString.copyFrom(new byte[17])))),
                Arguments.of(
                        "NUMERIC",
                        FieldDescriptorProto.Type.TYPE_DOUBLE,
                        row(out -> out.writeDouble(1, Double.POSITIVE_INFINITY))),
                Arguments.of(
                        "BIGNUMERIC", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "6e38"))),
                Arguments.of("JSON", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "{a: 1}"))),
                Arguments.of("JSON", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, ""))),
                Arguments.of("JSON", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "1 2"))),
                Arguments.of(
                        "GEOGRAPHY",
                        FieldDescriptorProto.Type.TYPE_STRING,
                        row(out -> out.writeString(1, "somewhere"))),
                Arguments.of(
                        "INTERVAL", FieldDescriptorProto.Type.TYPE_STRING, row(out -> out.writeString(1, "soon"))));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String type, FieldDescriptorProto.Type wire, ByteString row) {
        assertThat(error(column(type), field("c", 1, wire), row)).startsWith("Field c: ");
    }

    @Test
    void textThatIsNotUtf8MakesItsRowBad() {
        ByteString row = row(out -> out.writeByteArray(1, new byte[] {(byte) 0xC3}));

        assertThat(error(column("STRING"), field("c", 1, FieldDescriptorProto.Type.TYPE_STRING), row))
                .contains("UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "INT64, TYPE_STRING",
        "INT64, TYPE_UINT64",
        "INT64, TYPE_SINT64",
        "INT64, TYPE_FIXED32",
        "BOOL, TYPE_SFIXED64",
        "NUMERIC, TYPE_FIXED64",
        "DOUBLE, TYPE_INT64",
        "STRING, TYPE_BYTES",
        "DATE, TYPE_UINT32",
        "TIME, TYPE_INT32",
        "TIMESTAMP, TYPE_DOUBLE",
        "TIMESTAMP, TYPE_UINT64",
        "TIMESTAMP, TYPE_STRING",
        "JSON, TYPE_BYTES"
    })
    void aFieldOfAnotherTypeIsRefusedForTheWholeConnection(String type, FieldDescriptorProto.Type wire) {
        assertThatThrownBy(() -> decode(column(type).build(), schema(field("c", 1, wire)), ByteString.EMPTY))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("mismatched with BigQuery field at c");
    }

    @Test
    void parametersOfTheTypeAreHeld() {
        TableFieldSchema.Builder name = column("STRING").setMaxLength(3);
        TableFieldSchema.Builder price = column("NUMERIC").setPrecision(4).setScale(2);
        FieldDescriptorProto text = field("c", 1, FieldDescriptorProto.Type.TYPE_STRING);

        assertThat(value(name, text, row(out -> out.writeString(1, "😀😀😀")))).isEqualTo("😀😀😀");
        assertThat(error(name, text, row(out -> out.writeString(1, "four")))).contains("4 characters");
        assertThat(value(price, text, row(out -> out.writeString(1, "99.994")))).isEqualTo(new BigDecimal("99.99"));
        assertThat(error(price, text, row(out -> out.writeString(1, "99.995")))).contains("NUMERIC(4, 2)");
    }
}
