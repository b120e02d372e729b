// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.util.Arrays;

/**
 * Which way round the Earth a ring goes. Its edges are geodesics, as GEOGRAPHY's are; its inside is the smaller of the two
 * parts into which it cuts the sphere, so that neither a pole nor the 180th meridian inside it matters.
 */
final class SphereRing {
    private static final int AXES = 3;

    private SphereRing() {}

    /**
     * Whether who walks along the ring has the smaller part on the right.
     *
     * @param degrees longitude and latitude of each point in turn; the last point may repeat the first
     */
    static boolean isClockwise(double[] degrees) {
        double[] points = new double[degrees.length / 2 * AXES];
        int count = distinctPoints(degrees, points);
        if (count < 3) {
            return false;
        }
        // Gauss and Bonnet: who walks around turns left by 2π less the area on the left, of the sphere's 4π.
        double leftTurn = 0;
        double[] before = new double[AXES];
        double[] after = new double[AXES];
        normal(points, count - 1, 0, before);
        for (int at = 0; at < count; at++) {
            normal(points, at, at + 1 == count ? 0 : at + 1, after);
            leftTurn += leftTurn(before, after, points, at * AXES);
            double[] spare = before;
            before = after;
            after = spare;
        }
        return leftTurn < 0;
    }

    private static double leftTurn(double[] before, double[] after, double[] points, int at) {
        double x = before[1] * after[2] - before[2] * after[1];
        double y = before[2] * after[0] - before[0] * after[2];
        double z = before[0] * after[1] - before[1] * after[0];
        return Math.atan2(
                x * points[at] + y * points[at + 1] + z * points[at + 2],
                before[0] * after[0] + before[1] * after[1] + before[2] * after[2]);
    }

    /** Twice the cross product of two points, exact for points that lie close together. */
    private static void normal(double[] points, int from, int to, double[] normal) {
        int a = from * AXES;
        int b = to * AXES;
        double sumX = points[a] + points[b];
        double sumY = points[a + 1] + points[b + 1];
        double sumZ = points[a + 2] + points[b + 2];
        double stepX = points[b] - points[a];
        double stepY = points[b + 1] - points[a + 1];
        double stepZ = points[b + 2] - points[a + 2];
        normal[0] = sumY * stepZ - sumZ * stepY;
        normal[1] = sumZ * stepX - sumX * stepZ;
        normal[2] = sumX * stepY - sumY * stepX;
    }

    /**
     * On the unit sphere; no point equals the one before it, nor the last the first.
     *
     * @return how many there are
     */
    private static int distinctPoints(double[] degrees, double[] points) {
        int count = 0;
        for (int i = 0; i < degrees.length; i += 2) {
            double longitude = Math.toRadians(degrees[i]);
            double latitude = Math.toRadians(degrees[i + 1]);
            int at = count * AXES;
            points[at] = Math.cos(latitude) * Math.cos(longitude);
            points[at + 1] = Math.cos(latitude) * Math.sin(longitude);
            points[at + 2] = Math.sin(latitude);
            if (count == 0 || !areSame(points, count - 1, count)) {
                count++;
            }
        }
        while (count > 1 && areSame(points, 0, count - 1)) {
            count--;
        }
        return count;
    }

    private static boolean areSame(double[] points, int one, int other) {
        return Arrays.equals(points, one * AXES, (one + 1) * AXES, points, other * AXES, (other + 1) * AXES);
    }
}
