// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message into column values, compiled for a writer's message type and a table's (nested) columns. Fields
 * that the descriptor does not know, or that come with another wire type, are skipped as protobuf does.
 */
final class RecordDecoder {
    private final Map<Integer, Field> fields;

    /** A field of the message, with what it becomes. */
    record Field(FieldDescriptor descriptor, String column, String path, Mode mode, Element element) {
        private int wireType() {
            return descriptor.getLiteType().getWireType();
        }
    }

    /** Reads one element of a field. */
    @FunctionalInterface
    interface Element {
        Object read(CodedInputStream in) throws IOException, InvalidValueException;
    }

    RecordDecoder(List<Field> fields) {
        this.fields = new LinkedHashMap<>();
        fields.forEach(field -> this.fields.put(field.descriptor().getNumber(), field));
    }

    Iterable<Field> fields() {
        return fields.values();
    }

    /** Only what the message holds; a nested message has been checked for its required columns, this one not. */
    Map<String, @Nullable Object> read(CodedInputStream in) throws IOException, InvalidValueException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Field field = fields.get(WireFormat.getTagFieldNumber(tag));
            int wireType = WireFormat.getTagWireType(tag);
            if (field == null) {
                in.skipField(tag);
            } else if (field.mode() == Mode.REPEATED) {
                readRepeated(field, wireType, tag, in, values);
            } else if (wireType == field.wireType()) {
                values.put(field.column(), field.element().read(in));
            } else {
                in.skipField(tag);
            }
        }
        return values;
    }

    private static void readRepeated(
            Field field, int wireType, int tag, CodedInputStream in, Map<String, @Nullable Object> values)
            throws IOException, InvalidValueException {
        List<@Nullable Object> elements = elements(values, field.column());
        if (wireType == field.wireType()) {
            elements.add(field.element().read(in));
        } else if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED
                && field.descriptor().isPackable()) {
            int limit = in.pushLimit(in.readRawVarint32());
            while (in.getBytesUntilLimit() > 0) {
                elements.add(field.element().read(in));
            }
            in.popLimit(limit);
        } else {
            in.skipField(tag);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> elements(Map<String, @Nullable Object> values, String column) {
        return (List<@Nullable Object>) values.computeIfAbsent(column, key -> new ArrayList<@Nullable Object>());
    }

    /** An element that is a message of its own. */
    Object readNested(CodedInputStream in) throws IOException, InvalidValueException {
        int limit = in.pushLimit(in.readRawVarint32());
        Map<String, @Nullable Object> values = read(in);
        in.checkLastTagWas(0);
        in.popLimit(limit);
        for (Field field : fields.values()) {
            requirePresent(field, values);
        }
        return values;
    }

    static void requirePresent(Field field, Map<String, @Nullable Object> values) throws InvalidValueException {
        if (field.mode() == Mode.REQUIRED && values.get(field.column()) == null) {
            throw new InvalidValueException("Field " + field.path() + ": a value is required, none was sent");
        }
    }
}
