// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.value.FieldReader;
import io.millrace.connect.bigquery.encode.value.Image;
import io.millrace.connect.bigquery.encode.value.ValueKind;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnNames;
import io.millrace.connect.bigquery.schema.ColumnTypeRule;
import io.millrace.connect.bigquery.schema.ColumnTypes;
import io.millrace.connect.bigquery.schema.NullElements;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TypeSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Compiles writers for the columns of a live table: decides which field feeds which column and how its value is read,
 * whatever form its format then writes it in. What the record's schema leaves open the live column decides: its type, its
 * mode, and for values without schema everything.
 */
final class FieldCompiler<V> {
    private final ColumnNames names;
    private final ColumnTypes types;
    private final TypeSettings settings;
    private final RowFormat<V> format;
    private final ScalarCompiler<V> scalars;

    FieldCompiler(SchemaSettings settings, RowFormat<V> format) {
        this.names = new ColumnNames(settings.columns());
        this.types = new ColumnTypes(settings.types());
        this.settings = settings.types();
        this.format = format;
        this.scalars = new ScalarCompiler<>(format, Image.WHOLE, false);
    }

    private FieldCompiler(FieldCompiler<V> other, ScalarCompiler<V> scalars) {
        this.names = other.names;
        this.types = other.types;
        this.settings = other.settings;
        this.format = other.format;
        this.scalars = scalars;
    }

    /** A compiler for values of such images. */
    FieldCompiler<V> of(Image image) {
        return new FieldCompiler<>(this, scalars.of(image));
    }

    /** A compiler of writers that refuse texts for JSON columns that are no documents, as BigQuery would. */
    FieldCompiler<V> checkingDocuments() {
        return new FieldCompiler<>(this, scalars.checkingDocuments());
    }

    /** A writer of what a row has of structs of a schema; fields without a column are left out. */
    Consumer<Struct> row(Schema schema, List<Column> live, Predicate<String> hidden) {
        return fields(schema, live, "", hidden, format::row);
    }

    /** The same of what a row has of maps without schema. */
    MapFields row(List<Column> live, Predicate<String> hidden) {
        return mapFields(live, "", hidden);
    }

    private <R> R fields(
            Schema schema,
            List<Column> live,
            String prefix,
            Predicate<String> hidden,
            BiFunction<FieldReader[], FieldWriter[], R> made) {
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
        return made.apply(readers, writers);
    }

    /** A writer of what stands beside the columns, fed by texts. */
    FieldWriter pseudoColumn(PseudoColumn pseudo) {
        Column column = pseudo.column();
        Place place = new Place(column, column.name(), pseudo.position());
        V text = format.text(String.class::cast);
        return column.mode() == ColumnMode.REPEATED
                ? format.repeated(place, text, NullElements.FAIL)
                : format.single(place, text);
    }

    /** The column that a field has, as the live table spells it; null if it has none. */
    @Nullable
    String columnOf(String field, TableShape live) {
        Integer position = positions(live.columns()).get(names.of(field));
        return position == null ? null : live.columns().get(position).name();
    }

    /** The names of the columns that a struct's fields have. */
    List<String> columns(Schema struct, Predicate<String> hidden) {
        return struct.fields().stream()
                .map(Field::name)
                .filter(hidden.negate())
                .map(names::of)
                .toList();
    }

    private MapFields mapFields(List<Column> live, String prefix, Predicate<String> hidden) {
        int[] positions = IntStream.range(0, live.size())
                .filter(i -> !hidden.test(live.get(i).name()))
                .toArray();
        List<Column> fed = IntStream.of(positions).mapToObj(live::get).toList();
        return new MapFields(fed, index -> field(null, live, positions[index], prefix), names);
    }

    /** A writer for values of a schema, or without one, and the column at a position among its siblings. */
    FieldWriter field(@Nullable Schema schema, List<Column> siblings, int position, String prefix) {
        Column column = siblings.get(position);
        Place place = new Place(column, prefix + column.name(), position);
        ValueKind kind = ValueKind.of(schema);
        if (column.mode() != ColumnMode.REPEATED) {
            return format.single(place, value(kind, schema, place));
        }
        return switch (kind) {
            case MAP -> entries(schema, place);
            case ENUM_SET -> new SetField(place, repeated(place, value(ValueKind.TEXT, null, place)));
            case ARRAY -> array(schema, place);
            case UNTYPED -> repeated(place, value(kind, null, place));
            default -> throw mismatch(kind, place);
        };
    }

