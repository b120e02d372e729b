// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.testkit.Seeded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BigQuery takes the inside of a polygon that is streamed as well-known text to lie on the left of its rings. */
class GeographyTest {
    private static final double[][] CLOCKWISE = {{8, 47}, {8, 48}, {9, 48}, {9, 47}, {8, 47}};
    private static final double[][] COUNTER_CLOCKWISE = {{8, 47}, {9, 47}, {9, 48}, {8, 48}, {8, 47}};
    private static final double[][] HOLE = {{8.2, 47.2}, {8.4, 47.2}, {8.4, 47.4}, {8.2, 47.2}};
    private static final double[][] HOLE_CLOCKWISE = {{8.2, 47.2}, {8.4, 47.4}, {8.4, 47.2}, {8.2, 47.2}};

    private static final String SHELL_TEXT = "(8.0 47.0, 9.0 47.0, 9.0 48.0, 8.0 48.0, 8.0 47.0)";
    private static final String HOLE_TEXT = "(8.2 47.2, 8.4 47.4, 8.4 47.2, 8.2 47.2)";

    private final Encoding encoding = new Encoding();

    @Test
    void outerRingsRunCounterClockwiseAndHolesClockwise() {
        String expected = "POLYGON(" + SHELL_TEXT + ", " + HOLE_TEXT + ")";

        assertThat(geography(polygon(CLOCKWISE, HOLE))).isEqualTo(expected);
        assertThat(geography(polygon(CLOCKWISE, HOLE_CLOCKWISE))).isEqualTo(expected);
        assertThat(geography(polygon(COUNTER_CLOCKWISE, HOLE))).isEqualTo(expected);
        assertThat(geography(polygon(COUNTER_CLOCKWISE, HOLE_CLOCKWISE))).isEqualTo(expected);
    }

    @Test
    void polygonsInsideOthersAreOrientedToo() {
        Binary two = new Binary(6).count(2).put(polygon(CLOCKWISE)).put(polygon(COUNTER_CLOCKWISE, HOLE));
        Binary collection = new Binary(7).count(2).put(two).put(new Binary(1).position(1, 2));

        assertThat(geography(two))
                .isEqualTo("MULTIPOLYGON((" + SHELL_TEXT + "), (" + SHELL_TEXT + ", " + HOLE_TEXT + "))");
        assertThat(geography(collection))
                .isEqualTo("GEOMETRYCOLLECTION(MULTIPOLYGON((" + SHELL_TEXT + "), (" + SHELL_TEXT + ", " + HOLE_TEXT
                        + ")), POINT(1.0 2.0))");
    }

    @ParameterizedTest
    @CsvSource({"1003, 1", "2003, 1", "3003, 2", "0x80000003, 1", "0x40000003, 1", "0xC0000003, 2"})
    void furtherCoordinatesAreLeftOutWhileRingsAreTurned(String code, int further) {
        Binary polygon = new Binary(Long.decode(code).intValue()).count(1).count(CLOCKWISE.length);
        for (double[] position : CLOCKWISE) {
            polygon.position(position[0], position[1]);
            for (int i = 0; i < further; i++) {
                polygon.number(-7.5);
            }
        }

        assertThat(geography(polygon)).isEqualTo("POLYGON(" + SHELL_TEXT + ")");
    }

    @Test
    void postgisReferenceSystemIsPassedOverAndBigEndianIsRead() {
        Binary polygon = new Binary(0x2000_0003).count(4326).ring(CLOCKWISE);
        Binary bigEndian = new Binary(3, ByteOrder.BIG_ENDIAN).ring(CLOCKWISE);

        assertThat(geography(polygon)).isEqualTo("POLYGON(" + SHELL_TEXT + ")");
        assertThat(geography(bigEndian)).isEqualTo("POLYGON(" + SHELL_TEXT + ")");
    }

    @Test
    void ringsAcrossThe180thMeridianAndAroundAPoleAreTheSmallerPart() {
        double[][] fiji = {{179, -17}, {-179, -17}, {-179, -16}, {179, -16}, {179, -17}};
        double[][] arctic = {{0, 70}, {90, 70}, {180, 70}, {-90, 70}, {0, 70}};
        double[][] antarctic = {{0, -70}, {90, -70}, {180, -70}, {-90, -70}, {0, -70}};

        assertThat(geography(polygon(fiji))).startsWith("POLYGON((179.0 -17.0, -179.0 -17.0,");
        assertThat(geography(polygon(reversed(fiji)))).startsWith("POLYGON((179.0 -17.0, -179.0 -17.0,");
        assertThat(geography(polygon(arctic))).startsWith("POLYGON((0.0 70.0, 90.0 70.0,");
        assertThat(geography(polygon(reversed(arctic)))).startsWith("POLYGON((0.0 70.0, 90.0 70.0,");
        assertThat(geography(polygon(antarctic))).startsWith("POLYGON((0.0 -70.0, -90.0 -70.0,");
    }

