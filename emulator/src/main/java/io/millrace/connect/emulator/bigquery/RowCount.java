// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

/** Counts the rows of an insertAll body by its brackets, for benchmarks that throw them away. */
final class RowCount {
    /** The body is an object, its rows are an array, each row is an object. */
    private static final int DEPTH_OF_ROWS = 2;

    private RowCount() {}

    static long of(byte[] body) {
        long rows = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < body.length; i++) {
            byte letter = body[i];
            if (quoted) {
                if (letter == '\\') {
                    i++;
                }
                quoted = letter != '"';
                continue;
            }
            switch (letter) {
                case '"' -> quoted = true;
                case '{', '[' -> {
                    rows += letter == '{' && depth == DEPTH_OF_ROWS ? 1 : 0;
                    depth++;
                }
                case '}', ']' -> depth--;
                default -> {}
            }
        }
        return rows;
    }
}
