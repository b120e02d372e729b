// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns one message into column values, compiled for a writer's message type and a table's (nested) columns. What the
 * descriptor does not know is lost, as protobuf has it.
 */
final class RecordDecoder {
    private final Map<FieldDescriptor, Field> fields = new LinkedHashMap<>();
    private final List<Field> enumerations = new ArrayList<>();

    /** A field of the message, with what it becomes. */
    record Field(FieldDescriptor descriptor, String column, String path, Mode mode, Element element) {}

    /** Turns one value, as protobuf's reflection gives it, into the column's. */
    @FunctionalInterface
    interface Element {
        Object read(Object value) throws InvalidValueException;
    }

    RecordDecoder(List<Field> fields) {
        for (Field field : fields) {
            this.fields.put(field.descriptor(), field);
            if (field.descriptor().getType() == FieldDescriptor.Type.ENUM) {
                enumerations.add(field);
            }
        }
    }

    Iterable<Field> fields() {
        return fields.values();
    }

    /** Only what the message holds; a nested message has been checked for its required columns, this one not. */
    Map<String, @Nullable Object> read(Message message) throws InvalidValueException {
        Map<String, @Nullable Object> values = new HashMap<>(fields.size() * 2);
        for (Map.Entry<FieldDescriptor, Object> held : message.getAllFields().entrySet()) {
            Field field = fields.get(held.getKey());
            if (field != null) {
                values.put(field.column(), value(field, held.getValue()));
            }
        }
        for (Field field : enumerations) {
            if (message.getUnknownFields().hasField(field.descriptor().getNumber())) {
                throw new InvalidValueException("Field " + field.path() + ": the number is not one of the enum's");
            }
        }
        return values;
    }

    private static Object value(Field field, Object held) throws InvalidValueException {
        if (field.mode() != Mode.REPEATED) {
            return field.element().read(held);
        }
        List<Object> elements = new ArrayList<>(((List<?>) held).size());
        for (Object element : (List<?>) held) {
            elements.add(field.element().read(element));
        }
        return elements;
    }

    /** An element that is a message of its own. */
    Object readNested(Object message) throws InvalidValueException {
        Map<String, @Nullable Object> values = read((Message) message);
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
