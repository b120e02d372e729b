// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.client.json.GenericJson;
import com.google.api.client.util.Data;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PATCH as Google's JSON APIs do it: what is named is replaced, null removes it, maps are merged key by key. */
final class MergePatch {
    private MergePatch() {}

    /** Only fields named in {@code changeable} change; others are read-only and are ignored. */
    static <T extends GenericJson> T apply(T target, GenericJson patch, Set<String> changeable) {
        for (Map.Entry<String, Object> change : patch.entrySet()) {
            String name = change.getKey();
            if (changeable.contains(name)) {
                target.set(name, merged(target.get(name), change.getValue()));
            }
        }
        return target;
    }

    private static @Nullable Object merged(@Nullable Object old, Object wanted) {
        if (Data.isNull(wanted)) {
            return null;
        }
        if (!(wanted instanceof Map<?, ?> entries) || wanted instanceof GenericJson) {
            return wanted;
        }
        Map<Object, Object> merged = new LinkedHashMap<>();
        if (old instanceof Map<?, ?> known) {
            merged.putAll(known);
        }
        entries.forEach((key, value) -> {
            if (Data.isNull(value)) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }
}
