// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which way round the Earth a ring goes. Its edges are geodesics, as GEOGRAPHY's are; its inside is the smaller of the two
 * parts into which it cuts the sphere, so that neither a pole nor the 180th meridian inside it matters.
 */
final class SphereRing {
    private SphereRing() {}

    /**
     * Whether who walks along the ring has the smaller part on the right.
     *
     * @param degrees longitude and latitude of each point in turn; the last point may repeat the first
     */
    static boolean isClockwise(double[] degrees) {
        double[][] points = distinctPoints(degrees);
        int count = points.length;
        // Gauss and Bonnet: who walks around turns left by 2π less the area on the left, of the sphere's 4π.
        double leftTurn = 0;
        for (int i = 0; count >= 3 && i < count; i++) {
            leftTurn += leftTurn(points[i], points[(i + 1) % count], points[(i + 2) % count]);
        }
        return leftTurn < 0;
    }

    private static double leftTurn(double[] from, double[] at, double[] to) {
        double[] before = normal(from, at);
        double[] after = normal(at, to);
        return Math.atan2(dot(cross(before, after), at), dot(before, after));
    }

    /** Twice the cross product, exact for points that lie close together. */
    private static double[] normal(double[] from, double[] to) {
        double[] difference = {to[0] - from[0], to[1] - from[1], to[2] - from[2]};
        double[] sum = {from[0] + to[0], from[1] + to[1], from[2] + to[2]};
        return cross(sum, difference);
    }

    /** On the unit sphere; no point equals the one before it, nor the last the first. */
    private static double[][] distinctPoints(double[] degrees) {
        List<double[]> points = new ArrayList<>(degrees.length / 2);
        for (int i = 0; i < degrees.length; i += 2) {
            double[] point = point(Math.toRadians(degrees[i]), Math.toRadians(degrees[i + 1]));
            if (points.isEmpty() || !Arrays.equals(point, points.get(points.size() - 1))) {
                points.add(point);
            }
        }
        while (points.size() > 1 && Arrays.equals(points.get(0), points.get(points.size() - 1))) {
            points.remove(points.size() - 1);
        }
        return points.toArray(double[][]::new);
    }

    private static double[] point(double longitude, double latitude) {
        return new double[] {
            Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude)
        };
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
