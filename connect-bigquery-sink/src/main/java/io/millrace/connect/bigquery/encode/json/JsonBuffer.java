// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import io.millrace.connect.bigquery.encode.value.CivilTime;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON in UTF-8, written front to back. Every member and every element is followed by a comma; {@link #close} puts the
 * bracket in the last one's place. Reused for every row.
 */
final class JsonBuffer {
    private static final int FIRST_SIZE = 4_096;
    private static final int MOST_NUMBER = 20;
    /** {@code "9999-12-31 23:59:59.999999Z"}. */
    private static final int MOST_TIME = 29;
    /** What one char becomes at most: a backslash, u and four digits. */
    private static final int MOST_CHAR = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    /** Forgets what was written. */
    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void octet(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    /** As it is. */
    void raw(byte[] source) {
        reserve(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
    }

    /** Ends an object or array, which has members or not. */
    void close(char bracket) {
        if (bytes[size - 1] == ',') {
            bytes[size - 1] = (byte) bracket;
        } else {
            octet(bracket);
        }
    }

    /** Digits as they are. */
    void number(long value) {
        reserve(MOST_NUMBER);
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                ascii("-9223372036854775808");
                return;
            }
            bytes[size++] = '-';
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        size += digits;
        for (int i = size - 1; i >= size - digits; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Characters that need no escape, each of one byte. */
    void ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    /** YYYY-MM-DD. */
    void date(long days) {
        reserve(MOST_TIME);
        long packed = CivilTime.packedDate((int) (days - CivilTime.FIRST_DAY));
        int year = (int) (packed >> 9);
        two(year / 100);
        two(year % 100);
        bytes[size++] = '-';
        two((int) (packed >> 5) & 0xF);
        bytes[size++] = '-';
        two((int) packed & 0x1F);
    }

    /** HH:MM:SS, and six digits of a fraction if there is one. */
    void time(long microsOfDay) {
        reserve(MOST_TIME);
        int seconds = (int) (microsOfDay / CivilTime.MICROS_PER_SECOND);
        int micros = (int) (microsOfDay - seconds * CivilTime.MICROS_PER_SECOND);
        two(seconds / 3_600);
        bytes[size++] = ':';
        two(seconds / 60 % 60);
        bytes[size++] = ':';
        two(seconds % 60);
        if (micros != 0) {
            bytes[size++] = '.';
            two(micros / 10_000);
            two(micros / 100 % 100);
            two(micros % 100);
        }
    }

    /** The date, a space and the time of day. */
    void datetime(long micros) {
        long days = Math.floorDiv(micros, CivilTime.MICROS_PER_DAY);
        date(days);
        bytes[size++] = ' ';
        time(micros - days * CivilTime.MICROS_PER_DAY);
    }

    private void two(int number) {
        bytes[size++] = (byte) ('0' + number / 10);
        bytes[size++] = (byte) ('0' + number % 10);
    }

    /** A string, quotes included. */
    void text(String text) {
        int length = text.length();
        reserve(length + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                bytes[size++] = (byte) c;
            } else {
                reserve(MOST_CHAR + length - i); // the rest and the last quote
                i = other(text, i, c);
            }
        }
        bytes[size++] = '"';
    }

    /** A char that is no plain ASCII; answers the position of the last one that was written. */
    private int other(String text, int at, char c) {
        if (c < 0x80) {
            escaped(c);
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | c >> 6);
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else if (c == '\u2028' || c == '\u2029') {
            unicode(c); // legal as they are, but some take them for ends of lines
        } else if (!Character.isSurrogate(c)) {
            bytes[size++] = (byte) (0xE0 | c >> 12);
            bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else if (at + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(at + 1))) {
            int codePoint = Character.toCodePoint(c, text.charAt(at + 1));
            bytes[size++] = (byte) (0xF0 | codePoint >> 18);
            bytes[size++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
            bytes[size++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
            bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
            return at + 1;
        } else {
            bytes[size++] = '?'; // half a character, as String.getBytes writes it
        }
        return at;
    }

    private void escaped(char c) {
        char letter = switch (c) {
            case '"', '\\' -> c;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
        if (letter == 0) {
            unicode(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = (byte) letter;
        }
    }

    private void unicode(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[c >> shift & 0xF];
        }
    }

    /** The text of a document, on one line: ends of lines are white space there, being escaped inside strings. */
    void document(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '\n' || encoded[i] == '\r') {
                encoded[i] = ' ';
            }
        }
        raw(encoded);
    }

    /** A string of Base64, quotes included. */
    void base64(byte[] source) {
        octet('"');
        raw(Base64.getEncoder().encode(source));
        octet('"');
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count + FIRST_SIZE));
        }
    }
}
