// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.millrace.connect.emulator.storagewrite.RecordDecoder.Element;
import io.millrace.connect.emulator.store.Interval;
import java.time.Duration;
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
            return decoder == null ? null : scalar(field, decoder, path);
        }
        Descriptor message = field.getMessageType();
        if (column.getType() == TableFieldSchema.Type.STRUCT) {
            return compile(message, column.getFieldsList(), path + ".")::readNested;
        }
        return wellKnown(message, column, path);
    }

    private static Element scalar(FieldDescriptor field, ScalarDecoder decoder, String path) {
        FieldDescriptor.Type type = field.getType();
        return in -> {
            @Nullable Object raw = Wire.read(type, in);
            if (raw == null) {
                throw new InvalidValueException("Field " + path + ": the string is not valid UTF-8");
            }
            return decoder.decode(raw);
        };
    }

    private static @Nullable Element wellKnown(Descriptor message, TableFieldSchema column, String path) {
        String name = message.getFullName();
        if (name.equals("google.protobuf.Timestamp") && column.getType() == TableFieldSchema.Type.TIMESTAMP) {
            return in -> {
                com.google.protobuf.Timestamp value = com.google.protobuf.Timestamp.parseFrom(in.readByteBuffer());
                return ScalarDecoder.timestamp(
                        Instant.ofEpochSecond(value.getSeconds(), value.getNanos())
                                .truncatedTo(ChronoUnit.MICROS),
                        path);
            };
        }
        if (name.equals("google.protobuf.Duration") && column.getType() == TableFieldSchema.Type.INTERVAL) {
            return in -> {
                com.google.protobuf.Duration value = com.google.protobuf.Duration.parseFrom(in.readByteBuffer());
                Duration time = Duration.ofSeconds(value.getSeconds(), value.getNanos());
                return new Interval(0, 0, time.toNanos() / 1_000);
            };
        }
        boolean wrapper = name.startsWith("google.protobuf.")
                && name.endsWith("Value")
                && message.getFields().size() == 1;
        return wrapper ? wrapped(message.findFieldByNumber(1), column, path) : null;
    }

    private static @Nullable Element wrapped(FieldDescriptor value, TableFieldSchema column, String path) {
        @Nullable ScalarDecoder decoder = ScalarDecoder.of(value, column, path);
        if (decoder == null) {
            return null;
        }
        Element element = scalar(value, decoder, path);
        RecordDecoder.Field only = new RecordDecoder.Field(value, "value", path, Mode.NULLABLE, element);
        RecordDecoder wrapper = new RecordDecoder(List.of(only));
        return in -> {
            int limit = in.pushLimit(in.readRawVarint32());
            @Nullable Object found = wrapper.read(in).get("value");
            in.popLimit(limit);
            // A wrapper is proto3: a value that equals the type's zero is not on the wire.
            return found == null ? element.read(zero(value)) : found;
        };
    }

    private static CodedInputStream zero(FieldDescriptor value) {
        return CodedInputStream.newInstance(new byte[value.getType() == FieldDescriptor.Type.FLOAT ? 4 : 8]);
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
