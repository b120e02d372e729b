// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import java.util.Arrays;

/**
 * Protobuf's wire format written back to front: a message's length is known when its length is due, so that no size has
 * to be computed before and nothing patched after. Within a message fields are written last first, each as value,
 * length, tag. Reused for every row.
 */
final class WireBuffer {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;

    private static final int FIRST_SIZE = 4_096;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int start = FIRST_SIZE;

    /** Forgets what was written. */
    void clear() {
        start = bytes.length;
    }

    /** What was written, front to back, as an array of its own. */
    byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    /** How many bytes were written so far; marks the end of a message or text that is about to be written. */
    int mark() {
        return bytes.length - start;
    }

    /** Puts the length of everything written since the mark before it. */
    void length(int mark) {
        varint(mark() - mark);
    }

    void tag(int tag) {
        varint(tag);
    }

    void varint(long value) {
        if ((value & ~0x7FL) == 0) {
            reserve(1);
            bytes[--start] = (byte) value;
            return;
        }
        int size = (70 - Long.numberOfLeadingZeros(value)) / 7;
        reserve(size);
        start -= size;
        int position = start;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[position] = (byte) rest;
    }

    void fixed64(long value) {
        reserve(8);
        start -= 8;
        for (int i = 0; i < 8; i++) {
            bytes[start + i] = (byte) (value >>> (8 * i));
        }
    }

    /** Appends in front: the last of several calls ends up first. */
    void raw(byte[] source, int offset, int length) {
        reserve(length);
        start -= length;
        System.arraycopy(source, offset, bytes, start, length);
    }

    void raw(byte value) {
        reserve(1);
        bytes[--start] = value;
    }

    /** UTF-8 without its length. */
    void text(String text) {
        int length = text.length();
        reserve(length);
        int position = start;
        byte[] target = bytes;
        for (int i = length - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                start = position;
                encoded(text, i);
                return;
            }
            target[--position] = (byte) c;
        }
        start = position;
    }

    /** The text up to and including a character that is not ASCII. */
    private void encoded(String text, int last) {
        reserve((last + 1) * 3);
        for (int i = last; i >= 0; i--) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[--start] = (byte) c;
            } else if (c < 0x800) {
                bytes[--start] = (byte) (0x80 | (c & 0x3F));
                bytes[--start] = (byte) (0xC0 | c >> 6);
            } else if (!Character.isSurrogate(c)) {
                bytes[--start] = (byte) (0x80 | (c & 0x3F));
                bytes[--start] = (byte) (0x80 | (c >> 6 & 0x3F));
                bytes[--start] = (byte) (0xE0 | c >> 12);
            } else if (i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c)) {
                int codePoint = Character.toCodePoint(text.charAt(--i), c);
                bytes[--start] = (byte) (0x80 | (codePoint & 0x3F));
                bytes[--start] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
                bytes[--start] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
                bytes[--start] = (byte) (0xF0 | codePoint >> 18);
            } else {
                bytes[--start] = '?'; // half a character, as String.getBytes writes it
            }
        }
    }

    private void reserve(int count) {
        if (count > start) {
            int written = mark();
            byte[] larger = new byte[Math.max(bytes.length * 2, written + count + FIRST_SIZE)];
            System.arraycopy(bytes, start, larger, larger.length - written, written);
            start = larger.length - written;
            bytes = larger;
        }
    }
}
