// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.encode.value.ValueKind;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.kit.masking.MaskedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The columns for records whose schema is known. */
final class SchemaColumns {
    /** How many RECORDs BigQuery takes inside each other. */
    static final int DEEPEST = 15;

    private static final int LONGEST_DESCRIPTION = 1024;
    /** A schema whose parts come again and again has more fields than anybody could wait for. */
    private static final int MOST_FIELDS = 4 * ColumnCount.MOST;

    private static final List<Column> DECIMAL_PARTS = List.of(
            Column.of(ColumnNames.SCALE, ColumnType.INT64, ColumnMode.REQUIRED),
            Column.of(ColumnNames.VALUE, ColumnType.BYTES, ColumnMode.REQUIRED));

    private final boolean alwaysNullable;
    private final ColumnNames names;
    private final ColumnTypes types;

    SchemaColumns(SchemaSettings settings) {
        this.alwaysNullable = settings.columns().alwaysNullable();
        this.names = new ColumnNames(settings.columns());
        this.types = new ColumnTypes(settings.types());
    }

    /**
     * The columns of a struct's fields.
     *
     * @param partial whether rows may lack any of the fields
     * @param hidden fields that get no column
     */
    List<Column> of(Schema struct, boolean partial, Predicate<String> hidden) {
        return fields(struct, Place.table(), partial, hidden);
    }

    /** The column for a whole value, such as a record's key; null if it is a struct without fields. */
    @Nullable
    Column named(String name, Schema schema) {
        Column column = column(name, schema, Place.table());
        return column == null || column.mode() == ColumnMode.REPEATED ? column : inMode(column, ColumnMode.NULLABLE);
    }

    private List<Column> fields(Schema struct, Place place, boolean partial, Predicate<String> hidden) {
        List<Column> columns = new ArrayList<>(struct.fields().size());
        Map<String, String> claimed = ColumnNames.claims();
        for (Field field : struct.fields()) {
            if (hidden.test(field.name())) {
                continue;
            }
            Column column = column(names.of(field.name()), field.schema(), place);
            if (column != null) {
                ColumnNames.claim(claimed, column.name(), field.name());
                boolean relax = partial && column.mode() == ColumnMode.REQUIRED;
                columns.add(relax ? inMode(column, ColumnMode.NULLABLE) : column);
            }
        }
        return columns;
    }

    private @Nullable Column column(String name, Schema schema, Place outer) {
        Place place = outer.in(name);
        place.count();
        ColumnTypeRule rule = types.rule(place.path());
        if (rule != null && (schema.type() != Schema.Type.ARRAY || holdsAnything(rule.type()))) {
            return scalar(name, rule.type(), schema);
        }
        ValueKind kind = types.kind(schema);
        return switch (kind) {
            case STRUCT -> record(name, schema, place.deeper());
            case ARRAY -> array(name, schema, place);
            case MAP ->
                types.mapsAreJson() ? scalar(name, ColumnType.JSON, schema) : entries(name, schema, place.deeper());
            case ENUM_SET -> inMode(scalar(name, ColumnType.STRING, schema), ColumnMode.REPEATED);
            case DECIMAL, VARIABLE_DECIMAL -> decimal(name, types.of(kind, schema), schema);
            default -> scalar(name, types.of(kind, schema), schema);
        };
    }

    private Column decimal(String name, ColumnType type, Schema schema) {
        return type == ColumnType.RECORD
                ? nested(name, mode(schema), DECIMAL_PARTS, schema)
                : scalar(name, type, schema);
    }

    private static boolean holdsAnything(ColumnType type) {
        return type == ColumnType.JSON || type == ColumnType.STRING;
    }

    private Column scalar(String name, ColumnType type, Schema schema) {
        return new Column(name, type, mode(schema), List.of(), description(schema), infoType(schema));
    }

    private @Nullable Column record(String name, Schema schema, Place place) {
        List<Column> fields = fields(schema, place, false, field -> false);
        return fields.isEmpty() ? null : nested(name, mode(schema), fields, schema);
    }

