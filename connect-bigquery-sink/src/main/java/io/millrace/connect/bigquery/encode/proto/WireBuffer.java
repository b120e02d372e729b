// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import com.google.protobuf.CodedInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Protobuf's wire format written back to front: a message's length is known when its length is due, so that no size has
 * to be computed before and nothing patched after. Within a message fields are written last first, each as value,
 * length, tag, all by one call. Reused for every row.
 */
final class WireBuffer {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FIRST_SIZE = 4_096;
    private static final int MOST_VARINT = 10;
    /** A length and a tag. */
    private static final int MOST_HEADER = 10;

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

    /** Reads what was written, front to back, until more is written. */
    CodedInputStream read() {
        return CodedInputStream.newInstance(bytes, start, mark());
    }

    /** How many bytes were written so far; marks the end of a message that is about to be written. */
    int mark() {
        return bytes.length - start;
    }

    /** Makes everything written since the mark a message: puts its length and tag before it. */
    void enclose(int tag, int mark) {
        reserve(MOST_HEADER);
        start = header(tag, mark() - mark, start);
    }

    void varint(int tag, long value) {
        reserve(MOST_VARINT + MOST_HEADER);
        start = number(tag, number(value, start));
    }

    void fixed64(int tag, long value) {
        reserve(8 + MOST_HEADER);
        int position = start - 8;
        LITTLE_ENDIAN.set(bytes, position, value);
        start = number(tag, position);
    }

    /** The low bytes of a number, lowest first, delimited by their length. */
    void littleEndian(int tag, long value, int size) {
        reserve(8 + MOST_HEADER);
        LITTLE_ENDIAN.set(bytes, start - 8, value << (64 - 8 * size)); // the bytes in front are not written yet
        start = header(tag, size, start - size);
    }

    /** Bytes in the opposite order, delimited by their length. */
    void reversed(int tag, byte[] source) {
        reserve(source.length + MOST_HEADER);
        int position = start;
        for (byte b : source) {
            bytes[--position] = b;
        }
        start = header(tag, source.length, position);
    }

    void bytes(int tag, byte[] source, int offset, int length) {
        reserve(length + MOST_HEADER);
        int position = start - length;
        System.arraycopy(source, offset, bytes, position, length);
        start = header(tag, length, position);
    }

    /** UTF-8. */
    void text(int tag, String text) {
        int length = text.length();
        reserve(length + MOST_HEADER);
        int position = start;
        byte[] target = bytes;
        for (int i = length - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                int mark = mark();
                start = position;
                encoded(text, i);
                enclose(tag, mark);
                return;
            }
            target[--position] = (byte) c;
        }
        start = header(tag, length, position);
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

    /** Puts a length and a tag in front of a position, with {@link #MOST_HEADER} reserved; answers the new position. */
    private int header(int tag, int length, int position) {
        return number(tag, number(length, position));
    }

    /** The same for one number. */
    private int number(long value, int end) {
        int position = end;
        if ((value & ~0x7FL) == 0) {
            bytes[--position] = (byte) value;
            return position;
        }
        int first = end - (70 - Long.numberOfLeadingZeros(value)) / 7;
        position = first;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[position] = (byte) rest;
        return first;
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
