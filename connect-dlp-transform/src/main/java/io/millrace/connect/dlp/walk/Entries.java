// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done to the entries of a map, which is copied when the first of them changes. */
interface Entries {
    /** The masked key; null when none is left, and the entry goes with it. */
    @Nullable
    Object key(Object key);

    /** The masked value. */
    @Nullable
    Object value(@Nullable Object key, Object value);

    /** The masked map, the same when nothing was masked. Of keys that become equal the last one's value stays. */
    default Map<?, ?> of(Map<?, ?> source) {
        Map<@Nullable Object, @Nullable Object> copy = null;
        int same = 0;
        for (Map.Entry<?, ?> entry : source.entrySet()) {
            Object key = entry.getKey();
            Object original = entry.getValue();
            Object value = original == null ? null : value(key, original);
            Object name = key == null ? null : key(key);
            if (copy == null && (name != key || value != original)) {
                copy = first(source, same);
            }
            if (copy != null && (name != null || key == null)) {
                copy.put(name, value);
            }
            same++;
        }
        return copy == null ? source : copy;
    }

    private static Map<@Nullable Object, @Nullable Object> first(Map<?, ?> source, int count) {
        Map<@Nullable Object, @Nullable Object> first = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : source.entrySet()) {
            if (first.size() == count) {
                break;
            }
            first.put(entry.getKey(), entry.getValue());
        }
        return first;
    }
}
