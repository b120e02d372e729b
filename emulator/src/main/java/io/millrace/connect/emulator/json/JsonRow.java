// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.json;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Model;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns one JSON object into a typed row; throws {@link RowProblem} for what BigQuery refuses. */
public final class JsonRow {
    private final boolean ignoreUnknown;
    private final Form form;

    private enum Form {
        /** A row of insertAll: a JSON column's value is a text that holds JSON. */
        INSERTED,
        /** A line of a file: a JSON column's value is the JSON itself, a text therefore a JSON string. */
        LOADED
    }

    private JsonRow(boolean ignoreUnknown, Form form) {
        this.ignoreUnknown = ignoreUnknown;
        this.form = form;
    }

    /** Rows of insertAll; with {@code ignoreUnknown} fields the table does not have are left out instead of refused. */
    public static JsonRow inserted(boolean ignoreUnknown) {
        return new JsonRow(ignoreUnknown, Form.INSERTED);
    }

    /** Lines of a file; with {@code ignoreUnknown} fields the table does not have are left out instead of refused. */
    public static JsonRow loaded(boolean ignoreUnknown) {
        return new JsonRow(ignoreUnknown, Form.LOADED);
    }

    public Map<String, @Nullable Object> toRow(List<TableFieldSchema> fields, Map<?, ?> json) {
        return record(fields, json, "");
    }

    private Map<String, @Nullable Object> record(List<TableFieldSchema> fields, Map<?, ?> json, String path) {
        Map<String, TableFieldSchema> byName = new LinkedHashMap<>();
        for (TableFieldSchema field : fields) {
            byName.put(field.getName().toLowerCase(Locale.ROOT), field);
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : json.entrySet()) {
            String name = String.valueOf(entry.getKey());
            TableFieldSchema field = byName.get(name.toLowerCase(Locale.ROOT));
            if (field != null) {
                row.put(field.getName(), field(field, entry.getValue(), path + field.getName()));
            } else if (!ignoreUnknown) {
                throw new RowProblem(path + name, "no such field: " + path + name + ".");
            }
        }
        for (TableFieldSchema field : fields) {
            boolean filled = field.getDefaultValueExpression() != null && !row.containsKey(field.getName());
            if (FieldType.isRequired(field) && row.get(field.getName()) == null && !filled) {
                throw new RowProblem(path + field.getName(), "Missing required field: " + path + field.getName() + ".");
            }
        }
        return row;
    }

    private @Nullable Object field(TableFieldSchema field, @Nullable Object json, String path) {
        if (!FieldType.isRepeated(field)) {
            boolean takesArrays = FieldType.of(field) == FieldType.JSON && form == Form.LOADED;
            if (json instanceof Collection && !takesArrays) {
                throw new RowProblem(path, "Array specified for non-repeated field: " + path + ".");
            }
            return json == null || Data.isNull(json) ? null : value(field, json, path);
        }
        if (json == null || Data.isNull(json)) {
            return List.of();
        }
        if (!(json instanceof Collection)) {
            throw new RowProblem(path, "Repeated field must be imported as a JSON array. Field: " + path + ".");
        }
        List<Object> elements = new ArrayList<>();
        for (Object element : (Collection<?>) json) {
            if (element == null || Data.isNull(element)) {
                throw new RowProblem(path, "Only optional fields can be set to NULL. Field: " + path);
            }
            elements.add(value(field, element, path));
        }
        return elements;
    }

    private Object value(TableFieldSchema field, Object json, String path) {
        FieldType type = FieldType.of(field);
        if (type == FieldType.RECORD) {
            if (!(json instanceof Map)) {
                throw new RowProblem(path, "This field: " + path + " is a record.");
            }
            return record(FieldType.children(field), (Map<?, ?>) json, path + ".");
        }
        if (type == FieldType.JSON && form == Form.LOADED) {
            return Model.text(json);
        }
        if (json instanceof Map || json instanceof Collection) {
            throw new RowProblem(path, "This field: " + path + " is not a record.");
        }
        try {
            return form == Form.LOADED && type == FieldType.INTERVAL
                    ? IsoInterval.parse((String) json)
                    : RestValue.scalar(type, json);
        } catch (RuntimeException unreadable) {
            throw new RowProblem(
                    path,
                    "Cannot convert value to " + type.name().toLowerCase(Locale.ROOT) + " (bad value). Field: " + path);
        }
    }

    /** A scalar from its text form, as CSV and query parameters have it. */
    public static Object scalar(FieldType type, String text) {
        return switch (type) {
            case STRING, GEOGRAPHY -> text;
            case BYTES -> Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            case INTEGER -> new BigDecimal(text.strip()).longValueExact();
            case FLOAT -> TemporalText.floating(text);
            case NUMERIC, BIGNUMERIC -> new BigDecimal(text.strip());
            case BOOLEAN -> TemporalText.bool(text);
            case DATE -> TemporalText.date(text);
            case TIME -> TemporalText.time(text);
            case DATETIME -> TemporalText.dateTime(text);
            case TIMESTAMP -> TemporalText.timestamp(text);
            case INTERVAL -> TemporalText.interval(text);
            case JSON, RECORD -> throw new IllegalArgumentException("not a scalar");
        };
    }
}