    private FieldWriter array(@Nullable Schema array, Place place) {
        Schema element = array == null ? null : array.valueSchema();
        ValueKind kind = ValueKind.of(element);
        Column column = place.column();
        if (element == null || column.type() == ColumnType.JSON || types.rule(place.path()) != null) {
            return repeated(place, value(kind, element, place));
        }
        Integer list = positions(column.fields()).get(ColumnNames.LIST);
        boolean repeats = kind == ValueKind.ARRAY || kind == ValueKind.MAP || kind == ValueKind.ENUM_SET;
        if (repeats && list != null && column.fields().get(list).mode() == ColumnMode.REPEATED) {
            return wrapped(element, place, list);
        }
        Integer wrapped = positions(column.fields()).get(ColumnNames.ELEMENT);
        if (types.wraps(element) && wrapped != null && ColumnTypes.isWrapped(column, fields(element, place.path()))) {
            return wrapped(element, place, wrapped);
        }
        return repeated(place, value(kind, element, place));
    }

    /** Of RECORDs with one field, around what BigQuery cannot repeat by itself: an inner list, or a null. */
    private FieldWriter wrapped(Schema element, Place place, int position) {
        FieldWriter inner = field(element, place.column().fields(), position, place.path() + ".");
        V record = format.parts(place, List.of(new RowFormat.Part(inner, whole -> whole)));
        return format.repeated(place, record, settings.nullElements());
    }

    /** A column that was made when elements were not wrapped stays as it is: it has no place for a null. */
    private FieldWriter repeated(Place place, V value) {
        NullElements nullElements = settings.nullElements();
        return format.repeated(place, value, nullElements == NullElements.WRAP ? NullElements.FAIL : nullElements);
    }

    /** The columns that a list's elements would have as records. */
    private List<String> fields(Schema element, String path) {
        boolean record =
                types.kind(element) == ValueKind.STRUCT && types.rule(path + "." + ColumnNames.ELEMENT) == null;
        return record ? columns(element, field -> false) : List.of();
    }

    private FieldWriter entries(@Nullable Schema map, Place place) {
        Column column = place.column();
        String path = place.path();
        Map<String, Integer> positions = positions(column.fields());
        Integer key = positions.get(ColumnNames.KEY);
        Integer value = positions.get(ColumnNames.VALUE);
        if (map == null || key == null || value == null) {
            throw mismatch(ValueKind.MAP, place);
        }
        return format.entries(
                place,
                field(map.keySchema(), column.fields(), key, path + "."),
                field(map.valueSchema(), column.fields(), value, path + "."));
    }

    private V value(ValueKind kind, @Nullable Schema schema, Place place) {
        Column column = place.column();
        if (column.type() != ColumnType.RECORD) {
            V value = scalars.of(kind, schema, column, integerUnit(column, place.path()));
            if (value == null) {
                throw mismatch(kind, place);
            }
            return value;
        }
        String prefix = place.path() + ".";
        if (kind == ValueKind.UNTYPED) {
            return format.map(place, mapFields(column.fields(), prefix, field -> false));
        }
        if (kind == ValueKind.DECIMAL) {
            return decimalParts(place);
        }
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            throw mismatch(kind, place);
        }
        return this.<V>fields(
                schema,
                column.fields(),
                prefix,
                field -> false,
                (readers, writers) -> format.struct(place, readers, writers));
    }

    /** A RECORD of a decimal's scale and its unscaled number's bytes, highest first, as Debezium's variable decimals are. */
    private V decimalParts(Place place) {
        List<Column> columns = place.column().fields();
        Map<String, Integer> positions = positions(columns);
        Integer scale = positions.get(ColumnNames.SCALE);
        Integer value = positions.get(ColumnNames.VALUE);
        if (scale == null || value == null) {
            throw mismatch(ValueKind.DECIMAL, place);
        }
        String prefix = place.path() + ".";
        return format.parts(
                place,
                List.of(
                        new RowFormat.Part(
                                field(Schema.INT32_SCHEMA, columns, scale, prefix),
                                whole -> ((BigDecimal) whole).scale()),
                        new RowFormat.Part(
                                field(Schema.BYTES_SCHEMA, columns, value, prefix),
                                whole -> ((BigDecimal) whole).unscaledValue().toByteArray())));
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

    private static DataException mismatch(ValueKind kind, Place place) {
        Column column = place.column();
        return new DataException(
                "column " + place.path() + " is " + column.mode() + " " + column.type() + column.limits()
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
