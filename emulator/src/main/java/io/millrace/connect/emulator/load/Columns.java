// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns by name, in any case. */
final class Columns {
    private Columns() {}

    static @Nullable TableFieldSchema find(List<TableFieldSchema> fields, String name) {
        for (TableFieldSchema field : fields) {
            if (field.getName().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }

    /** Those of the fields that are expected, inside records too. */
    static List<TableFieldSchema> known(List<TableFieldSchema> fields, List<TableFieldSchema> expected) {
        List<TableFieldSchema> known = new ArrayList<>();
        for (TableFieldSchema field : fields) {
            TableFieldSchema wanted = find(expected, field.getName());
            if (wanted != null) {
                boolean record = FieldType.of(field) == FieldType.RECORD && FieldType.of(wanted) == FieldType.RECORD;
                known.add(
                        record
                                ? Model.copy(field)
                                        .setFields(known(FieldType.children(field), FieldType.children(wanted)))
                                : field);
            }
        }
        return known;
    }

    /** Those of a row's values that are expected, inside records too. */
    static Map<String, @Nullable Object> knownValues(Map<?, ?> row, List<TableFieldSchema> expected) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        row.forEach((name, value) -> {
            TableFieldSchema wanted = find(expected, String.valueOf(name));
            if (wanted != null) {
                known.put(String.valueOf(name), knownValue(value, wanted));
            }
        });
        return known;
    }

    private static @Nullable Object knownValue(@Nullable Object value, TableFieldSchema wanted) {
        if (FieldType.of(wanted) != FieldType.RECORD) {
            return value;
        }
        if (value instanceof Map<?, ?> record) {
            return knownValues(record, FieldType.children(wanted));
        }
        if (value instanceof List<?> elements) {
            List<@Nullable Object> kept = new ArrayList<>();
            elements.forEach(element -> kept.add(knownValue(element, wanted)));
            return kept;
        }
        return value;
    }
}
