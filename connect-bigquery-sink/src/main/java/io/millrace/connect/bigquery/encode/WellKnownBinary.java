// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns well-known binary, as databases send geometries, into the well-known text that GEOGRAPHY takes. Understands
 * ISO's and PostGIS's marks of a third and fourth coordinate, which GEOGRAPHY lacks, and PostGIS's reference system.
 */
final class WellKnownBinary {
    private static final String[] NAMES = {
        "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"
    };
    private static final int POINT = 1;
    private static final int LINESTRING = 2;
    private static final int POLYGON = 3;
    private static final int DEEPEST = 32;
    private static final int HAS_Z = 0x8000_0000;
    private static final int HAS_M = 0x4000_0000;
    private static final int HAS_REFERENCE = 0x2000_0000;

    private final ByteBuffer in;
    private final StringBuilder out = new StringBuilder();
    private int skipped;

    private WellKnownBinary(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    static String toText(byte[] wellKnownBinary) {
        try {
            WellKnownBinary reader = new WellKnownBinary(wellKnownBinary);
            reader.geometry(0, true);
            return reader.out.toString();
        } catch (BufferUnderflowException truncated) {
            throw malformed();
        }
    }

    /** Longitude and latitude as GEOGRAPHY takes them. */
    static String point(double x, double y) {
        StringBuilder text = new StringBuilder("POINT(");
        coordinates(x, y, text);
        return text.append(')').toString();
    }

    private void geometry(int depth, boolean named) {
        in.order(in.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int code = in.getInt();
        if ((code & HAS_REFERENCE) != 0) {
            in.getInt();
        }
        int iso = code & 0x0FFF_FFFF;
        int type = iso % 1_000;
        int extra = iso / 1_000; // 1 Z, 2 M, 3 both
        if (type < POINT || type > NAMES.length || extra > 3 || depth > DEEPEST) {
            throw malformed();
        }
        int outerSkipped = skipped;
        skipped =
                ((code & HAS_Z) != 0 || extra == 1 || extra == 3 ? 1 : 0) + ((code & HAS_M) != 0 || extra >= 2 ? 1 : 0);
        if (named) {
            out.append(NAMES[type - 1]);
        }
        body(type, depth);
        skipped = outerSkipped;
    }

    private void body(int type, int depth) {
        switch (type) {
            case POINT -> point();
            case LINESTRING -> points();
            case POLYGON -> list(this::points);
            case 4, 5, 6 -> list(() -> geometry(depth + 1, false));
            default -> list(() -> geometry(depth + 1, true));
        }
    }

    private void list(Runnable item) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw malformed();
        }
        if (count == 0) {
            out.append(" EMPTY");
            return;
        }
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "(" : ", ");
            item.run();
        }
        out.append(')');
    }

    private void points() {
        list(this::position);
    }

    private void point() {
        int start = in.position();
        if (Double.isNaN(in.getDouble())) { // how an empty point is written
            in.position(start + 8 * (2 + skipped));
            out.append(" EMPTY");
            return;
        }
        in.position(start);
        out.append('(');
        position();
        out.append(')');
    }

    private void position() {
        coordinates(in.getDouble(), in.getDouble(), out);
        in.position(in.position() + 8 * skipped);
    }

    private static void coordinates(double x, double y, StringBuilder text) {
        if (!(Math.abs(y) <= 90 && Math.abs(x) <= 360)) {
            throw new UnfitValueException(
                    "the geometry is not in degrees: GEOGRAPHY takes longitudes of -180 to 180 and "
                            + "latitudes of -90 to 90; set column.types to STRING");
        }
        text.append(x).append(' ').append(y);
    }

    private static UnfitValueException malformed() {
        return new UnfitValueException("the geometry is no well-known binary");
    }
}
