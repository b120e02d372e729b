// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import com.google.cloud.bigquery.storage.v1.JsonToProtoMessage;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * How the official client is fed by the sinks there are, in our own words: a map for every struct, a formatter for every
 * time, a JSON object, and Google's converter from there to a message.
 */
final class JsonPath {
    private final Descriptor descriptor;
    private final TableSchema schema;

    JsonPath(TableShape shape) {
        DescriptorProto message = WriterSchema.of(shape);
        FileDescriptorProto file =
                FileDescriptorProto.newBuilder().addMessageType(message).build();
        try {
            this.descriptor =
                    FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName(message.getName());
        } catch (DescriptorValidationException impossible) {
            throw new IllegalStateException(impossible);
        }
        this.schema =
                TableSchema.newBuilder().addAllFields(fields(shape.columns())).build();
    }

    Descriptor descriptor() {
        return descriptor;
    }

    ByteString encode(SinkRecord record) {
        JSONObject json = new JSONObject(map((Struct) record.value()));
        return JsonToProtoMessage.INSTANCE
                .convertToProtoMessage(descriptor, schema, json, false)
                .toByteString();
    }

    /** A map of a struct's values, as all sinks of this kind make it first. */
    static Map<String, Object> map(Struct struct) {
        Map<String, Object> map = new HashMap<>();
        for (Field field : struct.schema().fields()) {
            Object value = value(field.schema(), struct.get(field));
            if (value != null) {
                map.put(field.name(), value);
            }
        }
        return map;
    }

    private static @Nullable Object value(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (schema.type()) {
            case STRUCT -> map((Struct) value);
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (Object element : (List<?>) value) {
                    list.add(value(schema.valueSchema(), element));
                }
                yield list;
            }
            case MAP -> {
                List<Object> entries = new ArrayList<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    Map<String, Object> pair = new HashMap<>();
                    pair.put("key", value(schema.keySchema(), entry.getKey()));
                    pair.put("value", value(schema.valueSchema(), entry.getValue()));
                    entries.add(pair);
                }
                yield entries;
            }
            case INT32, INT64 -> time(schema, value);
            default -> value;
        };
    }

    private static Object time(Schema schema, Object value) {
        if (value instanceof Date date) {
            return format(
                    schema.name().equals(Timestamp.LOGICAL_NAME) ? "yyyy-MM-dd HH:mm:ss.SSS" : "yyyy-MM-dd", date);
        }
        if ("io.debezium.time.MicroTimestamp".equals(schema.name())) {
            long micros = (Long) value;
            String seconds = format("yyyy-MM-dd'T'HH:mm:ss", new Date(micros / 1_000));
            return seconds + String.format(Locale.ROOT, ".%06d", micros % 1_000_000);
        }
        return value;
    }

    private static String format(String pattern, Date date) {
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        return format.format(date);
    }

    private static List<TableFieldSchema> fields(List<Column> columns) {
        List<TableFieldSchema> fields = new ArrayList<>();
        for (Column column : columns) {
            fields.add(TableFieldSchema.newBuilder()
                    .setName(column.name())
                    .setType(type(column.type()))
                    .setMode(mode(column.mode()))
                    .addAllFields(fields(column.fields()))
                    .build());
        }
        return fields;
    }

    private static TableFieldSchema.Type type(ColumnType type) {
        return switch (type) {
            case FLOAT64 -> TableFieldSchema.Type.DOUBLE;
            case RECORD -> TableFieldSchema.Type.STRUCT;
            default -> TableFieldSchema.Type.valueOf(type.name());
        };
    }

    private static TableFieldSchema.Mode mode(ColumnMode mode) {
        return TableFieldSchema.Mode.valueOf(mode.name());
    }
}
