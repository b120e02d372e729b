// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The columns for records without a schema: those of the live table, and for each field it lacks a NULLABLE column of a
 * type that holds all values which the record has for it, those in the records of a list taken together. A null, an empty
 * list or an empty map tells no type, so its column has to wait unless {@code column.types} knows it.
 */
final class UntypedColumns {
    private final ColumnNames names;
    private final ColumnTypes types;
    private final boolean nullsTell;

    /** @param nullsTell whether a null gets the column that {@code column.types} has for it: where columns can be made */
    UntypedColumns(SchemaSettings settings, boolean nullsTell) {
        this.names = new ColumnNames(settings.columns());
        this.types = new ColumnTypes(settings.types());
        this.nullsTell = nullsTell && !settings.types().columnTypes().isEmpty();
    }

    /** The live columns and those they lack for a row; the live list itself if they lack none. */
    List<Column> of(Map<?, ?> row, KnownColumns live, Predicate<String> hidden) {
        return lacks(row, live, "", hidden) ? completed(List.of(row), live, "", 0, hidden) : live.all();
    }

    /** Whether a column may be missing: the question of every record, so nothing is made to answer it. */
    private boolean lacks(Map<?, ?> fields, KnownColumns known, String prefix, Predicate<String> hidden) {
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            String fieldName = name(field.getKey(), prefix);
            Object value = field.getValue();
            if ((value == null && !nullsTell) || hidden.test(fieldName)) {
                continue;
            }
            KnownColumns.Fed fed = known.of(fieldName);
            if (fed.isKnown() ? lacks(value, known, fed.position(), prefix) : tells(value, prefix + fed.name())) {
                return true;
            }
        }
        return false;
    }

    private boolean lacks(@Nullable Object value, KnownColumns known, int position, String prefix) {
        Column column = known.at(position);
        if (column.type() != ColumnType.RECORD) {
            return false;
        }
        if (value instanceof Map<?, ?> map) {
            return lacks(map, known.inside(position), prefix + column.name() + ".", field -> false);
        }
        if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> && lacks(element, known, position, prefix)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a value says anything of the column that it would need. */
    private boolean tells(@Nullable Object value, String path) {
        if (value == null
                || (value instanceof Collection<?> elements && elements.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty())) {
            return types.rule(path) != null;
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged column is the very same one
    private List<Column> completed(
            List<Map<?, ?>> rows, KnownColumns known, String prefix, int depth, Predicate<String> hidden) {
        Map<String, Fed> fed = new LinkedHashMap<>();
        rows.forEach(row -> collect(row, known, prefix, hidden, fed));
        List<Column> columns = new ArrayList<>(known.all());
        boolean changed = false;
        for (Fed values : fed.values()) {
            int position = values.position;
            if (position >= 0) {
                Column completed = completed(known, values, prefix, depth);
                changed |= completed != columns.set(position, completed);
            } else {
                Column made = column(values, prefix, depth);
                if (made != null) {
                    columns.add(made);
                    changed = true;
                }
            }
        }
        return changed ? columns : known.all();
    }

    /** Of known columns only RECORDs can lack anything. */
    private void collect(
            Map<?, ?> fields, KnownColumns known, String prefix, Predicate<String> hidden, Map<String, Fed> fed) {
        fields.forEach((field, value) -> {
            String fieldName = name(field, prefix);
            if ((value != null || nullsTell) && !hidden.test(fieldName)) {
                KnownColumns.Fed column = known.of(fieldName);
                if (!column.isKnown() || known.at(column.position()).type() == ColumnType.RECORD) {
                    fed.computeIfAbsent(
                                    KnownColumns.key(column.name()), first -> new Fed(column.name(), column.position()))
                            .add(value);
                }
            }
        });
    }

    private Column completed(KnownColumns known, Fed fed, String prefix, int depth) {
        Column column = known.at(fed.position);
        List<Column> fields = completed(
                fed.inner().maps(),
                known.inside(fed.position),
                prefix + column.name() + ".",
                depth + 1,
                field -> false);
        return fields == column.fields() ? column : column.with(column.mode(), fields);
    }

    /** The column that holds all these values; null if they tell nothing. */
    private @Nullable Column column(Fed fed, String prefix, int depth) {
        String path = prefix + fed.name;
        ColumnTypeRule rule = types.rule(path);
        if (rule != null) {
            boolean whole = rule.type() == ColumnType.JSON || rule.type() == ColumnType.STRING;
            boolean repeated = !whole && fed.any(Collection.class);
            return Column.of(fed.name, rule.type(), repeated ? ColumnMode.REPEATED : ColumnMode.NULLABLE);
        }
        if (fed.any(Collection.class)) {
            fed.ensureAll(Collection.class, path);
            return array(fed, prefix, depth);
        }
        return single(fed, prefix, depth);
    }

    private @Nullable Column array(Fed fed, String prefix, int depth) {
        Fed elements = fed.inner();
        if (elements.any(Collection.class)) {
            throw new DataException(
                    "column " + prefix + fed.name + " is an array of arrays in a record without schema; "
                            + "set column.types to JSON for it, or give the record a schema");
        }
        Column column = elements.any(Map.class) || elements.values.isEmpty()
                ? single(elements, prefix, depth)
                : Column.of(fed.name, ValueTypes.ofElements(prefix + fed.name, elements.values), ColumnMode.NULLABLE);
        return column == null ? null : column.with(ColumnMode.REPEATED, column.fields());
    }

    private @Nullable Column single(Fed fed, String prefix, int depth) {
        String path = prefix + fed.name;
        if (fed.values.isEmpty()) {
            return null;
        }
        if (!fed.any(Map.class)) {
            return Column.of(fed.name, ValueTypes.ofFields(path, fed.values), ColumnMode.NULLABLE);
        }
        if (types.mapsAreJson()) {
            return Column.of(fed.name, ColumnType.JSON, ColumnMode.NULLABLE);
        }
        fed.ensureAll(Map.class, path);
        if (depth == SchemaColumns.DEEPEST) {
            throw new DataException("column " + path + " is nested deeper than the " + SchemaColumns.DEEPEST
                    + " levels that BigQuery takes; set column.types to JSON for one of the columns around it");
        }
        List<Column> fields =
                completed(fed.maps(), new KnownColumns(List.of(), names), path + ".", depth + 1, field -> false);
        return fields.isEmpty() ? null : Column.record(fed.name, ColumnMode.NULLABLE, fields);
    }

    private static String name(@Nullable Object key, String prefix) {
        if (key instanceof String name) {
            return name;
        }
        throw new DataException((prefix.isEmpty() ? "the record" : "column " + prefix.substring(0, prefix.length() - 1))
                + " is a map whose keys are no texts; only texts name columns");
    }

    /** What a record has for one column: a single value, or in the records of a list many. Nulls are left out. */
    private static final class Fed {
        private final String name;
        /** Of the column among those that are known, negative if it is not. */
        private final int position;

        private final List<Object> values = new ArrayList<>(1);

        Fed(String name, int position) {
            this.name = name;
            this.position = position;
        }

        void add(@Nullable Object value) {
            if (value != null) {
                values.add(value);
            }
        }

        /** The values inside those that are lists, and the others. */
        Fed inner() {
            Fed inner = new Fed(name, position);
            for (Object value : values) {
                if (value instanceof Collection<?> elements) {
                    elements.forEach(inner::add);
                } else {
                    inner.add(value);
                }
            }
            return inner;
        }

        List<Map<?, ?>> maps() {
            List<Map<?, ?>> maps = new ArrayList<>(values.size());
            for (Object value : values) {
                if (value instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
            return maps;
        }

        boolean any(Class<?> kind) {
            return values.stream().anyMatch(kind::isInstance);
        }

        void ensureAll(Class<?> kind, String path) {
            if (!values.stream().allMatch(kind::isInstance)) {
                throw new DataException("column " + path + " has values of different types in one record: "
                        + (kind == Map.class ? "objects" : "lists") + " and others; set column.types to JSON for it");
            }
        }
    }
}
