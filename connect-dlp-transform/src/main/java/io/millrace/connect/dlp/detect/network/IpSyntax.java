// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import io.millrace.connect.dlp.detect.text.Chars;

/** The text forms of IP addresses: dotted quads, and RFC 4291 section 2.2. */
public final class IpSyntax {

    private IpSyntax() {}

    /** The end of a dotted quad that starts at {@code start}, or -1; leading zeros are not allowed. */
    public static int v4End(char[] chars, int start, int limit) {
        int i = start;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0) {
                if (i >= limit || chars[i] != '.') {
                    return -1;
                }
                i++;
            }
            int from = i;
            int value = 0;
            while (i < limit && i - from < 4 && Chars.isDigit(chars[i])) {
                value = value * 10 + (chars[i] - '0');
                i++;
            }
            if (i == from || value > 255 || (i - from > 1 && chars[from] == '0')) {
                return -1;
            }
        }
        return i;
    }

    /** True when the range is one IPv6 address, possibly with a dotted quad at its end. */
    public static boolean isV6(char[] chars, int start, int end) {
        int groups = 0;
        boolean compressed = false;
        int i = start;
        if (end - start < 2) {
            return false;
        }
        while (i < end) {
            if (chars[i] == ':') {
                int next = colonsEnd(chars, start, i, end);
                boolean two = next - i == 2;
                if (next < 0 || (two && compressed)) {
                    return false;
                }
                compressed |= two;
                i = next;
            } else {
                int groupEnd = hexEnd(chars, i, end);
                if (groupEnd < end && chars[groupEnd] == '.') {
                    return v4End(chars, i, end) == end && fills(groups + 2, compressed);
                }
                boolean last = groupEnd == end;
                if (groupEnd == i || groupEnd - i > 4 || !(last || chars[groupEnd] == ':')) {
                    return false;
                }
                groups++;
                i = groupEnd;
            }
        }
        return fills(groups, compressed);
    }

    /** The end of one or two colons, or -1 when they cannot stand there: three, or a lone one at an end. */
    private static int colonsEnd(char[] chars, int start, int i, int end) {
        boolean two = i + 1 < end && chars[i + 1] == ':';
        if (two) {
            return i + 2 < end && chars[i + 2] == ':' ? -1 : i + 2;
        }
        return i + 1 == end || i == start ? -1 : i + 1;
    }

    private static int hexEnd(char[] chars, int from, int end) {
        int i = from;
        while (i < end && Chars.isHex(chars[i])) {
            i++;
        }
        return i;
    }

    private static boolean fills(int groups, boolean compressed) {
        return compressed ? groups <= 7 : groups == 8;
    }
}
