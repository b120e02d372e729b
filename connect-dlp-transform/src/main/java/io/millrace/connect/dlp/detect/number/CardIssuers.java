// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers card issuers use. Ranges: ISO/IEC 7812 issuers as published by the networks (2026-11); those in little
 * use, or of lengths in little use, are one step less sure.
 */
final class CardIssuers {

    /**
     * Numbers that begin alike.
     *
     * @param from the first four digits, as the last
     * @param usual lengths, a bit each
     * @param rare lengths that are one step less sure, a bit each
     */
    private record Range(int from, int to, int usual, int rare) {
        int steps(int length) {
            if ((usual >>> length & 1) != 0) {
                return 0;
            }
            return (rare >>> length & 1) != 0 ? -1 : NumberForm.Check.NO;
        }
    }

    // The first that fits counts
    private static final List<Range> RANGES = List.of(
            new Range(4000, 4999, lengths(13, 16, 19), 0), // Visa
            new Range(5100, 5599, lengths(16), 0), // Mastercard
            new Range(2221, 2720, lengths(16), 0),
            new Range(3400, 3499, lengths(15), 0), // American Express
            new Range(3700, 3799, lengths(15), 0),
            new Range(3600, 3699, lengths(14), lengths(16, 17, 18, 19)), // Diners Club
            new Range(3800, 3999, lengths(14), lengths(16, 17, 18, 19)),
            new Range(3000, 3059, lengths(14), lengths(16, 17, 18, 19)),
            new Range(3095, 3095, lengths(14), lengths(16, 17, 18, 19)),
            new Range(3528, 3589, lengths(16), lengths(17, 18, 19)), // JCB
            new Range(3500, 3599, 0, lengths(16, 17, 18, 19)),
            new Range(2131, 2131, 0, lengths(15)), // JCB's old numbers
            new Range(6000, 6099, lengths(16), lengths(17, 18, 19)), // Discover, UnionPay, RuPay
            new Range(6200, 6299, lengths(16), lengths(17, 18, 19)),
            new Range(6400, 6599, lengths(16), lengths(17, 18, 19)),
            new Range(8100, 8199, lengths(16), lengths(17, 18, 19)),
            new Range(1000, 1999, 0, lengths(15)), // UATP
            new Range(2200, 2204, lengths(16, 17, 18, 19), 0), // Mir
            new Range(5000, 5099, lengths(16), lengths(12, 13, 14, 15, 17, 18, 19)), // Maestro
            new Range(5600, 5999, lengths(16), lengths(12, 13, 14, 15, 17, 18, 19)),
            new Range(6100, 6199, lengths(16), lengths(12, 13, 14, 15, 17, 18, 19)),
            new Range(6300, 6399, lengths(16), lengths(12, 13, 14, 15, 17, 18, 19)),
            new Range(6600, 6999, lengths(16), lengths(12, 13, 14, 15, 17, 18, 19)));

    private static final @Nullable Range[] BY_PREFIX = byPrefix();

    private CardIssuers() {}

    private static int lengths(int... lengths) {
        int bits = 0;
        for (int length : lengths) {
            bits |= 1 << length;
        }
        return bits;
    }

    private static @Nullable Range[] byPrefix() {
        @Nullable Range[] table = new Range[10_000];
        for (Range range : RANGES) {
            for (int prefix = range.from; prefix <= range.to; prefix++) {
                table[prefix] = table[prefix] == null ? range : table[prefix];
            }
        }
        return table;
    }

    /** How sure the first four digits make a number of this length: steps, or {@link NumberForm.Check#NO}. */
    static int steps(int prefix, int length) {
        Range range = BY_PREFIX[prefix];
        return range == null ? NumberForm.Check.NO : range.steps(length);
    }
}
