// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import org.jspecify.annotations.Nullable;

/**
 * Who answers for a dataset or job.
 *
 * @param name URN-like, as catalogs like it: {@code team:orders}
 * @param type such as {@code OWNER} or {@code STEWARD}; null when it does not matter
 */
public record Owner(String name, @Nullable String type) {
    /** Reads {@code team:orders} or {@code team:orders@STEWARD}. */
    public static Owner parse(String text) {
        int at = text.lastIndexOf('@');
        boolean typed = at > 0 && text.substring(at + 1).matches("[A-Z_]+");
        return typed ? new Owner(text.substring(0, at), text.substring(at + 1)) : new Owner(text, null);
    }
}