    private @Nullable Column array(String name, Schema schema, Place place) {
        Schema element = schema.valueSchema();
        ColumnTypeRule rule = types.rule(place.path());
        if (rule != null) {
            return inMode(scalar(name, rule.type(), schema), ColumnMode.REPEATED);
        }
        if (repeats(element)) {
            Column list = element(ColumnNames.LIST, element, place.deeper());
            return list == null ? null : nested(name, ColumnMode.REPEATED, List.of(list), schema);
        }
        if (types.wraps(element)) {
            Column wrapped = element(ColumnNames.ELEMENT, element, place.deeper());
            return wrapped == null ? null : nested(name, ColumnMode.REPEATED, List.of(wrapped), schema);
        }
        Column column = element(name, element, place);
        if (column == null) {
            return null;
        }
        return new Column(
                name, column.type(), ColumnMode.REPEATED, column.fields(), description(schema), infoType(schema));
    }

    /** Whether an element would get a REPEATED column by itself, there being no rule for it. */
    private boolean repeats(Schema element) {
        return switch (types.kind(element)) {
            case ARRAY, ENUM_SET -> true;
            case MAP -> !types.mapsAreJson();
            default -> false;
        };
    }

    /** The column an element would get by itself; its fields keep the array's path. */
    private @Nullable Column element(String name, Schema element, Place place) {
        Place outer = name.equals(ColumnNames.LIST) || name.equals(ColumnNames.ELEMENT) ? place : place.outer();
        return column(name, element, outer);
    }

    private @Nullable Column entries(String name, Schema map, Place place) {
        Column key = column(ColumnNames.KEY, map.keySchema(), place);
        Column value = column(ColumnNames.VALUE, map.valueSchema(), place);
        if (key == null || value == null) {
            return null;
        }
        return nested(name, ColumnMode.REPEATED, List.of(key, value), map);
    }

    private static Column nested(String name, ColumnMode mode, List<Column> fields, Schema schema) {
        return new Column(name, ColumnType.RECORD, mode, fields, description(schema), infoType(schema));
    }

    private ColumnMode mode(Schema schema) {
        return schema.isOptional() || alwaysNullable ? ColumnMode.NULLABLE : ColumnMode.REQUIRED;
    }

    private static Column inMode(Column column, ColumnMode mode) {
        return new Column(column.name(), column.type(), mode, column.fields(), column.description(), column.infoType());
    }

    private static @Nullable String description(Schema schema) {
        String doc = schema.doc();
        return doc == null || doc.length() <= LONGEST_DESCRIPTION ? doc : doc.substring(0, LONGEST_DESCRIPTION);
    }

    private static @Nullable String infoType(Schema schema) {
        return schema.parameters() == null ? null : schema.parameters().get(MaskedField.INFO_TYPE);
    }

    /**
     * Where in the table a column stands.
     *
     * @param path dotted, empty for the table itself
     * @param depth how many RECORDs are around it
     * @param fields how many fields of the schema were looked at, in all its columns
     */
    private record Place(String path, int depth, AtomicInteger fields) {
        static Place table() {
            return new Place("", 0, new AtomicInteger());
        }

        /** Takes note of a field. */
        void count() {
            if (fields.incrementAndGet() > MOST_FIELDS) {
                throw new DataException("the record needs more than " + ColumnCount.MOST + " columns, a table takes "
                        + ColumnCount.MOST + "; set map.format=json, or column.types to JSON for some of its fields");
            }
        }

        Place in(String name) {
            return new Place(path.isEmpty() ? name : path + "." + name, depth, fields);
        }

        Place outer() {
            int dot = path.lastIndexOf('.');
            return new Place(dot < 0 ? "" : path.substring(0, dot), depth, fields);
        }

        Place deeper() {
            if (depth == DEEPEST) {
                throw new DataException("column " + path + " is nested deeper than the " + DEEPEST
                        + " levels that BigQuery takes; set column.types to JSON for one of the columns around it");
            }
            return new Place(path, depth + 1, fields);
        }
    }
}
