// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/**
 * Turns well-known binary, as databases send geometries, into well-known text. Understands ISO's and PostGIS's marks of a
 * third and fourth coordinate, which GEOGRAPHY lacks, and PostGIS's reference system.
 *
 * <p>BigQuery takes the inside of a polygon in well-known text that is streamed to lie on the left of its rings
 * (cloud.google.com/bigquery/docs/geospatial-data#polygon_orientation, 2026-08), and databases do not mind how rings run:
 * so for GEOGRAPHY outer rings are turned counter-clockwise and holes clockwise. Otherwise a parcel would become all of the
 * Earth but the parcel.
 */
final class WellKnownBinary {
    private static final String[] NAMES = {
        "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"
    };
    private static final int POINT = 1;
    private static final int LINESTRING = 2;
    private static final int POLYGON = 3;
    private static final int DEEPEST = 32;
    /** What is read in 50 ms, so that nobody's geometry holds the task. */
    private static final int MOST_POSITIONS = 100_000;

    private static final int HAS_Z = 0x8000_0000;
    private static final int HAS_M = 0x4000_0000;
    private static final int HAS_REFERENCE = 0x2000_0000;

    private final ByteBuffer in;
    private final boolean geography;
    private final StringBuilder out = new StringBuilder();
    private int skipped;
    private int positions;

    private WellKnownBinary(byte[] bytes, boolean geography) {
        this.in = ByteBuffer.wrap(bytes);
        this.geography = geography;
    }

    /** As GEOGRAPHY takes it: in degrees, rings oriented. */
    static String toGeography(byte[] wellKnownBinary) {
        return text(wellKnownBinary, true);
    }

    /** As it is, in whatever unit. */
    static String toText(byte[] wellKnownBinary) {
        return text(wellKnownBinary, false);
    }

    private static String text(byte[] wellKnownBinary, boolean geography) {
        try {
            WellKnownBinary reader = new WellKnownBinary(wellKnownBinary, geography);
            reader.geometry(0, true);
            return reader.out.toString();
        } catch (BufferUnderflowException | IllegalArgumentException truncated) {
            throw malformed();
        }
    }

    /** A point, which must be in degrees for GEOGRAPHY. */
    static String point(double x, double y, boolean geography) {
        if (geography) {
            ensureDegrees(x, y);
        }
        return "POINT(" + x + ' ' + y + ')';
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
            case POLYGON -> list(this::ring);
            case 4, 5, 6 -> list(i -> geometry(depth + 1, false));
            default -> list(i -> geometry(depth + 1, true));
        }
    }

    private void list(IntConsumer item) {
        int count = count();
        if (count == 0) {
            out.append(" EMPTY");
            return;
        }
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "(" : ", ");
            item.accept(i);
        }
        out.append(')');
    }

    private int count() {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw malformed();
        }
        return count;
    }

    private void points() {
        list(i -> position());
    }

    /** The first ring of a polygon is the outer one, the others are holes. */
    private void ring(int index) {
        int start = in.position();
        int count = count();
        if (count > in.remaining() / (8 * (2 + skipped))) {
            throw malformed();
        }
        ensureFew(positions + count);
        double[] degrees = new double[2 * count];
        for (int i = 0; i < degrees.length; i += 2) {
            degrees[i] = in.getDouble();
            degrees[i + 1] = in.getDouble();
            in.position(in.position() + 8 * skipped);
        }
        boolean outer = index == 0;
        if (!geography || count == 0 || SphereRing.isClockwise(degrees) != outer) {
            in.position(start);
            points();
            return;
        }
        for (int i = degrees.length - 2; i >= 0; i -= 2) {
            out.append(i == degrees.length - 2 ? "(" : ", ");
            coordinates(degrees[i], degrees[i + 1]);
        }
        out.append(')');
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
        coordinates(in.getDouble(), in.getDouble());
        in.position(in.position() + 8 * skipped);
    }

    private void coordinates(double x, double y) {
        if (geography) {
            ensureDegrees(x, y);
        }
        ensureFew(++positions);
        out.append(NumberOutput.toString(x, true)).append(' ').append(NumberOutput.toString(y, true));
    }

    private static void ensureFew(int positions) {
        if (positions > MOST_POSITIONS) {
            throw new UnfitValueException("the geometry has more than " + MOST_POSITIONS + " points");
        }
    }

    private static void ensureDegrees(double x, double y) {
        if (!(Math.abs(y) <= 90 && Math.abs(x) <= 360)) {
            throw new UnfitValueException(
                    "the geometry is not in degrees: GEOGRAPHY takes longitudes of -180 to 180 and "
                            + "latitudes of -90 to 90; set column.types to STRING");
        }
    }

    private static UnfitValueException malformed() {
        return new UnfitValueException("the geometry is no well-known binary");
    }
}
