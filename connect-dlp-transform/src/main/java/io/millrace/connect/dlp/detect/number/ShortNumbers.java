// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import java.util.List;

/**
 * Numbers of fewer digits than any identifier has, with none of another number beside them: nearly all of a sentence, versions,
 * ratios. Only those look at them who know dates and times.
 */
final class ShortNumbers {

    /** So many digits are no short number: the shortest form has them. */
    static final int TOO_MANY = 7;

    // Of an IP address, however few digits there are
    private static final int GROUPS_OF_ADDRESS = 4;
    // What people put between the groups of a telephone number, at the most
    private static final int WIDEST_GAP = 4;

    // By the length of a group
    private final GroupReader[][] readers = new GroupReader[TOO_MANY][];

    ShortNumbers(List<GroupReader> all) {
        for (int i = 0; i < readers.length; i++) {
            int length = i;
            readers[i] = all.stream()
                    .filter(reader -> reader.readsShort() && reader.reads(GroupReader.Kind.DIGITS, length))
                    .toArray(GroupReader[]::new);
        }
    }

    /** True when a chain holds nothing else. */
    static boolean areIn(Scan scan, GroupChain chain) {
        int size = chain.size();
        int end = chain.end();
        if (size >= GROUPS_OF_ADDRESS || end - chain.start(0) - (size - 1) >= TOO_MANY) {
            return false;
        }
        int next = end;
        while (next - end < WIDEST_GAP && (Chars.isJoint(scan.at(next)) || scan.at(next) == '~')) {
            next++;
        }
        char after = scan.at(next);
        boolean pair = Chars.isHex(after) && Chars.isHex(scan.at(next + 1)); // of a hardware address
        boolean more = pair || after >= 128 || Chars.isDigit(after) || scan.at(chain.start(0) - 1) == '-';
        return !more && chain.isAllDigits();
    }

    void read(Scan scan, GroupChain chain) {
        for (int group = 0; group < chain.size(); group++) {
            for (GroupReader reader : readers[chain.length(group)]) {
                reader.read(scan, chain, group);
            }
        }
    }
}
