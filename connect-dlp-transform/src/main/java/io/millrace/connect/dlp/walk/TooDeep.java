// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A record, list or map too deep to be walked, into which a rule may lead. */
record TooDeep(Leaf leaf) implements Node {
    @Override
    public @Nullable Schema schema() {
        return leaf.schema();
    }

    @Override
    public @Nullable Object apply(Object value, Visit visit) {
        return leaf.refuseDepth(value, visit);
    }

    @Override
    public void collect(Object value, Visit visit) {
        // nothing of it leaves
    }
}
