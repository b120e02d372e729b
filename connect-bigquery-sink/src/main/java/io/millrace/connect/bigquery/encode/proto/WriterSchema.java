// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.encode.PseudoColumn;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the Storage Write API must know to read the rows of a shape. Types are those of Google's own converter
 * (cloud.google.com/bigquery/docs/supported-data-types, 2026-08): DATE is days, TIME and DATETIME are packed civil time,
 * TIMESTAMP is microseconds, decimals are little-endian scaled integers.
 */
public final class WriterSchema {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private WriterSchema() {}

    /**
     * A self-contained message for rows of this shape: column N, from 1, is field N; nested columns are nested types.
     * Names that protobuf refuses carry the column's name as an annotation; nested types have names that no column beside
     * them has.
     */
    public static DescriptorProto of(TableShape shape) {
        return message("Row", shape.columns());
    }

    /**
     * The same for rows that say what they change. Of a row that is deleted only the key is there, so nothing has to be.
     */
    public static DescriptorProto ofChanges(TableShape shape) {
        DescriptorProto.Builder message = of(shape).toBuilder();
        message.getFieldBuilderList().stream()
                .filter(field -> field.getLabel() == Label.LABEL_REQUIRED)
                .forEach(field -> field.setLabel(Label.LABEL_OPTIONAL));
        for (PseudoColumn pseudo : PseudoColumn.OF_CAPTURE) {
            message.addField(FieldDescriptorProto.newBuilder()
                    .setName(pseudo.column().name())
                    .setNumber(fieldNumber(pseudo.position()))
                    .setLabel(Label.LABEL_OPTIONAL)
                    .setType(FieldDescriptorProto.Type.TYPE_STRING));
        }
        return message.build();
    }

    /** The field number of the column at an index. */
    static int fieldNumber(int index) {
        // 19000 to 19999 are protobuf's own; tables have at most 10,000 columns.
        return index + 1;
    }

    /** What stands in front of the value of a column. */
    static int tag(Place place, int wireType) {
        return fieldNumber(place.position()) << 3 | wireType;
    }

    private static DescriptorProto message(String name, List<Column> columns) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            int number = fieldNumber(i);
            FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                    .setNumber(number)
                    .setLabel(label(column))
                    .setType(type(column));
            name(field, column.name(), columns);
            if (!column.fields().isEmpty()) {
                String nested = unlike("Field" + number, columns); // fields and nested types share one scope
                message.addNestedType(message(nested, column.fields()));
                field.setTypeName(nested);
            }
            message.addField(field);
        }
        return message.build();
    }

    private static void name(FieldDescriptorProto.Builder field, String column, List<Column> siblings) {
        if (IDENTIFIER.matcher(column).matches()) {
            field.setName(column);
            return;
        }
        field.setName(unlike("column_" + field.getNumber(), siblings));
        field.getOptionsBuilder().setExtension(AnnotationsProto.columnName, column);
    }

    /** The name, made longer until no column has it. */
    private static String unlike(String name, List<Column> columns) {
        String unlike = name;
        while (isOneOf(unlike, columns)) {
            unlike += "_";
        }
        return unlike;
    }

    private static boolean isOneOf(String name, List<Column> columns) {
        for (Column column : columns) {
            if (column.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static Label label(Column column) {
        return switch (column.mode()) {
            // A row without the column takes the default: it must be allowed to lack it.
            case REQUIRED -> column.defaulted() ? Label.LABEL_OPTIONAL : Label.LABEL_REQUIRED;
            case NULLABLE -> Label.LABEL_OPTIONAL;
            case REPEATED -> Label.LABEL_REPEATED;
        };
    }

    private static FieldDescriptorProto.Type type(Column column) {
        return switch (column.type()) {
            case INT64, TIME, DATETIME, TIMESTAMP -> FieldDescriptorProto.Type.TYPE_INT64;
            case FLOAT64 -> FieldDescriptorProto.Type.TYPE_DOUBLE;
            case BOOL -> FieldDescriptorProto.Type.TYPE_BOOL;
            case DATE -> FieldDescriptorProto.Type.TYPE_INT32;
            case BYTES, NUMERIC, BIGNUMERIC -> FieldDescriptorProto.Type.TYPE_BYTES;
            case STRING, JSON, GEOGRAPHY, INTERVAL -> FieldDescriptorProto.Type.TYPE_STRING;
            case RECORD -> FieldDescriptorProto.Type.TYPE_MESSAGE;
        };
    }
}
