// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forms by the key of their shape, in an open hash table without boxing. */
final class FormTable {

    private final long[] keys;
    private final @Nullable Entry[] values;
    private final int mask;

    /** All forms of one shape. */
    record Entry(List<Candidate> forms) {}

    /** A form with its classes worked out. */
    record Candidate(NumberForm form, String classes) {}

    FormTable(Collection<NumberForm> forms) {
        Map<Long, List<Candidate>> byKey = new HashMap<>();
        for (NumberForm form : forms) {
            byKey.computeIfAbsent(form.key(), key -> new ArrayList<>()).add(new Candidate(form, form.classes()));
        }
        int capacity = Integer.highestOneBit(Math.max(4, byKey.size() * 4)) * 2;
        keys = new long[capacity];
        values = new Entry[capacity];
        mask = capacity - 1;
        byKey.forEach((key, candidates) -> {
            int slot = slot(key);
            while (keys[slot] != 0) {
                slot = slot + 1 & mask;
            }
            keys[slot] = key;
            values[slot] = new Entry(List.copyOf(candidates));
        });
    }

    @Nullable
    Entry get(long key) {
        int slot = slot(key);
        while (keys[slot] != key) {
            if (keys[slot] == 0) {
                return null;
            }
            slot = slot + 1 & mask;
        }
        return values[slot];
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & mask;
    }
}
