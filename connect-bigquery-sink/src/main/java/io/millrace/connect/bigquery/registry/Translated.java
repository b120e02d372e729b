// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import java.util.IdentityHashMap;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What parts of a registered schema became: a part that several others refer to is translated once, so that the result has
 * as many objects as the text has parts, not as there are ways through them. Also how far into each other they may be.
 */
final class Translated {
    /** Deeper than any table, also where its columns are JSON; a chain of references would exhaust the stack. */
    static final int DEEPEST = 150;

    private final IdentityHashMap<Object, Schema> required = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Schema> optional = new IdentityHashMap<>();

    /** What the part became; null if it was not translated yet. */
    @Nullable
    Schema of(Object part, boolean mayBeNull) {
        return (mayBeNull ? optional : required).get(part);
    }

    /** Takes note of what the part became, and answers that. */
    Schema put(Object part, boolean mayBeNull, Schema schema) {
        (mayBeNull ? optional : required).put(part, schema);
        return schema;
    }
}
