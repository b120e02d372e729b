// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.ColumnNames;
import io.millrace.connect.bigquery.schema.ColumnTypeRule;
import io.millrace.connect.bigquery.schema.ColumnTypes;
import io.millrace.connect.bigquery.schema.NullElements;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.bigquery.schema.ValueKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Compiles writers for the columns of a live table. What the record's schema leaves open the live column decides: its
 * type, its mode, and for values without schema everything.
 */
final class FieldCompiler {
    private final ColumnNames names;
    private final ColumnTypes types;
    private final TypeSettings settings;
    private final Image image;

    FieldCompiler(SchemaSettings settings) {
        this(new ColumnNames(settings.columns()), new ColumnTypes(settings.types()), settings.types(), Image.WHOLE);
    }

    private FieldCompiler(ColumnNames names, ColumnTypes types, TypeSettings settings, Image image) {
        this.names = names;
        this.types = types;
        this.settings = settings;
        this.image = image;
    }

    /** A compiler for values of such images. */
    FieldCompiler of(Image other) {
        return new FieldCompiler(names, types, settings, other);
    }

    /** A writer for structs of a schema; fields without a column are left out. */
    StructValue struct(Schema schema, List<Column> live, String prefix, Predicate<String> hidden) {
        Map<Integer, Field> fieldByColumn = new TreeMap<>();
        Map<String, Integer> columns = positions(live);
        for (Field field : schema.fields()) {
            Integer column = hidden.test(field.name()) ? null : columns.get(names.of(field.name()));
            if (column != null) {
                fieldByColumn.put(column, field);
            }
        }
        FieldReader[] readers =
                fieldByColumn.values().stream().map(FieldReader::of).toArray(FieldReader[]::new);
        FieldWriter[] writers = fieldByColumn.entrySet().stream()
                .map(entry -> field(entry.getValue().schema(), live, entry.getKey(), prefix))
                .toArray(FieldWriter[]::new);
        return new StructValue(readers, writers);
    }

    /** The names of the columns that a struct's fields have. */
    List<String> columns(Schema struct, Predicate<String> hidden) {
        return struct.fields().stream()
                .map(Field::name)
                .filter(hidden.negate())
                .map(names::of)
                .toList();
    }

    /** A writer for maps without schema; entries without a column are left out. */
    MapValue map(List<Column> live, String prefix, Predicate<String> hidden) {
        Map<String, Integer> columns = new HashMap<>();
        List<FieldWriter> writers = new ArrayList<>();
        for (int i = 0; i < live.size(); i++) {
            String name = live.get(i).name();
            if (!hidden.test(name)) {
                columns.put(name, writers.size());
                writers.add(field(null, live, i, prefix));
            }
        }
        return new MapValue(writers.toArray(FieldWriter[]::new), columns, names);
    }

    /** A writer for values of a schema, or without one, and the column at a position among its siblings. */
    FieldWriter field(@Nullable Schema schema, List<Column> siblings, int position, String prefix) {
        Column column = siblings.get(position);
        int number = WriterSchema.fieldNumber(position);
        String path = prefix + column.name();
        ValueKind kind = ValueKind.of(schema);
        if (column.mode() != ColumnMode.REPEATED) {
            return new SingleField(column, path, number, value(kind, schema, column, path));
        }
        return switch (kind) {
            case MAP -> entries(schema, column, path, number);
            case ENUM_SET -> new SetField(column, path, number);
            case ARRAY -> repeated(column, path, number, element(schema, column, path));
            case UNTYPED -> repeated(column, path, number, value(kind, null, column, path));
            default -> throw mismatch(kind, column, path);
        };
    }

    /** A column that was made when elements were not wrapped stays as it is: it has no place for a null. */
    private RepeatedField repeated(Column column, String path, int number, ValueWriter writer) {
        boolean placeForNulls = writer instanceof WrappedValue;
        NullElements nullElements = settings.nullElements();
        return new RepeatedField(
                column,
                path,
                number,
                writer,
                nullElements == NullElements.WRAP && !placeForNulls ? NullElements.FAIL : nullElements);
    }

