// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import java.util.Arrays;

/** Where in the buffer the fields of a record are, by position among its columns. */
final class Slots {
    private int[] starts = new int[0];
    private int[] ends = new int[0];

    /** Forgets what there was, for a record of so many columns. */
    void clear(int columns) {
        if (starts.length < columns) {
            starts = new int[columns];
            ends = new int[columns];
        }
        Arrays.fill(starts, 0, columns, -1);
    }

    void put(int position, int start, int end) {
        starts[position] = start;
        ends[position] = end;
    }

    /** Whether fields were written for all of so many columns, in their order, and nothing else. */
    boolean areAll(int columns, int size) {
        int end = 0;
        for (int i = 0; i < columns; i++) {
            if (starts[i] != end) {
                return false;
            }
            end = ends[i];
        }
        return end == size;
    }

    boolean has(int position) {
        return starts[position] >= 0;
    }

    int start(int position) {
        return starts[position];
    }

    int end(int position) {
        return ends[position];
    }
}
