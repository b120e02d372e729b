// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The columns for records without a schema: those of the live table, and for each field it lacks a NULLABLE column of
 * the type of the record's value. A null, an empty list or an empty map tells no type, so its column has to wait.
 */
final class UntypedColumns {
    private final ColumnNames names;
    private final ColumnTypes types;

    UntypedColumns(SchemaSettings settings) {
        this.names = new ColumnNames(settings.columns());
        this.types = new ColumnTypes(settings.types());
    }

    /** The live columns and those they lack for a row; the live list itself if they lack none. */
    List<Column> of(Map<?, ?> row, List<Column> live, Predicate<String> hidden) {
        return completed(row, live, "", 0, hidden);
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged column is the very same one
    private List<Column> completed(
            Map<?, ?> fields, List<Column> known, String prefix, int depth, Predicate<String> hidden) {
        Map<String, Column> columns = null;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            Object value = field.getValue();
            if (!(field.getKey() instanceof String fieldName)) {
                throw new DataException(
                        (prefix.isEmpty() ? "the record" : "column " + prefix.substring(0, prefix.length() - 1))
                                + " is a map whose keys are no texts; only texts name columns");
            }
            if (value == null || hidden.test(fieldName)) {
                continue;
            }
            String name = names.of(fieldName);
            Column column = columns == null ? find(name, known) : columns.get(key(name));
            Column completed = column == null
                    ? column(name, value, prefix, depth).orElse(null)
                    : completed(column, value, prefix, depth);
            if (completed != null && completed != column) {
                columns = columns == null ? byName(known) : columns;
                columns.put(key(name), completed);
            }
        }
        return columns == null ? known : List.copyOf(columns.values());
    }

    private Column completed(Column column, Object value, String prefix, int depth) {
        if (column.type() != ColumnType.RECORD) {
            return column;
        }
        List<Column> fields = column.fields();
        Predicate<String> none = field -> false;
        for (Object element : value instanceof Collection<?> elements ? elements : List.of(value)) {
            if (element instanceof Map<?, ?> map) {
                fields = completed(map, fields, prefix + column.name() + ".", depth + 1, none);
            }
        }
        return fields == column.fields()
                ? column
                : new Column(
                        column.name(), column.type(), column.mode(), fields, column.description(), column.infoType());
    }

    private Optional<Column> column(String name, Object value, String prefix, int depth) {
        ColumnTypeRule rule = types.rule(prefix + name);
        boolean repeated = value instanceof Collection;
        if (rule != null) {
            boolean whole = rule.type() == ColumnType.JSON || rule.type() == ColumnType.STRING;
            ColumnMode mode = repeated && !whole ? ColumnMode.REPEATED : ColumnMode.NULLABLE;
            return Optional.of(Column.of(name, rule.type(), mode));
        }
        if (value instanceof Map<?, ?> map) {
            return record(name, map, prefix, depth);
        }
        if (repeated) {
            return array(name, (Collection<?>) value, prefix, depth);
        }
        return Optional.of(Column.of(name, scalar(prefix + name, value), ColumnMode.NULLABLE));
    }

    private Optional<Column> record(String name, Map<?, ?> map, String prefix, int depth) {
        if (types.mapsAreJson()) {
            return Optional.of(Column.of(name, ColumnType.JSON, ColumnMode.NULLABLE));
        }
        if (depth == SchemaColumns.DEEPEST) {
            throw new DataException("column " + prefix + name + " is nested deeper than the " + SchemaColumns.DEEPEST
                    + " levels that BigQuery takes; set column.types to JSON for one of the columns around it");
        }
        List<Column> fields = completed(map, List.of(), prefix + name + ".", depth + 1, field -> false);
        return fields.isEmpty() ? Optional.empty() : Optional.of(Column.record(name, ColumnMode.NULLABLE, fields));
    }

    private Optional<Column> array(String name, Collection<?> elements, String prefix, int depth) {
        Column merged = null;
        for (Object element : elements) {
            if (element == null) {
                continue;
            }
            if (element instanceof Collection) {
                throw new DataException(
                        "column " + prefix + name + " is an array of arrays in a record without schema; "
                                + "set column.types to JSON for it, or give the record a schema");
            }
            Column column = merged != null && merged.type() == ColumnType.RECORD
                    ? completed(merged, element, prefix, depth)
                    : column(name, element, prefix, depth).orElse(merged);
            merged = merged == null || column == null ? column : oneOf(merged, column, prefix);
        }
        return Optional.ofNullable(merged)
                .map(column -> new Column(name, column.type(), ColumnMode.REPEATED, column.fields(), null, null));
    }

    private static Column oneOf(Column one, Column other, String prefix) {
        if (one.type() == other.type()) {
            return other;
        }
        if (Fit.holds(ColumnType.FLOAT64, one.type())
                && Fit.holds(ColumnType.FLOAT64, other.type())
                && one.type() != ColumnType.STRING
                && other.type() != ColumnType.STRING) {
            return Column.of(one.name(), ColumnType.FLOAT64, ColumnMode.NULLABLE);
        }
        throw new DataException("column " + prefix + one.name() + " is an array of both " + one.type() + " and "
                + other.type() + "; set column.types to JSON or STRING for it");
    }

    private static ColumnType scalar(String path, Object value) {
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            return number(path, value);
        }
        if (value instanceof Number) {
            return value instanceof Double || value instanceof Float ? ColumnType.FLOAT64 : ColumnType.INT64;
        }
        if (value instanceof CharSequence) {
            return ColumnType.STRING;
        }
        if (value instanceof Boolean) {
            return ColumnType.BOOL;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return ColumnType.BYTES;
        }
        if (value instanceof Date) {
            return ColumnType.TIMESTAMP;
        }
        throw new DataException("column " + path + " cannot be made from "
                + (value instanceof Struct
                        ? "a struct inside a map without schema"
                        : value.getClass().getName())
                + "; set column.types for it, or give the record a schema");
    }

    /** JSON's fractions are doubles to nearly everybody who writes them; its big integers are exact. */
    private static ColumnType number(String path, Object value) {
        if (value instanceof BigDecimal) {
            return ColumnType.FLOAT64;
        }
        ColumnType exact = ColumnTypes.exact(new BigDecimal((BigInteger) value));
        if (exact == null) {
            throw new DataException("column " + path + " would be an integer longer than BIGNUMERIC's 38 digits; set "
                    + "column.types to STRING for it");
        }
        return exact;
    }

    private static @Nullable Column find(String name, List<Column> columns) {
        for (Column column : columns) {
            if (column.name().equalsIgnoreCase(name)) {
                return column;
            }
        }
        return null;
    }

    /** In the order of the table, then of the record. */
    private static Map<String, Column> byName(List<Column> columns) {
        Map<String, Column> byName = new LinkedHashMap<>();
        columns.forEach(column -> byName.put(key(column.name()), column));
        return byName;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
