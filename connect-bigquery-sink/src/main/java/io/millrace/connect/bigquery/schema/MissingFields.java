// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What rows without schema lack of columns that are REQUIRED. */
final class MissingFields {
    private final ColumnNames names;

    MissingFields(ColumnNames names) {
        this.names = names;
    }

    /**
     * The columns, those NULLABLE that the rows have no value for, inside records that they have too; the list itself if
     * they lack none. A column with a default is never relaxed: a row that lacks it gets the default, and one that says null
     * is bad.
     *
     * @param provided the columns that are none of the rows'
     */
    @SuppressWarnings("ReferenceEquality") // an unchanged column is the very same one
    List<Column> relaxed(List<Column> columns, List<Map<?, ?>> rows, Predicate<String> provided) {
        List<Map<String, @Nullable Object>> byColumn =
                rows.stream().map(this::byColumn).toList();
        List<Column> relaxed = new ArrayList<>(columns.size());
        boolean changed = false;
        for (Column column : columns) {
            Column one = provided.test(column.name()) ? column : relaxed(column, byColumn);
            relaxed.add(one);
            changed |= one != column;
        }
        return changed ? relaxed : columns;
    }

    private Column relaxed(Column column, List<Map<String, @Nullable Object>> rows) {
        String name = key(column.name());
        List<Map<?, ?>> inner = new ArrayList<>();
        boolean lacking = false;
        for (Map<String, @Nullable Object> row : rows) {
            Object value = row.get(name);
            lacking |= value == null && !column.defaulted();
            addMaps(value, inner);
        }
        List<Column> fields = column.type() == ColumnType.RECORD && !inner.isEmpty()
                ? relaxed(column.fields(), inner, field -> false)
                : column.fields();
        boolean relax = lacking && column.mode() == ColumnMode.REQUIRED;
        return !relax && fields.equals(column.fields())
                ? column
                : column.with(relax ? ColumnMode.NULLABLE : column.mode(), fields);
    }

    private static void addMaps(@Nullable Object value, List<Map<?, ?>> maps) {
        if (value instanceof Map<?, ?> map) {
            maps.add(map);
        } else if (value instanceof Collection<?> elements) {
            elements.forEach(element -> addMaps(element, maps));
        }
    }

    private Map<String, @Nullable Object> byColumn(Map<?, ?> row) {
        Map<String, @Nullable Object> byColumn = new HashMap<>();
        row.forEach((field, value) -> {
            if (field instanceof String name) {
                byColumn.put(key(names.of(name)), value);
            }
        });
        return byColumn;
    }

    private static String key(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