    private ValueWriter element(@Nullable Schema array, Column column, String path) {
        Schema element = array == null ? null : array.valueSchema();
        ValueKind kind = ValueKind.of(element);
        if (element == null || column.type() == ColumnType.JSON || types.rule(path) != null) {
            return value(kind, element, column, path);
        }
        Integer list = positions(column.fields()).get(ColumnNames.LIST);
        boolean repeats = kind == ValueKind.ARRAY || kind == ValueKind.MAP || kind == ValueKind.ENUM_SET;
        if (repeats && list != null && column.fields().get(list).mode() == ColumnMode.REPEATED) {
            return new WrappedValue(field(element, column.fields(), list, path + "."));
        }
        Integer wrapped = positions(column.fields()).get(ColumnNames.ELEMENT);
        if (types.wraps(element) && wrapped != null && ColumnTypes.isWrapped(column, fields(element, path))) {
            return new WrappedValue(field(element, column.fields(), wrapped, path + "."));
        }
        return value(kind, element, column, path);
    }

    /** The columns that a list's elements would have as records. */
    private List<String> fields(Schema element, String path) {
        boolean record =
                types.kind(element) == ValueKind.STRUCT && types.rule(path + "." + ColumnNames.ELEMENT) == null;
        return record ? columns(element, field -> false) : List.of();
    }

    private FieldWriter entries(@Nullable Schema map, Column column, String path, int number) {
        Map<String, Integer> positions = positions(column.fields());
        Integer key = positions.get(ColumnNames.KEY);
        Integer value = positions.get(ColumnNames.VALUE);
        if (map == null || key == null || value == null) {
            throw mismatch(ValueKind.MAP, column, path);
        }
        return new EntriesField(
                column,
                path,
                number,
                field(map.keySchema(), column.fields(), key, path + "."),
                field(map.valueSchema(), column.fields(), value, path + "."));
    }

    private ValueWriter value(ValueKind kind, @Nullable Schema schema, Column column, String path) {
        if (column.type() != ColumnType.RECORD) {
            ValueWriter writer = ScalarWriters.of(kind, schema, column, integerUnit(column, path), image);
            if (writer == null) {
                throw mismatch(kind, column, path);
            }
            return writer;
        }
        if (kind == ValueKind.UNTYPED) {
            return map(column.fields(), path + ".", field -> false);
        }
        if (kind == ValueKind.DECIMAL) {
            return decimalParts(column, path);
        }
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            throw mismatch(kind, column, path);
        }
        return struct(schema, column.fields(), path + ".", field -> false);
    }

    private DecimalParts decimalParts(Column column, String path) {
        Map<String, Integer> positions = positions(column.fields());
        Integer scale = positions.get(ColumnNames.SCALE);
        Integer value = positions.get(ColumnNames.VALUE);
        if (scale == null || value == null) {
            throw mismatch(ValueKind.DECIMAL, column, path);
        }
        return new DecimalParts(
                field(Schema.INT32_SCHEMA, column.fields(), scale, path + "."),
                field(Schema.BYTES_SCHEMA, column.fields(), value, path + "."));
    }

    /** What integers count where the column is a time. */
    private TimeUnit integerUnit(Column column, String path) {
        ColumnTypeRule rule = types.rule(path);
        if (rule != null) {
            return rule.unit();
        }
        return column.type() == ColumnType.TIMESTAMP
                ? settings.compatibility().integerUnit().unit()
                : TimeUnit.MICROSECONDS;
    }

    private static DataException mismatch(ValueKind kind, Column column, String path) {
        return new DataException("column " + path + " is " + column.mode() + " " + column.type() + column.limits()
                + ", the record has "
                + kind + "; set column.types, change the column, or write to another table");
    }

    private static Map<String, Integer> positions(List<Column> columns) {
        Map<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).name(), i);
        }
        return positions;
    }
}
