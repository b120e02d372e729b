// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A record within a record of the same schema. What is done in it depends on where it stands, and there is no end of
 * places: each is compiled when the first record reaches it. The schema never changes here.
 */
final class Recursion implements Node {
    private final Schema schema;
    private final Plans plans;
    private final Supplier<@Nullable Node> compiler;
    private @Nullable List<Node> compiled;

    /** How many plans below one schema are kept: records may branch at every level. */
    static final class Plans {
        private static final int MOST = 1_000;

        private int kept;

        private boolean mayKeep() {
            boolean may = kept < MOST;
            kept += may ? 1 : 0;
            return may;
        }
    }

    Recursion(Schema schema, Plans plans, Supplier<@Nullable Node> compiler) {
        this.schema = schema;
        this.plans = plans;
        this.compiler = compiler;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Object apply(Object value, Visit visit) {
        Object masked = value;
        for (Node node : compile()) {
            masked = node.apply(value, visit);
        }
        return masked;
    }

    @Override
    public void collect(Object value, Visit visit) {
        compile().forEach(node -> node.collect(value, visit));
    }

    /** What is done here: one node, or none. */
    List<Node> compile() {
        if (compiled != null) {
            return compiled;
        }
        Node node = compiler.get();
        List<Node> fresh = node == null ? List.of() : List.of(node);
        if (plans.mayKeep()) {
            compiled = fresh;
        }
        return fresh;
    }
}
