// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Record values as containers of fields: structs and maps as they are, text as the JSON object that it must be. A text
 * is parsed once, although its record is asked for several times in a row.
 */
final class RecordValues {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS); // what follows the object would be lost

    private @Nullable SinkRecord parsedRecord;
    private Map<?, ?> parsed = Map.of();

    /** A Struct or a Map. */
    @SuppressWarnings("ReferenceEquality") // the question is whether it is this very record again
    Object of(SinkRecord record) {
        Object value = record.value();
        if (value instanceof Struct || value instanceof Map) {
            return value;
        }
        if (!(value instanceof String text)) {
            throw new DataException("the record's value is "
                    + (value == null ? "null" : value.getClass().getSimpleName())
                    + "; a row is made from a struct, a map, or a text that holds a JSON object");
        }
        if (parsedRecord != record) {
            parsed = parse(text);
            parsedRecord = record;
        }
        return parsed;
    }

    private static Map<?, ?> parse(String text) {
        try {
            if (JSON.readValue(text, Object.class) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (StreamConstraintsException beyond) {
            throw new DataException(
                    "the record's value is JSON beyond what is read: " + StreamReadConstraints.DEFAULT_MAX_DEPTH
                            + " levels, " + StreamReadConstraints.DEFAULT_MAX_NUM_LEN + " digits of a number, "
                            + StreamReadConstraints.DEFAULT_MAX_STRING_LEN + " characters of a text");
        } catch (JsonProcessingException malformed) {
            // Not kept as the cause: its message quotes the text.
            throw new DataException("the record's value is text but no JSON: line "
                    + malformed.getLocation().getLineNr() + ", column "
                    + malformed.getLocation().getColumnNr());
        }
        throw new DataException("the record's value is JSON but no object; a row is made from an object's fields");
    }

    /** A field of a Struct or Map as it was put there, a default not applied; null if it is absent. */
    static @Nullable Object field(@Nullable Object container, String name) {
        if (container instanceof Struct struct) {
            Field field = struct.schema().field(name);
            if (field == null) {
                return null;
            }
            return field.schema().defaultValue() == null ? struct.get(field) : struct.getWithoutDefault(name);
        }
        return container instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** The same of a field whose name may be written in another case, as a column's may; the one that is written so first. */
    static @Nullable Object named(@Nullable Object container, String name) {
        Object exact = field(container, name);
        if (exact != null) {
            return exact;
        }
        if (container instanceof Struct struct) {
            Field field = fieldOf(struct.schema(), name);
            return field == null ? null : field(struct, field.name());
        }
        if (container instanceof Map<?, ?> map && !map.containsKey(name)) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (name.equalsIgnoreCase(String.valueOf(entry.getKey()))) {
                    return entry.getValue();
                }
            }
        }
        return null;
    }

    /** A schema's field of this name, or of the name in another case. */
    static @Nullable Field fieldOf(Schema schema, String name) {
        Field exact = schema.field(name);
        if (exact != null) {
            return exact;
        }
        for (Field field : schema.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }
}
