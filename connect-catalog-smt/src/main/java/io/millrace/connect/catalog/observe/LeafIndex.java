// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the values of one record stand, by the object itself: nothing is compared, printed, or kept past the record. */
final class LeafIndex {
    private IdentityHashMap<Object, List<String>> paths = new IdentityHashMap<>();

    void fill(@Nullable Object value) {
        clear();
        Leaves.of(value, this::add);
    }

    private void add(String path, Object leaf) {
        List<String> known = paths.get(leaf);
        if (known == null) {
            known = new ArrayList<>(1);
            paths.put(leaf, known);
        }
        if (known.size() <= Trail.MOST_ALIKE) {
            known.add(path);
        }
    }

    List<String> pathsOf(Object leaf) {
        return paths.getOrDefault(leaf, List.of());
    }

    void clear() {
        if (!paths.isEmpty()) {
            paths = new IdentityHashMap<>();
        }
    }
}
