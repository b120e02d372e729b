// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

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
            Map.entry("io.debezium.time.Date", "date"),
            Map.entry("io.debezium.time.IsoDate", "date"),
            Map.entry("io.debezium.time.Time", "time"),
            Map.entry("io.debezium.time.MicroTime", "time"),
            Map.entry("io.debezium.time.NanoTime", "time"),
            Map.entry("io.debezium.time.IsoTime", "time"),
            Map.entry("io.debezium.time.ZonedTime", "time with time zone"),
            Map.entry("io.debezium.time.Timestamp", "timestamp"),
            Map.entry("io.debezium.time.MicroTimestamp", "timestamp"),
            Map.entry("io.debezium.time.NanoTimestamp", "timestamp"),
            Map.entry("io.debezium.time.IsoTimestamp", "timestamp"),
            Map.entry("io.debezium.time.ZonedTimestamp", "timestamp with time zone"),
            Map.entry("io.debezium.time.MicroDuration", "interval"),
            Map.entry("io.debezium.time.NanoDuration", "interval"),
            Map.entry("io.debezium.time.Interval", "interval"),
            Map.entry("io.debezium.time.Year", "year"),
            Map.entry("io.debezium.data.Json", "json"),
            Map.entry("io.debezium.data.Uuid", "uuid"),
            Map.entry("io.debezium.data.Xml", "xml"),
            Map.entry("io.debezium.data.Enum", "enum"),
            Map.entry("io.debezium.data.EnumSet", "enum set"),
            Map.entry("io.debezium.data.Bits", "bits"),
            Map.entry("io.debezium.data.VariableScaleDecimal", "decimal"),
            Map.entry("io.debezium.data.geometry.Point", "point"),
            Map.entry("io.debezium.data.geometry.Geometry", "geometry"),
            Map.entry("io.debezium.data.geometry.Geography", "geography"));

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
