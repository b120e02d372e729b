// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The columns that an Avro schema becomes. */
final class AvroColumns {
    /** What text may become where the table or the job's schema says so. */
    private static final Set<FieldType> FROM_TEXT = Set.of(
            FieldType.JSON,
            FieldType.GEOGRAPHY,
            FieldType.DATETIME,
            FieldType.DATE,
            FieldType.TIME,
            FieldType.TIMESTAMP,
            FieldType.INTERVAL,
            FieldType.NUMERIC,
            FieldType.BIGNUMERIC);

    private final boolean logicalTypes;
    private final List<String> decimalTargets;

    AvroColumns(boolean logicalTypes, List<String> decimalTargets) {
        this.logicalTypes = logicalTypes;
        this.decimalTargets = decimalTargets;
    }

    List<TableFieldSchema> of(Schema record, List<TableFieldSchema> expected) {
        List<TableFieldSchema> fields = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            fields.add(field(field.name(), field.schema(), Columns.find(expected, field.name())));
        }
        return fields;
    }

    private TableFieldSchema field(String name, Schema type, @Nullable TableFieldSchema expected) {
        Schema plain = nonNull(type);
        String mode = type.getType() == Schema.Type.UNION ? "NULLABLE" : "REQUIRED";
        if (plain.getType() == Schema.Type.ARRAY) {
            TableFieldSchema element = field(name, plain.getElementType(), expected);
            if (FieldType.isRepeated(element)) {
                throw WarehouseException.invalid("Avro field " + name + " is an array of arrays");
            }
            return element.setMode("REPEATED");
        }
        TableFieldSchema field = new TableFieldSchema().setName(name).setMode(mode);
        List<TableFieldSchema> children = expected == null ? List.of() : FieldType.children(expected);
        switch (plain.getType()) {
            case RECORD -> field.setType("RECORD").setFields(of(plain, children));
            case MAP -> {
                TableFieldSchema key =
                        new TableFieldSchema().setName("key").setType("STRING").setMode("REQUIRED");
                TableFieldSchema value = field("value", plain.getValueType(), Columns.find(children, "value"));
                field.setType("RECORD").setMode("REPEATED").setFields(List.of(key, value));
            }
            default -> field.setType(scalar(name, plain, expected).name());
        }
        if (expected != null && FieldType.of(field) == FieldType.of(expected)) {
            field.setPrecision(expected.getPrecision()).setScale(expected.getScale());
        }
        return field;
    }

    private FieldType scalar(String name, Schema type, @Nullable TableFieldSchema expected) {
        FieldType found = found(name, type);
        FieldType wanted = expected == null ? found : FieldType.of(expected);
        boolean fromText = found == FieldType.STRING && FROM_TEXT.contains(wanted);
        boolean decimal = found == FieldType.NUMERIC && wanted == FieldType.BIGNUMERIC;
        return fromText || decimal ? wanted : found;
    }

    private FieldType found(String name, Schema type) {
        String logical = logicalTypes && type.getLogicalType() != null
                ? type.getLogicalType().getName()
                : "";
        return switch (type.getType()) {
            case BOOLEAN -> FieldType.BOOLEAN;
            case INT ->
                logical.equals("date")
                        ? FieldType.DATE
                        : logical.equals("time-millis") ? FieldType.TIME : FieldType.INTEGER;
            case LONG ->
                switch (logical) {
                    case "time-micros" -> FieldType.TIME;
                    case "timestamp-millis", "timestamp-micros" -> FieldType.TIMESTAMP;
                    case "local-timestamp-millis", "local-timestamp-micros" -> FieldType.DATETIME;
                    default -> FieldType.INTEGER;
                };
            case FLOAT, DOUBLE -> FieldType.FLOAT;
            case STRING -> text(type);
            case ENUM -> FieldType.STRING;
            case BYTES, FIXED -> logical.equals("decimal") ? decimal(name, type) : FieldType.BYTES;
            case RECORD, ARRAY, MAP, UNION, NULL ->
                throw WarehouseException.invalid(
                        "Avro field " + name + " has type " + type.getType() + ", which cannot be loaded");
        };
    }

    private static FieldType text(Schema type) {
        String sqlType = type.getProp("sqlType");
        return sqlType == null ? FieldType.STRING : FieldType.of(sqlType.toUpperCase(Locale.ROOT));
    }

    /** The first of the job's decimal targets that holds every value of this precision; NUMERIC where it names none. */
    private FieldType decimal(String name, Schema type) {
        LogicalTypes.Decimal decimal = (LogicalTypes.Decimal) type.getLogicalType();
        int integerDigits = decimal.getPrecision() - decimal.getScale();
        for (String target : decimalTargets.isEmpty() ? List.of("NUMERIC") : decimalTargets) {
            boolean fits = switch (target) {
                case "NUMERIC" -> decimal.getScale() <= 9 && integerDigits <= 29;
                case "BIGNUMERIC" -> decimal.getScale() <= 38 && integerDigits <= 38;
                case "STRING" -> true;
                default -> throw WarehouseException.invalid("Invalid decimalTargetTypes value: " + target);
            };
            if (fits) {
                return FieldType.of(target);
            }
        }
        throw WarehouseException.invalid("Avro field " + name + ": decimal(" + decimal.getPrecision() + ", "
                + decimal.getScale() + ") fits none of the decimal target types");
    }

    /** The other branch of a union with null, else the type itself. */
    static Schema nonNull(Schema type) {
        if (type.getType() != Schema.Type.UNION) {
            return type;
        }
        List<Schema> branches = type.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() != 1) {
            throw WarehouseException.notImplemented("load of Avro unions with more than one type besides null");
        }
        return branches.get(0);
    }
}
