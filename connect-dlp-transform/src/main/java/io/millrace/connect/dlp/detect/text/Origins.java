// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Arrays;

/**
 * Where the characters of a folded text stand in the text as it came. Only those are kept that have another width than one,
 * or do not follow the one before: nearly all do, so that nearly nothing is written while folding. Reused; one thread.
 */
final class Origins {

    // For each character kept: its folded position, and its range in the original
    private int[] positions = new int[16];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int size;
    // Where the next character starts unless it is kept
    private int next;

    void clear() {
        size = 0;
        next = 0;
    }

    /** True when a character in this range has to be told of. */
    boolean isOther(int start, int end) {
        return start != next || end - start != 1;
    }

    /** Tells of the range of the character at a folded position, in their order. */
    void put(int position, int start, int end) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        positions[size] = position;
        starts[size] = start;
        ends[size] = end;
        size++;
        next = end;
    }

    /** Passes characters that are not kept. */
    void pass(int count) {
        next += count;
    }

    /** Lets the character written last, at {@code position}, end further on. */
    void stretch(int position, int end) {
        int start = start(position);
        size -= size > 0 && positions[size - 1] == position ? 1 : 0;
        put(position, start, end);
    }

    int start(int position) {
        int kept = last(position);
        if (kept < 0) {
            return position;
        }
        return positions[kept] == position ? starts[kept] : ends[kept] + position - positions[kept] - 1;
    }

    int end(int position) {
        int kept = last(position);
        if (kept < 0) {
            return position + 1;
        }
        return ends[kept] + position - positions[kept];
    }

    /** The last kept character up to a position, or -1. */
    private int last(int position) {
        int found = size == 0 ? -1 : Arrays.binarySearch(positions, 0, size, position);
        return found >= 0 || size == 0 ? found : -found - 2;
    }

    /** True when one of the characters does not follow the one before, or all but the last of them is wider and ASCII. */
    boolean isSpread(int start, int end, String original) {
        for (int kept = Math.max(0, last(start)); kept < size && positions[kept] < end; kept++) {
            int position = positions[kept];
            boolean apart = position > start && starts[kept] != end(position - 1);
            boolean wide = position >= start
                    && position < end - 1
                    && ends[kept] - starts[kept] > 1
                    && original.charAt(starts[kept]) < 0x80;
            if (apart || wide) {
                return true;
            }
        }
        return false;
    }
}
