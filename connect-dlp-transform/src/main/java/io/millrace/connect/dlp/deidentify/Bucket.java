// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import org.jspecify.annotations.Nullable;

/**
 * One bucket.
 *
 * @param min inclusive, null for no lower end
 * @param max exclusive, null for no upper end
 * @param replacement {@code min-max} unless given
 */
public record Bucket(@Nullable String min, @Nullable String max, String replacement) {
    /** With its range as replacement where null is given. */
    static Bucket of(@Nullable String min, @Nullable String max, @Nullable String replacement) {
        return new Bucket(min, max, replacement == null ? range(min, max) : replacement);
    }

    String range() {
        return range(min, max);
    }

    private static String range(@Nullable String min, @Nullable String max) {
        return (min == null ? "" : min) + "-" + (max == null ? "" : max);
    }
}
