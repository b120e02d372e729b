// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.kit.debezium.DebeziumTypes;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/** A Connect schema's type in the words that catalogs show. */
final class TypeWords {
    private static final Map<String, String> LOGICAL = Map.ofEntries(
            Map.entry("org.apache.kafka.connect.data.Date", "date"),
            Map.entry("org.apache.kafka.connect.data.Time", "time"),
            Map.entry("org.apache.kafka.connect.data.Timestamp", "timestamp"),
            Map.entry(DebeziumTypes.DATE, "date"),
            Map.entry(DebeziumTypes.ISO_DATE, "date"),
            Map.entry(DebeziumTypes.TIME, "time"),
            Map.entry(DebeziumTypes.MICRO_TIME, "time"),
            Map.entry(DebeziumTypes.NANO_TIME, "time"),
            Map.entry(DebeziumTypes.ISO_TIME, "time"),
            Map.entry(DebeziumTypes.ZONED_TIME, "time with time zone"),
            Map.entry(DebeziumTypes.TIMESTAMP, "timestamp"),
            Map.entry(DebeziumTypes.MICRO_TIMESTAMP, "timestamp"),
            Map.entry(DebeziumTypes.NANO_TIMESTAMP, "timestamp"),
            Map.entry(DebeziumTypes.ISO_TIMESTAMP, "timestamp"),
            Map.entry(DebeziumTypes.ZONED_TIMESTAMP, "timestamp with time zone"),
            Map.entry(DebeziumTypes.MICRO_DURATION, "interval"),
            Map.entry(DebeziumTypes.NANO_DURATION, "interval"),
            Map.entry(DebeziumTypes.INTERVAL, "interval"),
            Map.entry(DebeziumTypes.YEAR, "year"),
            Map.entry(DebeziumTypes.JSON, "json"),
            Map.entry(DebeziumTypes.UUID, "uuid"),
            Map.entry(DebeziumTypes.XML, "xml"),
            Map.entry(DebeziumTypes.ENUM, "enum"),
            Map.entry(DebeziumTypes.ENUM_SET, "enum set"),
            Map.entry(DebeziumTypes.BITS, "bits"),
            Map.entry(DebeziumTypes.VARIABLE_SCALE_DECIMAL, "decimal"),
            Map.entry(DebeziumTypes.POINT, "point"),
            Map.entry(DebeziumTypes.GEOMETRY, "geometry"),
            Map.entry(DebeziumTypes.GEOGRAPHY, "geography"));

    private TypeWords() {}

    static String of(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return decimal(schema.parameters() == null ? Map.of() : schema.parameters());
        }
        String logical = schema.name() == null ? null : LOGICAL.get(schema.name());
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case ARRAY -> "array<" + of(schema.valueSchema()) + ">";
            case MAP -> "map<" + of(schema.keySchema()) + "," + of(schema.valueSchema()) + ">";
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, STRUCT ->
                schema.type().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String decimal(Map<String, String> parameters) {
        String scale = parameters.getOrDefault(Decimal.SCALE_FIELD, "0");
        String precision = parameters.get("connect.decimal.precision");
        return precision == null ? "decimal(scale " + scale + ")" : "decimal(" + precision + "," + scale + ")";
    }

    /** DataHub knows a few words and shows every other type as unknown. */
    static String forDataHub(String type) {
        if (type.startsWith("array<") || type.startsWith("map<")) {
            return type;
        }
        return switch (type) {
            case "int8", "int16", "int32", "year" -> "int";
            case "int64" -> "long";
            case "timestamp with time zone" -> "timestamp";
            case "json", "uuid", "xml", "enum", "enum set" -> "string";
            default -> type;
        };
    }
}
