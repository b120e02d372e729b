// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.model.Origin;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that a table's records came from. Task thread. */
final class Sources {
    private final Set<TopicPartition> partitions = new HashSet<>();
    private @Nullable Origin last;

    Set<TopicPartition> partitions() {
        return partitions;
    }

    @SuppressWarnings("ReferenceEquality") // a hit spares the set; a miss is only slower
    void note(Origin origin) {
        Origin before = last;
        if (before == null || before.partition() != origin.partition() || before.topic() != origin.topic()) {
            partitions.add(new TopicPartition(origin.topic(), origin.partition()));
        }
        last = origin;
    }

    void drop(Collection<TopicPartition> lost) {
        partitions.removeAll(lost);
        last = null;
    }
}