    @Test
    void ringOfAnyShapeEnclosesTheSmallerPartOfTheEarthOnItsLeft() {
        Seeded.tries("ringOfAnyShapeEnclosesTheSmallerPartOfTheEarthOnItsLeft", 300, random -> {
            double[][] ring = star(random);
            double[][] given = random.nextBoolean() ? ring : reversed(ring);

            double[] sent = flat(geography(polygon(given)));

            assertThat(sent).isEqualTo(flat(ring));
            assertThat(areaOnTheLeft(sent)).isBetween(0.0, 2 * Math.PI);
        });
    }

    @Test
    void emptyAndDegenerateRingsStayAsTheyAre() {
        assertThat(geography(new Binary(3).count(0))).isEqualTo("POLYGON EMPTY");
        assertThat(geography(polygon(new double[][] {{1, 2}, {1, 2}}))).isEqualTo("POLYGON((1.0 2.0, 1.0 2.0))");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 12, 20, 40, 60})
    void truncatedGeometriesAreRowErrors(int length) {
        byte[] whole = new Binary(1003).ring3(CLOCKWISE).bytes();
        byte[] part = java.util.Arrays.copyOf(whole, length);
        Schema schema = schema();

        assertThatThrownBy(() -> encoding.value(schema, new Struct(schema).put("wkb", part)))
                .isInstanceOf(DataException.class)
                .hasMessage("column f is GEOGRAPHY: the geometry is no well-known binary");
    }

    @Test
    void textsOfTheRecordGoAsTheyAre() {
        String text = "POLYGON((8 47, 8 48, 9 48, 9 47, 8 47))";
        Column live = Column.of("f", ColumnType.GEOGRAPHY, ColumnMode.NULLABLE);

        assertThat(encoding.row(Encoding.field(Schema.STRING_SCHEMA, text), live))
                .containsEntry("f", text);
        assertThat(encoding.row(Encoding.record(null, Map.of("f", text)), live)).containsEntry("f", text);
    }

    @Test
    void geometriesWithoutSchemaAreReadByTheirFields() {
        Column live = Column.of("f", ColumnType.GEOGRAPHY, ColumnMode.NULLABLE);
        String wkb = Base64.getEncoder().encodeToString(polygon(CLOCKWISE).bytes());

        assertThat(encoding.row(Encoding.record(null, Map.of("f", Map.of("wkb", wkb, "srid", 4326))), live))
                .containsEntry("f", "POLYGON(" + SHELL_TEXT + ")");
        assertThat(encoding.row(Encoding.record(null, Map.of("f", Map.of("x", 8, "y", 47.5))), live))
                .containsEntry("f", "POINT(8.0 47.5)");
        assertThat(encoding.row(Encoding.record(null, Map.of("f", Map.of("coordinates", List.of(8, 47)))), live))
                .containsEntry("f", "{\"coordinates\":[8,47]}");
    }

    @Test
    void aStringColumnTakesGeometriesOfAnyPlaneAsTheyAre() {
        double[][] metres = {
            {2_600_000, 1_200_000}, {2_600_000, 1_200_100}, {2_600_100, 1_200_000}, {2_600_000, 1_200_000}
        };
        Schema schema = schema();

        Object text = Encoding.columnTypes("f=STRING")
                .value(schema, new Struct(schema).put("wkb", polygon(metres).bytes()));

        assertThat(text)
                .isEqualTo("POLYGON((2600000.0 1200000.0, 2600000.0 1200100.0, 2600100.0 1200000.0, 2600000.0"
                        + " 1200000.0))");
    }

    /** Of 10 MB they would take the task's thread for as long as a thousand records do. */
    @Test
    void geometriesOfMorePointsThanAMomentReadsAreRefused() {
        assertThat(geography(new Binary(3).ring(circle(100_000)))).startsWith("POLYGON((10.99");
        for (Binary geometry : List.of(
                new Binary(3).ring(circle(100_001)),
                new Binary(2).positions(circle(100_001)),
                new Binary(6)
                        .count(2)
                        .put(new Binary(3).ring(circle(75_000)))
                        .put(new Binary(3).ring(circle(25_001))))) {
            assertThatThrownBy(() -> geography(geometry))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("column f")
                    .hasMessageContaining("more than 100000 points");
        }
    }

    private static double[][] circle(int points) {
        double[][] circle = new double[points][];
        for (int i = 0; i < points; i++) {
            double angle = -2 * Math.PI * i / points;
            circle[i] = new double[] {10 + Math.cos(angle), Math.sin(angle)};
        }
        return circle;
    }

    private String geography(Binary geometry) {
        Schema schema = schema();
        return String.valueOf(encoding.value(schema, new Struct(schema).put("wkb", geometry.bytes())));
    }

    private static Schema schema() {
        return SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Geometry")
                .field("wkb", Schema.BYTES_SCHEMA)
                .build();
    }

    private static Binary polygon(double[][]... rings) {
        Binary polygon = new Binary(3).count(rings.length);
        for (double[][] ring : rings) {
            polygon.positions(ring);
        }
        return polygon;
    }

    private static double[][] reversed(double[][] ring) {
        List<double[]> points = new ArrayList<>(List.of(ring));
        Collections.reverse(points);
        return points.toArray(double[][]::new);
    }

    /** Points around a centre anywhere, counter-clockwise, from a few metres to thousands of kilometres away. */
    private static double[][] star(Random random) {
        double latitude = Math.asin(2 * random.nextDouble() - 1);
        double longitude = (2 * random.nextDouble() - 1) * Math.PI;
        double size = Math.toRadians(80) * Math.pow(10, -6 * random.nextDouble());
        int count = 4 + random.nextInt(20);
        double[][] ring = new double[count + 1][];
        for (int i = 0; i < count; i++) {
            double bearing = -2 * Math.PI * (i + 0.5 * random.nextDouble()) / count;
            ring[i] = away(latitude, longitude, bearing, size * (0.2 + 0.8 * random.nextDouble()));
        }
        ring[count] = ring[0];
        return ring;
    }

    private static double[] away(double latitude, double longitude, double bearing, double distance) {
        double there = Math.asin(
                Math.sin(latitude) * Math.cos(distance) + Math.cos(latitude) * Math.sin(distance) * Math.cos(bearing));
        double east = Math.atan2(
                Math.sin(bearing) * Math.sin(distance) * Math.cos(latitude),
                Math.cos(distance) - Math.sin(latitude) * Math.sin(there));
        double degrees = Math.toDegrees(longitude + east);
        return new double[] {
            degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees, Math.toDegrees(there)
        };
    }

    /** In steradians: what lies between each edge and the south pole, added up. */
    private static double areaOnTheLeft(double[] ring) {
        double area = 0;
        for (int i = 0; i + 3 < ring.length; i += 2) {
            double east = Math.IEEEremainder(Math.toRadians(ring[i + 2] - ring[i]), 2 * Math.PI);
            double from = Math.tan(Math.toRadians(ring[i + 1]) / 2);
            double to = Math.tan(Math.toRadians(ring[i + 3]) / 2);
            double aboveTheEquator = 2 * Math.atan2(Math.tan(east / 2) * (from + to), 1 + from * to);
            area -= aboveTheEquator + east;
        }
        return area < -1e-9 ? area + 4 * Math.PI : Math.max(area, 0);
    }

    private static double[] flat(double[][] ring) {
        return java.util.Arrays.stream(ring)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    private static double[] flat(String polygon) {
        String numbers = polygon.replaceAll("[^-0-9.E]+", " ").strip();
        return java.util.Arrays.stream(numbers.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Well-known binary as databases write it. */
    private static final class Binary {
        private final ByteBuffer out;

        Binary(int code) {
            this(code, ByteOrder.LITTLE_ENDIAN);
        }

        Binary(int code, ByteOrder order) {
            out = ByteBuffer.allocate(4_000_000).order(order);
            out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0)).putInt(code);
        }

        Binary count(int count) {
            out.putInt(count);
            return this;
        }

        Binary number(double number) {
            out.putDouble(number);
            return this;
        }

        Binary position(double x, double y) {
            return number(x).number(y);
        }

        Binary positions(double[][] ring) {
            count(ring.length);
            for (double[] position : ring) {
                position(position[0], position[1]);
            }
            return this;
        }

        Binary ring(double[][] ring) {
            return count(1).positions(ring);
        }

        Binary ring3(double[][] ring) {
            count(1).count(ring.length);
            for (double[] position : ring) {
                position(position[0], position[1]).number(1);
            }
            return this;
        }

        Binary put(Binary inner) {
            out.put(inner.bytes());
            return this;
        }

        byte[] bytes() {
            return java.util.Arrays.copyOf(out.array(), out.position());
        }
    }
}
