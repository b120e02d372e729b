// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.memo;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values by what they were made from, as many as memory allows: then those that were not asked for the longest time are
 * forgotten, and made again when somebody asks. A count would be a cliff: one table more than it, and every record of
 * every table pays. Not thread-safe.
 */
public final class Memo<K, V> {
    private static final long LEAST = 16L << 20;
    private static final int SHARES = 32;

    /** What a value weighs whatever it holds, its key and its place here included. */
    private static final long ENTRY = 400;

    private final long limit;
    private final ToLongFunction<V> weigher;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /** @param weigher about how many bytes a value holds; always the same for the same value */
    public Memo(ToLongFunction<V> weigher) {
        this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARES), weigher);
    }

    /** @param limit about how many bytes it holds at most */
    public Memo(long limit, ToLongFunction<V> weigher) {
        this.limit = limit;
        this.weigher = weigher;
    }

    /** The value for a key, made if it is not known. What making throws is thrown, and nothing is kept. */
    public V get(K key, Function<? super K, ? extends V> made) {
        V value = values.get(key);
        if (value == null) {
            value = made.apply(key);
            values.put(key, value);
            weight += weighed(value);
            makeRoom();
        }
        return value;
    }

    /** The value for a key, null if it is not known. */
    public @Nullable V known(K key) {
        return values.get(key);
    }

    private long weighed(V value) {
        return ENTRY + weigher.applyAsLong(value);
    }

    /** The newest stays, whatever it weighs. */
    private void makeRoom() {
        Iterator<V> oldest = values.values().iterator();
        while (weight > limit && values.size() > 1) {
            weight -= weighed(oldest.next());
            oldest.remove();
        }
    }
}
