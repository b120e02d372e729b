// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.millrace.connect.testkit.Seeded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever message type a writer has, what protobuf wrote is read back. */
class RandomMessagesTest {
    private static final int TYPES = 200;
    private static final int ROWS = 20;
    private static final int DEEPEST = 3;
    /** Each in the one column type in which the value does not change. */
    private static final Map<FieldDescriptorProto.Type, TableFieldSchema.Type> SCALARS = Map.of(
            FieldDescriptorProto.Type.TYPE_INT64, TableFieldSchema.Type.INT64,
            FieldDescriptorProto.Type.TYPE_INT32, TableFieldSchema.Type.INT64,
            FieldDescriptorProto.Type.TYPE_UINT32, TableFieldSchema.Type.INT64,
            FieldDescriptorProto.Type.TYPE_DOUBLE, TableFieldSchema.Type.DOUBLE,
            FieldDescriptorProto.Type.TYPE_FLOAT, TableFieldSchema.Type.DOUBLE,
            FieldDescriptorProto.Type.TYPE_BOOL, TableFieldSchema.Type.BOOL,
            FieldDescriptorProto.Type.TYPE_STRING, TableFieldSchema.Type.STRING,
            FieldDescriptorProto.Type.TYPE_BYTES, TableFieldSchema.Type.BYTES);

    /** A message type and the columns that it is for. */
    private record Shape(DescriptorProto message, List<TableFieldSchema> columns) {}

    /** A message and the row that it stands for. */
    private record Written(DynamicMessage message, Map<String, @Nullable Object> row) {}

    @Test
    void whatProtobufWroteIsReadBack() {
        Seeded.tries("what protobuf wrote is read back", TYPES, random -> {
            Shape shape = shape(random, 0);
            ProtoSchema schema =
                    ProtoSchema.newBuilder().setProtoDescriptor(shape.message()).build();
            Descriptor descriptor = WriterMessage.of(shape.message(), "t");
            RowDecoder decoder = RowDecoder.compile(
                    schema, Decoding.table(shape.columns().toArray(TableFieldSchema[]::new)), Decoding.STREAM);
            for (int row = 0; row < ROWS; row++) {
                Written written = message(random, descriptor);

                RowDecoder.Decoded decoded = decoder.decode(
                        TestRows.rows(written.message().toByteString()), MissingValues.NULL, Instant.EPOCH);

                assertThat(decoded.errors()).isEmpty();
                assertThat(comparable(decoded.rows().get(0))).isEqualTo(comparable(written.row()));
            }
        });
    }

    /** With bytes that are equal when their content is. */
    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteString.copyFrom(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RandomMessagesTest::comparable).toList();
        }
        if (value instanceof Map<?, ?> row) {
            return row.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> comparable(entry.getValue())));
        }
        return value;
    }

    private static Shape shape(Random random, int depth) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("M" + depth);
        List<TableFieldSchema> columns = new ArrayList<>();
        int fields = 1 + random.nextInt(8);
        for (int i = 0; i < fields; i++) {
            FieldDescriptorProto.Builder field =
                    FieldDescriptorProto.newBuilder().setName("f" + i).setNumber(1 + i + random.nextInt(2) * 100);
            TableFieldSchema.Builder column = TableFieldSchema.newBuilder().setName("F" + i);
            if (depth < DEEPEST && random.nextInt(5) == 0) {
                Shape nested = shape(random, depth + 1);
                message.addNestedType(nested.message().toBuilder().setName("N" + i));
                field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("N" + i);
                column.setType(TableFieldSchema.Type.STRUCT).addAllFields(nested.columns());
            } else {
                List<FieldDescriptorProto.Type> types =
                        SCALARS.keySet().stream().sorted().toList();
                FieldDescriptorProto.Type type = types.get(random.nextInt(types.size()));
                field.setType(type);
                column.setType(SCALARS.get(type));
            }
            boolean repeated = random.nextInt(3) == 0;
            boolean required = !repeated && random.nextInt(3) == 0;
            field.setLabel(
                    repeated
                            ? FieldDescriptorProto.Label.LABEL_REPEATED
                            : required
                                    ? FieldDescriptorProto.Label.LABEL_REQUIRED
                                    : FieldDescriptorProto.Label.LABEL_OPTIONAL);
            if (repeated
                    && field.getType() != FieldDescriptorProto.Type.TYPE_STRING
                    && field.getType() != FieldDescriptorProto.Type.TYPE_BYTES
                    && field.getType() != FieldDescriptorProto.Type.TYPE_MESSAGE) {
                field.getOptionsBuilder().setPacked(random.nextBoolean());
            }
            column.setMode(
                    repeated
                            ? TableFieldSchema.Mode.REPEATED
                            : required ? TableFieldSchema.Mode.REQUIRED : TableFieldSchema.Mode.NULLABLE);
            message.addField(field);
            columns.add(column.build());
        }
        return new Shape(message.build(), columns);
    }

    private static Written message(Random random, Descriptor type) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        Map<String, @Nullable Object> row = new HashMap<>();
        for (FieldDescriptor field : type.getFields()) {
            String column = field.getName().replace('f', 'F');
            if (field.isRepeated()) {
                List<Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(random, field, element -> message.addRepeatedField(field, element)));
                }
                if (!elements.isEmpty()) {
                    row.put(column, elements);
                }
            } else if (field.isRequired() || random.nextInt(4) > 0) {
                row.put(column, value(random, field, value -> message.setField(field, value)));
            }
        }
        return new Written(message.build(), row);
    }

    /** Gives protobuf one value, and answers what a row shall hold for it. */
    private static Object value(Random random, FieldDescriptor field, Consumer<Object> write) {
        if (field.getType() == FieldDescriptor.Type.MESSAGE) {
            Written nested = message(random, field.getMessageType());
            write.accept(nested.message());
            return nested.row();
        }
        Object value = scalar(random, field.getType());
        write.accept(value);
        if (value instanceof Integer number) {
            return field.getType() == FieldDescriptor.Type.UINT32
                    ? Integer.toUnsignedLong(number)
                    : (Object) number.longValue();
        }
        return value instanceof Float number
                ? (Object) number.doubleValue()
                : value instanceof ByteString bytes ? bytes.toByteArray() : value;
    }

    /** With a liking for what is easily mistaken for nothing. */
    private static Object scalar(Random random, FieldDescriptor.Type type) {
        boolean zero = random.nextInt(4) == 0;
        return switch (type) {
            case INT64 -> zero ? 0L : random.nextLong();
            case INT32, UINT32 -> zero ? 0 : random.nextInt();
            case DOUBLE -> zero ? 0.0 : random.nextGaussian();
            case FLOAT -> zero ? 0.0f : random.nextFloat();
            case BOOL -> random.nextBoolean();
            case STRING -> zero ? "" : text(random);
            case BYTES -> zero ? ByteString.EMPTY : ByteString.copyFromUtf8(text(random));
            default -> throw new AssertionError(type);
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(1, 9), 1, 0xD800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .append(random.nextBoolean() ? "\uD83D\uDE00" : "")
                .toString();
    }
}
