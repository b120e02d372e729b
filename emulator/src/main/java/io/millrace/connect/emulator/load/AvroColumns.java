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
    /**
     * What text becomes where the job's own schema says so. Documented for JSON and GEOGRAPHY; of INTERVAL nothing is said.
     * A DATETIME is not among them: https://cloud.google.com/bigquery/docs/exporting-data#avro_export_details (2026-08).
     */
    private static final Set<FieldType> FROM_TEXT = Set.of(FieldType.JSON, FieldType.GEOGRAPHY, FieldType.INTERVAL);

    private final boolean logicalTypes;
    private final DecimalTargets decimals;
    private final List<TableFieldSchema> configured;

    /** Columns of a job; {@code configured} are those of its own schema, empty where it has none. */
    AvroColumns(boolean logicalTypes, @Nullable List<String> decimalTargets, List<TableFieldSchema> configured) {
        this.logicalTypes = logicalTypes;
        this.decimals = new DecimalTargets(decimalTargets);
        this.configured = configured;
    }

    /** The columns of a file; {@code table} are those of the job's schema or else of the table. */
    List<TableFieldSchema> of(Schema record, List<TableFieldSchema> table) {
        return fields(record, table, configured);
    }

    private List<TableFieldSchema> fields(
            Schema record, List<TableFieldSchema> expected, List<TableFieldSchema> wanted) {
        List<TableFieldSchema> fields = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            fields.add(field(
                    field.name(),
                    field.schema(),
                    Columns.find(expected, field.name()),
                    Columns.find(wanted, field.name())));
        }
        return fields;
    }

    private TableFieldSchema field(
            String name, Schema type, @Nullable TableFieldSchema expected, @Nullable TableFieldSchema wanted) {
        Schema plain = nonNull(type);
        String mode = type.getType() == Schema.Type.UNION ? "NULLABLE" : "REQUIRED";
        if (plain.getType() == Schema.Type.ARRAY) {
            TableFieldSchema element = field(name, plain.getElementType(), expected, wanted);
            if (FieldType.isRepeated(element)) {
                throw WarehouseException.invalid("Avro field " + name + " is an array of arrays");
            }
            return element.setMode("REPEATED");
        }
        TableFieldSchema field = new TableFieldSchema().setName(name).setMode(mode);
        List<TableFieldSchema> children = expected == null ? List.of() : FieldType.children(expected);
        List<TableFieldSchema> wantedChildren = wanted == null ? List.of() : FieldType.children(wanted);
        switch (plain.getType()) {
            case RECORD -> field.setType("RECORD").setFields(fields(plain, children, wantedChildren));
            case MAP -> {
                TableFieldSchema key =
                        new TableFieldSchema().setName("key").setType("STRING").setMode("REQUIRED");
                TableFieldSchema value = field(
                        "value",
                        plain.getValueType(),
                        Columns.find(children, "value"),
                        Columns.find(wantedChildren, "value"));
                field.setType("RECORD").setMode("REPEATED").setFields(List.of(key, value));
            }
            default -> field.setType(scalar(name, plain, expected, wanted).name());
        }
        if (expected != null && FieldType.of(field) == FieldType.of(expected)) {
            field.setPrecision(expected.getPrecision()).setScale(expected.getScale());
        }
        return field;
    }

    private FieldType scalar(
            String name, Schema type, @Nullable TableFieldSchema expected, @Nullable TableFieldSchema wanted) {
        boolean decimal = type.getLogicalType() instanceof LogicalTypes.Decimal;
        if (decimal && decimals.leavesBytes() && expected != null && FieldType.of(expected) == FieldType.BYTES) {
            return FieldType.BYTES;
        }
        FieldType found = found(name, type);
        if (wanted == null || found == FieldType.of(wanted)) {
            return found;
        }
        if (found == FieldType.STRING && FROM_TEXT.contains(FieldType.of(wanted))) {
            return FieldType.of(wanted);
        }
        // BigQuery's own words and reason: spotify/scio, pull request 5623.
        throw new WarehouseException(
                WarehouseException.Reason.INVALID_QUERY,
                "Field " + name + " has incompatible types. Configured schema: " + lower(FieldType.of(wanted))
                        + "; Avro file: " + lower(found) + ".");
    }

    private static String lower(FieldType type) {
        return type.name().toLowerCase(Locale.ROOT);
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
            case BYTES, FIXED ->
                // Not ruled by useAvroLogicalTypes: the documents list the same types with it and without it.
                type.getLogicalType() instanceof LogicalTypes.Decimal decimal ? decimals.of(decimal) : FieldType.BYTES;
            case RECORD, ARRAY, MAP, UNION, NULL ->
                throw WarehouseException.invalid(
                        "Avro field " + name + " has type " + type.getType() + ", which cannot be loaded");
        };
    }

    private static FieldType text(Schema type) {
        return "JSON".equals(type.getProp("sqlType")) ? FieldType.JSON : FieldType.STRING;
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
