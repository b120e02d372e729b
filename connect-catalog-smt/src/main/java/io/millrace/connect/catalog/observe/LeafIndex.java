// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where the values of one record stand, by the object itself: nothing is compared, printed, or kept past the record. */
final class LeafIndex {
    private final IdentityHashMap<Object, List<String>> paths = new IdentityHashMap<>();
    private final Set<String> names = new TreeSet<>();

    void fill(@Nullable Object value) {
        clear();
        Leaves.of(value, (path, leaf) -> {
            paths.computeIfAbsent(leaf, first -> new ArrayList<>(1)).add(path);
            names.add(path);
        });
    }

    List<String> pathsOf(Object leaf) {
        return paths.getOrDefault(leaf, List.of());
    }

    Set<String> names() {
        return names;
    }

    void clear() {
        paths.clear();
        names.clear();
    }
}
