// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** All patterns that places of one transform's records are held against, and the names that they spell out. */
public final class Patterns {
    private final List<FieldPath> all;
    // The very objects that rules ask with: as records they would be hashed step by step
    private final IdentityHashMap<FieldPath, Integer> indexes = new IdentityHashMap<>();
    private final Set<String> spelled = new HashSet<>();

    /** @param shown of these, names may be shown wherever they stand */
    public Patterns(List<FieldPath> all, List<FieldPath> shown) {
        this.all = List.copyOf(all);
        for (int i = 0; i < this.all.size(); i++) {
            indexes.put(this.all.get(i), i);
        }
        for (FieldPath path : shown) {
            path.steps().forEach(step -> {
                if (step instanceof FieldPath.Step.Name name) {
                    spelled.add(name.name());
                }
            });
        }
    }

    int size() {
        return all.size();
    }

    FieldPath get(int index) {
        return all.get(index);
    }

    int indexOf(FieldPath pattern) {
        Integer index = indexes.get(pattern);
        if (index == null) {
            throw new IllegalArgumentException("a pattern that no rule has");
        }
        return index;
    }

    boolean spellOut(String name) {
        return spelled.contains(name);
    }
}
