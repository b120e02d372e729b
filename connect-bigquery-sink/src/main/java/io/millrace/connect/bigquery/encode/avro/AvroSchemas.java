// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What a file's schema must be for its rows to be loaded with {@code useAvroLogicalTypes} and the {@code decimalTargetTypes} NUMERIC and BIGNUMERIC
 * (cloud.google.com/bigquery/docs/loading-data-cloud-storage-avro#avro_conversions, 2026-08): columns in their order,
 * NULLABLE as a union with null, REPEATED as an array, RECORD as a record; DATE, TIME, DATETIME and TIMESTAMP as logical types
 * of microseconds; JSON as a string that says so; GEOGRAPHY and INTERVAL as strings, which only a schema of the load job's own
 * makes of them, see {@link #untold}.
 *
 * <p>Avro's names have ASCII letters, digits and underscores alone, aliases are ignored, and no option of a load job maps names:
 * a column of another name is in no file, and rows that have a value for it are refused.
 */
public final class AvroSchemas {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private AvroSchemas() {}

    /**
     * The schema of a file for rows of this shape.
     *
     * @param omitted names of columns that the file lacks, for them to have their defaults: what its rows say
     */
    public static Schema of(TableShape shape, Set<String> omitted) {
        return record("Row", shape.columns(), omitted);
    }

    /**
     * What a load job has to say of a file's columns: all that the file holds, if it lacks none for the sake of its default.
     *
     * @return empty if the file's schema tells BigQuery what they are
     */
    public static Optional<TableShape> untold(TableShape shape) {
        return isSelfDescribing(shape.columns())
                ? Optional.empty()
                : Optional.of(new TableShape(held(shape.columns())));
    }

    private static boolean isSelfDescribing(List<Column> columns) {
        return columns.stream()
                .allMatch(column -> column.type() != ColumnType.GEOGRAPHY
                        && column.type() != ColumnType.INTERVAL
                        && isSelfDescribing(column.fields()));
    }

    private static List<Column> held(List<Column> columns) {
        return columns.stream()
                .filter(AvroSchemas::holds)
                .map(column -> column.with(column.mode(), held(column.fields())))
                .toList();
    }

    /** The paths of columns that files do not hold because of their names, those inside RECORDs included. */
    public static List<String> unheld(TableShape shape) {
        List<String> unheld = new ArrayList<>();
        unheld(shape.columns(), "", unheld);
        return List.copyOf(unheld);
    }

    private static void unheld(List<Column> columns, String prefix, List<String> unheld) {
        for (Column column : columns) {
            String path = prefix + column.name();
            if (!isName(column.name())) {
                unheld.add(path);
            } else {
                unheld(column.fields(), path + ".", unheld);
            }
        }
    }

    /** Whether a file may have a column of this name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether files hold the column: its name is one of Avro's, and it is no RECORD without such a field. */
    static boolean holds(Column column) {
        return isName(column.name())
                && (column.fields().isEmpty() || column.fields().stream().anyMatch(AvroSchemas::holds));
    }

    private static Schema record(String name, List<Column> columns, Set<String> omitted) {
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (holds(column) && !omitted.contains(column.name())) {
                // Records of one file need names of their own: positions, since columns inside may share theirs.
                fields.add(new Schema.Field(column.name(), mode(column, type(name + "_" + i, column))));
            }
        }
        return Schema.createRecord(name, null, null, false, fields);
    }

    private static Schema mode(Column column, Schema type) {
        return switch (column.mode()) {
            case REQUIRED -> type;
            case NULLABLE -> Schema.createUnion(Schema.create(Schema.Type.NULL), type);
            case REPEATED -> Schema.createArray(type);
        };
    }

    private static Schema type(String name, Column column) {
        return switch (column.type()) {
            case INT64 -> Schema.create(Schema.Type.LONG);
            case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
            case BOOL -> Schema.create(Schema.Type.BOOLEAN);
            case STRING, GEOGRAPHY, INTERVAL -> Schema.create(Schema.Type.STRING);
            case BYTES -> Schema.create(Schema.Type.BYTES);
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case DATETIME -> LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case TIMESTAMP -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            // The precision chooses the target type: 77 digits, of which BIGNUMERIC holds not all, are never NUMERIC.
            case NUMERIC -> LogicalTypes.decimal(38, 9).addToSchema(Schema.create(Schema.Type.BYTES));
            case BIGNUMERIC -> LogicalTypes.decimal(77, 38).addToSchema(Schema.create(Schema.Type.BYTES));
            case JSON -> json();
            case RECORD -> record(name, column.fields(), Set.of());
        };
    }

    private static Schema json() {
        Schema json = Schema.create(Schema.Type.STRING);
        json.addProp("sqlType", "JSON");
        return json;
    }
}
