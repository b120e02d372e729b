// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * How values of each kind become the texts that GEOGRAPHY reads; null where a kind is no geometry. Databases' geometries
 * become well-known text with oriented rings; texts of the record go as they are, well-known text or GeoJSON.
 */
public final class Geography {
    private Geography() {}

    /** A function for values of a kind. */
    public static @Nullable Function<Object, String> of(ValueKind kind) {
        return switch (kind) {
            case POINT -> value -> Geometries.point((Struct) value, true);
            case GEOMETRY -> value -> WellKnownBinary.toGeography(Geometries.wellKnownBinary((Struct) value));
            case TEXT -> value -> (String) value;
            case UNTYPED -> Geography::untyped;
            default -> null;
        };
    }

    /** A database's geometry without its schema, or GeoJSON, or a text. */
    private static String untyped(Object value) {
        if (value instanceof Map<?, ?> geometry) {
            if (geometry.get("wkb") != null) {
                return WellKnownBinary.toGeography(Bytes.of(geometry.get("wkb")));
            }
            if (geometry.get("x") instanceof Number x && geometry.get("y") instanceof Number y) {
                return Geometries.point(x, y, true);
            }
        }
        return JsonText.texts(ValueKind.UNTYPED, null).apply(value);
    }
}
