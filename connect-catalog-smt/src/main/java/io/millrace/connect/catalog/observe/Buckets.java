// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hash table without keys: whoever looks compares the entries of a hash with what is at hand, so that no key has to be made
 * of a record. Of one thread.
 */
final class Buckets<E extends Buckets.Entry<E>> {
    private static final int FEWEST = 16;

    private List<@Nullable E> heads = empty(FEWEST);
    private int size;

    /** One entry: in one table, once. */
    abstract static class Entry<E extends Entry<E>> {
        int hash;

        @Nullable
        E next;

        /** The next one of the same hash. */
        @Nullable
        E following() {
            E each = next;
            while (each != null && each.hash != hash) {
                each = each.next;
            }
            return each;
        }
    }

    int size() {
        return size;
    }

    /** The first entry of {@code hash}; {@link Entry#following} has the others. */
    @Nullable
    E first(int hash) {
        E each = heads.get(at(hash));
        while (each != null && each.hash != hash) {
            each = each.next;
        }
        return each;
    }

    void add(E entry, int hash) {
        if (size >= heads.size()) {
            List<E> all = all();
            heads = empty(heads.size() * 2);
            all.forEach(each -> link(each, each.hash));
        }
        link(entry, hash);
        size++;
    }

    private void link(E entry, int hash) {
        entry.hash = hash;
        entry.next = heads.get(at(hash));
        heads.set(at(hash), entry);
    }

    void remove(E entry) {
        int at = at(entry.hash);
        E before = null;
        E each = heads.get(at);
        while (each != null && each != entry) {
            before = each;
            each = each.next;
        }
        if (each == null) {
            return;
        }
        if (before == null) {
            heads.set(at, entry.next);
        } else {
            before.next = entry.next;
        }
        entry.next = null;
        size--;
    }

    List<E> all() {
        List<E> all = new ArrayList<>(size);
        for (E head : heads) {
            for (E each = head; each != null; each = each.next) {
                all.add(each);
            }
        }
        return all;
    }

    void clear() {
        heads = empty(FEWEST);
        size = 0;
    }

    private int at(int hash) {
        int mixed = hash * 0x9E3779B9; // identity hashes and short names differ in few bits
        return (mixed ^ (mixed >>> 16)) & (heads.size() - 1);
    }

    private static <E> List<@Nullable E> empty(int buckets) {
        List<@Nullable E> heads = new ArrayList<>(buckets);
        for (int i = 0; i < buckets; i++) {
            heads.add(null);
        }
        return heads;
    }
}
