// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import com.google.cloud.bigquery.storage.v1.BigDecimalByteStringEncoder;
import com.google.cloud.bigquery.storage.v1.CivilTimeEncoder;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows read back by Google's own protobuf and decoders: what BigQuery sees. Numbers are Long, Double or BigDecimal without
 * trailing zeros; dates and times are java.time; bytes are Base64; records are maps, absent values absent.
 */
public final class Decoded {
    private Decoded() {}

    public static Map<String, Object> row(Row row) {
        try {
            return record(
                    DynamicMessage.parseFrom(descriptor(row.shape()), row.bytes()),
                    row.shape().columns());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    public static Descriptor descriptor(TableShape shape) {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("row.proto")
                .addMessageType(WriterSchema.of(shape))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Row");
        } catch (DescriptorValidationException invalid) {
            throw new AssertionError(invalid);
        }
    }

    private static Map<String, Object> record(Message message, List<Column> columns) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new AssertionError("unknown fields " + message.getUnknownFields());
        }
        Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(i + 1);
            if (field.isRepeated()) {
                List<Object> elements = new ArrayList<>();
                for (Object element : (List<?>) message.getField(field)) {
                    elements.add(value(element, column));
                }
                if (!elements.isEmpty()) {
                    record.put(column.name(), elements);
                }
            } else if (message.hasField(field)) {
                record.put(column.name(), value(message.getField(field), column));
            }
        }
        return record;
    }

    private static Object value(Object wire, Column column) {
        return switch (column.type()) {
            case RECORD -> record((Message) wire, column.fields());
            case NUMERIC -> stripped(BigDecimalByteStringEncoder.decodeNumericByteString((ByteString) wire));
            case BIGNUMERIC -> stripped(BigDecimalByteStringEncoder.decodeBigNumericByteString((ByteString) wire));
            case BYTES -> Base64.getEncoder().encodeToString(((ByteString) wire).toByteArray());
            case DATE -> LocalDate.ofEpochDay((Integer) wire);
            case TIME -> CivilTimeEncoder.decodePacked64TimeMicrosLocalTime((Long) wire);
            case DATETIME -> CivilTimeEncoder.decodePacked64DatetimeMicrosLocalDateTime((Long) wire);
            case TIMESTAMP -> Instant.EPOCH.plus((Long) wire, ChronoUnit.MICROS);
            default -> wire;
        };
    }

    private static BigDecimal stripped(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /** The value at a dotted path; null if absent. */
    public static @Nullable Object at(Map<String, Object> row, String path) {
        Object value = row;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }
}
