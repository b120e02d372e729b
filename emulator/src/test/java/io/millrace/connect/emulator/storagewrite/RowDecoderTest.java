// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.Decoding.STREAM;
import static io.millrace.connect.emulator.storagewrite.Decoding.column;
import static io.millrace.connect.emulator.storagewrite.Decoding.decode;
import static io.millrace.connect.emulator.storagewrite.Decoding.error;
import static io.millrace.connect.emulator.storagewrite.Decoding.table;
import static io.millrace.connect.emulator.storagewrite.Decoding.value;
import static io.millrace.connect.emulator.storagewrite.TestRows.field;
import static io.millrace.connect.emulator.storagewrite.TestRows.row;
import static io.millrace.connect.emulator.storagewrite.TestRows.rows;
import static io.millrace.connect.emulator.storagewrite.TestRows.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages as rows: structure, names, what is missing. */
class RowDecoderTest {
    @Test
    void aFieldWithoutColumnIsASchemaMismatch() {
        assertThatThrownBy(() -> decode(
                        column("INT64").build(),
                        schema(field("other", 1, FieldDescriptorProto.Type.TYPE_INT64)),
                        ByteString.EMPTY))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.outcome()).isEqualTo("SCHEMA_MISMATCH_EXTRA_FIELDS"));
    }

    @Test
    void nestedAndRepeatedFieldsBecomeMapsAndLists() {
        TableFieldSchema tags = column("STRING")
                .setName("tags")
                .setMode(TableFieldSchema.Mode.REPEATED)
                .build();
        TableFieldSchema amount = column("INT64")
                .setName("amount")
                .setMode(TableFieldSchema.Mode.REQUIRED)
                .build();
        TableFieldSchema.Builder lines = column("STRUCT")
                .setMode(TableFieldSchema.Mode.REPEATED)
                .addFields(tags)
                .addFields(amount);
        ProtoSchema schema = ProtoSchema.newBuilder()
                .setProtoDescriptor(DescriptorProto.newBuilder()
                        .setName("Row")
                        .addField(field("c", 1, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                                .setTypeName("Line")
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                        .addNestedType(DescriptorProto.newBuilder()
                                .setName("Line")
                                .addField(field("tags", 1, FieldDescriptorProto.Type.TYPE_STRING).toBuilder()
                                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                                .addField(field("amount", 2, FieldDescriptorProto.Type.TYPE_INT64))))
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
        FieldDescriptorProto field = field("c", 1, FieldDescriptorProto.Type.TYPE_INT64).toBuilder()
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
                .build();
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
                        .addField(field("c", 1, FieldDescriptorProto.Type.TYPE_ENUM).toBuilder()
                                .setTypeName("Size"))
                        .addEnumType(EnumDescriptorProto.newBuilder()
                                .setName("Size")
                                .addValue(EnumValueDescriptorProto.newBuilder()
                                        .setName("LARGE")
                                        .setNumber(3))))
                .build();
        ByteString row = row(out -> out.writeEnum(1, 3));

        assertThat(decode(column("STRING").build(), schema, row).rows().get(0)).containsEntry("c", "LARGE");
        assertThat(decode(column("INT64").build(), schema, row).rows().get(0)).containsEntry("c", 3L);
        assertThat(decode(column("STRING").build(), schema, row(out -> out.writeEnum(1, 4)))
                        .errors())
                .hasSize(1);
    }

    @Test
    void wellKnownTypesStandForTheirValues() {
        FieldDescriptorProto timestamp = field("c", 1, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".google.protobuf.Timestamp")
                .build();
        FieldDescriptorProto wrapper = field("c", 1, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
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
    void wellKnownTypesOutOfRangeMakeTheirRowBad() {
        FieldDescriptorProto timestamp = field("c", 1, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".google.protobuf.Timestamp")
                .build();
        FieldDescriptorProto duration =
                timestamp.toBuilder().setTypeName(".google.protobuf.Duration").build();
        Timestamp value = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();

        assertThat(error(column("TIMESTAMP"), timestamp, row(out -> out.writeMessage(1, value))))
                .isEqualTo("Field c: the value is not a valid TIMESTAMP");
        assertThat(error(column("INTERVAL"), duration, row(out -> out.writeMessage(1, value))))
                .isEqualTo("Field c: the value is not a valid INTERVAL");
    }

    @Test
    void aWrapperThatGooglesTableDoesNotListIsRefused() {
        FieldDescriptorProto unsigned = field("c", 1, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".google.protobuf.UInt64Value")
                .build();
        FieldDescriptorProto text =
                unsigned.toBuilder().setTypeName(".google.protobuf.StringValue").build();

        assertThatThrownBy(() -> value(column("INT64"), unsigned, ByteString.EMPTY))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> value(column("JSON"), text, ByteString.EMPTY)).isInstanceOf(StorageException.class);
    }

    @Test
    void aMessageInPartsIsOneMessage() {
        ProtoSchema schema = ProtoSchema.newBuilder()
                .setProtoDescriptor(DescriptorProto.newBuilder()
                        .setName("Row")
                        .addField(field("c", 1, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                                .setTypeName("Part"))
                        .addNestedType(DescriptorProto.newBuilder()
                                .setName("Part")
                                .addField(field("a", 1, FieldDescriptorProto.Type.TYPE_INT64))
                                .addField(field("b", 2, FieldDescriptorProto.Type.TYPE_INT64))))
                .build();
        TableFieldSchema parts = column("STRUCT")
                .addFields(column("INT64").setName("a"))
                .addFields(column("INT64").setName("b"))
                .build();

        RowDecoder.Decoded decoded = decode(parts, schema, row(out -> {
            out.writeBytes(1, row(part -> part.writeInt64(1, 7)));
            out.writeBytes(1, row(part -> part.writeInt64(2, 8)));
        }));

        assertThat(decoded.rows()).containsExactly(Map.of("c", Map.of("a", 7L, "b", 8L)));
    }

    @Test
    void aFieldThatTheDescriptorRequiresIsMissedInItsRowOnly() {
        ProtoSchema schema = schema(field("c", 1, FieldDescriptorProto.Type.TYPE_INT64).toBuilder()
                .setLabel(FieldDescriptorProto.Label.LABEL_REQUIRED)
                .build());

        RowDecoder.Decoded decoded = RowDecoder.compile(
                        schema, table(column("INT64").build()), STREAM)
                .decode(rows(ByteString.EMPTY, row(out -> out.writeInt64(1, 1))), MissingValues.NULL, Instant.EPOCH);

        assertThat(decoded.errors()).extracting(error -> error.getIndex()).containsExactly(0L);
        assertThat(decoded.rows()).hasSize(1);
    }

    @Test
    void theAnnotationNamesColumnsThatProtobufCannotSpell() {
        FieldDescriptorProto field = field("col_1", 1, FieldDescriptorProto.Type.TYPE_INT64).toBuilder()
                .setOptions(FieldOptions.newBuilder().setExtension(AnnotationsProto.columnName, "Größe in €"))
                .build();

        RowDecoder.Decoded decoded =
                decode(column("INT64").setName("Größe in €").build(), schema(field), row(out -> out.writeInt64(1, 4)));

        assertThat(decoded.rows().get(0)).containsEntry("Größe in €", 4L);
    }

    @Test
    void badRowsAreNamedByIndexAndMissingRequiredValuesAreBad() {
        TableFieldSchema required =
                column("INT64").setMode(TableFieldSchema.Mode.REQUIRED).build();
        ProtoRows rows = rows(
                row(out -> out.writeInt64(1, 1)), ByteString.EMPTY, ByteString.copyFrom(new byte[] {8, (byte) 0x80}));

        RowDecoder.Decoded decoded = RowDecoder.compile(
                        schema(field("c", 1, FieldDescriptorProto.Type.TYPE_INT64)), table(required), STREAM)
                .decode(rows, MissingValues.NULL, Instant.EPOCH);

        assertThat(decoded.errors()).extracting(error -> error.getIndex()).containsExactly(1L, 2L);
        assertThat(decoded.rows()).hasSize(1);
    }

    @Test
    void messagesNeverHoldTheValue() {
        String secret = "4111 1111 1111 1111";

        assertThat(error(
                        column("NUMERIC"),
                        field("c", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        row(out -> out.writeString(1, secret))))
                .doesNotContain("4111");
        assertThat(error(
                        column("JSON"),
                        field("c", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        row(out -> out.writeString(1, secret))))
                .doesNotContain("4111");
    }
}
