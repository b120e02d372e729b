// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.client.json.GenericJson;
import com.google.api.client.util.Data;
import io.millrace.connect.emulator.store.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/** Google's patch: objects merge field by field, lists and values replace, null removes. */
final class Patch {
    private Patch() {}

    @SuppressWarnings("unchecked")
    static <T extends GenericJson> T apply(T current, GenericJson patch) {
        Map<String, Object> merged = merge(Model.parse(Model.text(current), GenericJson.class), patch);
        return Model.parse(Model.text(merged), (Class<T>) current.getClass());
    }

    private static Map<String, Object> merge(Map<?, ?> current, Map<?, ?> patch) {
        Map<String, Object> merged = new LinkedHashMap<>();
        current.forEach((name, value) -> merged.put(String.valueOf(name), value));
        patch.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null || Data.isNull(value)) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> inner) {
                Map<?, ?> before = merged.get(name) instanceof Map<?, ?> map ? map : Map.of();
                merged.put(name, merge(before, inner));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }
}
