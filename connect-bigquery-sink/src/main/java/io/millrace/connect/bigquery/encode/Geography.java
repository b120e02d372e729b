// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.schema.ValueKind;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * How values of each kind become the texts that GEOGRAPHY reads; null where a kind is no geometry. Databases' geometries
 * become well-known text with oriented rings; texts of the record go as they are, well-known text or GeoJSON.
 */
final class Geography {
    private Geography() {}

    static @Nullable Function<Object, String> of(ValueKind kind) {
        return switch (kind) {
            case POINT -> value -> point((Struct) value, true);
            case GEOMETRY -> value -> WellKnownBinary.toGeography(wellKnownBinary((Struct) value));
            case TEXT -> value -> (String) value;
            case UNTYPED -> Geography::untyped;
            default -> null;
        };
    }

    /** The same geometries as texts of any plane, in whatever unit, rings as they are. */
    static String planar(ValueKind kind, Object value) {
        return kind == ValueKind.POINT
                ? point((Struct) value, false)
                : WellKnownBinary.toText(wellKnownBinary((Struct) value));
    }

    private static byte[] wellKnownBinary(Struct geometry) {
        return BytesValue.array(geometry.get("wkb"));
    }

    private static String point(Struct point, boolean degrees) {
        return point(point.getFloat64("x"), point.getFloat64("y"), degrees);
    }

    private static String point(@Nullable Number x, @Nullable Number y, boolean degrees) {
        if (x == null || y == null) {
            throw new UnfitValueException("the point lacks a coordinate");
        }
        return WellKnownBinary.point(x.doubleValue(), y.doubleValue(), degrees);
    }

    /** A database's geometry without its schema, or GeoJSON, or a text. */
    private static String untyped(Object value) {
        if (value instanceof Map<?, ?> geometry) {
            if (geometry.get("wkb") != null) {
                return WellKnownBinary.toGeography(BytesValue.array(geometry.get("wkb")));
            }
            if (geometry.get("x") instanceof Number x && geometry.get("y") instanceof Number y) {
                return point(x, y, true);
            }
        }
        return Texts.of(ValueKind.UNTYPED, null).apply(value);
    }
}
