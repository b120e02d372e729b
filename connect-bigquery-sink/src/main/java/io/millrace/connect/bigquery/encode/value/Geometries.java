// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Databases' geometries as well-known text. */
final class Geometries {
    private Geometries() {}

    /** A text of any plane, in whatever unit, rings as they are. */
    static String planar(ValueKind kind, Object value) {
        return kind == ValueKind.POINT
                ? point((Struct) value, false)
                : WellKnownBinary.toText(wellKnownBinary((Struct) value));
    }

    static byte[] wellKnownBinary(Struct geometry) {
        return Bytes.of(geometry.get("wkb"));
    }

    static String point(Struct point, boolean degrees) {
        return point(point.getFloat64("x"), point.getFloat64("y"), degrees);
    }

    static String point(@Nullable Number x, @Nullable Number y, boolean degrees) {
        if (x == null || y == null) {
            throw new UnfitValueException("the point lacks a coordinate");
        }
        return WellKnownBinary.point(x.doubleValue(), y.doubleValue(), degrees);
    }
}
