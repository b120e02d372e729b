// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

/** A place in a text, in chars, the end excluded. */
public record Span(int start, int end) {
    boolean intersects(Span other) {
        return start < other.end && other.start < end;
    }

    boolean contains(Span other) {
        return start <= other.start && other.end <= end;
    }

    String of(String text) {
        return text.substring(start, end);
    }
}
