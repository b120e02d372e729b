// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of a keyed table.
 *
 * @param row column values as in {@link Warehouse#insert}; of a delete only the key columns count
 * @param sequence the {@code _CHANGE_SEQUENCE_NUMBER} as sent, null where rows go by order of arrival
 */
public record Change(
        Kind kind,
        Map<String, @Nullable Object> row,
        @Nullable String sequence) {
    /** {@code _CHANGE_TYPE}. */
    public enum Kind {
        UPSERT,
        DELETE
    }
}
