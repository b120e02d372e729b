// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.WrappersProto;
import io.grpc.Status;
import io.millrace.connect.emulator.storagewrite.RecordDecoder.Element;
import io.millrace.connect.emulator.store.Interval;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fits a writer's message type to a table's columns, or says as BigQuery does why it does not fit. */
final class DecoderCompiler {
    private static final ExtensionRegistry COLUMN_NAMES = ExtensionRegistry.newInstance();

    static {
        COLUMN_NAMES.add(AnnotationsProto.columnName);
    }

    private final String entity;

    /** {@code entity} is the write stream, for messages. */
    DecoderCompiler(String entity) {
        this.entity = entity;
    }

    RecordDecoder compile(Descriptor message, List<TableFieldSchema> columns) {
        return compile(message, columns, "");
    }

    private RecordDecoder compile(Descriptor message, List<TableFieldSchema> columns, String prefix) {
        List<RecordDecoder.Field> fields = new ArrayList<>();
        Set<String> written = new HashSet<>();
        for (FieldDescriptor field : message.getFields()) {
            String name = columnName(field);
            TableFieldSchema column = columns.stream()
                    .filter(candidate -> candidate.getName().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> extraField(prefix + name));
            if (!written.add(column.getName().toLowerCase(Locale.ROOT))) {
                throw StorageException.invalid(entity, "Two proto fields write column " + prefix + name);
            }
            fields.add(field(field, column, prefix + column.getName()));
        }
        for (TableFieldSchema column : columns) {
            if (column.getMode() == Mode.REQUIRED
                    && column.getDefaultValueExpression().isEmpty()
                    && !written.contains(column.getName().toLowerCase(Locale.ROOT))) {
                throw StorageException.invalid(
                        entity, "The required field " + prefix + column.getName() + " is missing in the proto message");
            }
        }
        return new RecordDecoder(fields);
    }

    private RecordDecoder.Field field(FieldDescriptor field, TableFieldSchema column, String path) {
        boolean repeated = column.getMode() == Mode.REPEATED;
        @Nullable Element element = repeated == field.isRepeated() ? element(field, column, path) : null;
        if (element == null) {
            throw StorageException.invalid(
                    entity,
                    "The proto field mismatched with BigQuery field at " + path + ", the proto field type "
                            + (field.isRepeated() ? "repeated " : "")
                            + field.getType().name().toLowerCase(Locale.ROOT) + ", BigQuery field type "
                            + (repeated ? "REPEATED " : "") + column.getType());
        }
        return new RecordDecoder.Field(field, column.getName(), path, column.getMode(), element);
    }

    private @Nullable Element element(FieldDescriptor field, TableFieldSchema column, String path) {
        if (field.getType() != FieldDescriptor.Type.MESSAGE) {
            @Nullable ScalarDecoder decoder = ScalarDecoder.of(field, column, path);
            return decoder == null ? null : decoder::decode;
        }
        Descriptor message = field.getMessageType();
        if (column.getType() == TableFieldSchema.Type.STRUCT) {
            return compile(message, column.getFieldsList(), path + ".")::readNested;
        }
        return wellKnown(message, column, path);
    }

    private static @Nullable Element wellKnown(Descriptor message, TableFieldSchema column, String path) {
        TableFieldSchema.Type type = column.getType();
        return switch (message.getFullName()) {
            case "google.protobuf.Timestamp" ->
                type == TableFieldSchema.Type.TIMESTAMP ? sent -> timestamp((Message) sent, path) : null;
            case "google.protobuf.Duration" ->
                type == TableFieldSchema.Type.INTERVAL ? sent -> interval((Message) sent, path) : null;
            default -> wrapper(message, column, path);
        };
    }

    private static Instant timestamp(Message sent, String path) throws InvalidValueException {
        try {
            Instant instant = Instant.ofEpochSecond(seconds(sent), nanos(sent));
            return ScalarDecoder.timestamp(instant.truncatedTo(ChronoUnit.MICROS), path);
        } catch (DateTimeException | ArithmeticException tooFar) {
            throw new InvalidValueException("Field " + path + ": the value is not a valid TIMESTAMP");
        }
    }

    private static Interval interval(Message sent, String path) throws InvalidValueException {
        try {
            return new Interval(
                    0, 0, Math.addExact(Math.multiplyExact(seconds(sent), 1_000_000L), nanos(sent) / 1_000));
        } catch (ArithmeticException tooLong) {
            throw new InvalidValueException("Field " + path + ": the value is not a valid INTERVAL");
        }
    }

    private static long seconds(Message sent) {
        return (Long) sent.getField(sent.getDescriptorForType().findFieldByName("seconds"));
    }

    private static int nanos(Message sent) {
        return (Integer) sent.getField(sent.getDescriptorForType().findFieldByName("nanos"));
    }

    /** One of {@code google.protobuf.Int64Value} and its like; an empty one is the type's zero. */
    private static @Nullable Element wrapper(Descriptor message, TableFieldSchema column, String path) {
        @Nullable FieldDescriptor value = message.findFieldByName("value");
        if (value == null || message.getFile() != WrappersProto.getDescriptor()) {
            return null;
        }
        @Nullable ScalarDecoder decoder = ScalarDecoder.ofWrapped(value, column, path);
        return decoder == null ? null : sent -> decoder.decode(((Message) sent).getField(value));
    }

    private StorageException extraField(String path) {
        return new StorageException(
                Status.Code.INVALID_ARGUMENT,
                StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS,
                entity,
                "Input schema has more fields than BigQuery schema, extra fields: '" + path + "'");
    }

    /** The annotation {@code column_name} where there is one, for names that protobuf cannot spell. */
    private static String columnName(FieldDescriptor field) {
        try {
            FieldOptions options = FieldOptions.parseFrom(field.getOptions().toByteString(), COLUMN_NAMES);
            return options.hasExtension(AnnotationsProto.columnName)
                    ? options.getExtension(AnnotationsProto.columnName)
                    : field.getName();
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("options that were parsed before", impossible);
        }
    }
}
