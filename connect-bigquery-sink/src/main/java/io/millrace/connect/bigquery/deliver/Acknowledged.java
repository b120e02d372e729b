// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** At least once: what is acknowledged may be committed, and what is not is written by whoever owns its partition next. */
public final class Acknowledged implements Guarantee {
    private final OffsetTracker tracker;

    public Acknowledged(OffsetTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        tracker.open(partitions);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> commit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        return tracker.committable(consumed);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        tracker.close(partitions);
    }
}
