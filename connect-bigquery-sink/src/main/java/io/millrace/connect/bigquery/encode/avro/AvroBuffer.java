// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Avro's binary encoding, written front to back. Reused for every row. */
final class AvroBuffer {
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int FIRST_SIZE = 4_096;
    private static final int MOST_VARINT = 10;
    /** From here on the virtual machine's own loops are faster, though they make an array. */
    private static final int LONG_TEXT = 24;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    /** Of the record whose fields are being written. */
    private Slots slots = new Slots();

    /** Begins a row, whose columns go to these slots. */
    void begin(Slots ofRow) {
        size = 0;
        slots = ofRow;
    }

    int size() {
        return size;
    }

    /** Where the fields of the record go that is being written. */
    Slots slots() {
        return slots;
    }

    /** Goes into a record, or back; answers where fields went before. */
    Slots enter(Slots ofRecord) {
        Slots outer = slots;
        slots = ofRecord;
        return outer;
    }

    /** A copy of all that was written. */
    byte[] all() {
        return Arrays.copyOf(bytes, size);
    }

    /** Copies what was written between two positions; answers where the copy ends. */
    int copy(int start, int end, byte[] target, int at) {
        System.arraycopy(bytes, start, target, at, end - start);
        return at + end - start;
    }

    /** Puts other bytes in the place of everything written from a position on. */
    void replace(int from, byte[] by) {
        size = from;
        bytes(by, 0, by.length);
    }

    void octet(int value) {
        reserve(1);
        bytes[size] = (byte) value;
        size++;
    }

    /** An int or a long. */
    void number(long value) {
        reserve(MOST_VARINT);
        byte[] into = bytes; // locals: what is written to fields byte by byte takes twice the time
        int at = size;
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            into[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[at] = (byte) rest;
        size = at + 1;
    }

    void fixed64(long value) {
        reserve(8);
        LITTLE_ENDIAN.set(bytes, size, value);
        size += 8;
    }

    /** The low bytes of a number, highest first, delimited by their length. */
    void bigEndian(long value, int count) {
        reserve(MOST_VARINT + 8);
        number(count);
        BIG_ENDIAN.set(bytes, size, value << (64 - 8 * count)); // the bytes behind are not written yet
        size += count;
    }

    /** Bytes, delimited by their length. */
    void delimited(byte[] source, int offset, int count) {
        number(count);
        bytes(source, offset, count);
    }

    private void bytes(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, size, count);
        size += count;
    }

    /** UTF-8, delimited by its length. */
    void text(String text) {
        int length = text.length();
        if (length >= LONG_TEXT) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            delimited(encoded, 0, encoded.length);
            return;
        }
        int start = size;
        number(length);
        reserve(length);
        byte[] into = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                encoded(text);
                return;
            }
            into[at++] = (byte) c;
        }
        size = at;
    }

    private void encoded(String text) {
        int count = utf8Length(text);
        number(count);
        reserve(count);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | c >> 6);
                continued(c, 0);
            } else if (!Character.isSurrogate(c)) {
                bytes[size++] = (byte) (0xE0 | c >> 12);
                continued(c, 6);
            } else if (isPair(text, i)) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                bytes[size++] = (byte) (0xF0 | codePoint >> 18);
                continued(codePoint, 12);
            } else {
                bytes[size++] = '?'; // half a character, as String.getBytes writes it
            }
        }
    }

    private void continued(int codePoint, int highest) {
        for (int shift = highest; shift >= 0; shift -= 6) {
            bytes[size++] = (byte) (0x80 | (codePoint >> shift & 0x3F));
        }
    }

    private static int utf8Length(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                count += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (isPair(text, i)) {
                count += 4;
                i++;
            } else {
                count++;
            }
        }
        return count;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count + FIRST_SIZE));
        }
    }
}
