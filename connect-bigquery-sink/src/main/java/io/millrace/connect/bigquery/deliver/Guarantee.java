// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a task promises of its partitions: what it takes to begin them, to commit them, and to let them go. Task thread. */
public interface Guarantee {
    /** These partitions are this task's now. */
    void open(Collection<TopicPartition> partitions);

    /**
     * The offsets that may be committed now; never lower than answered before, never for a partition that was closed.
     *
     * @param consumed how far the worker has consumed
     */
    Map<TopicPartition, OffsetAndMetadata> commit(Map<TopicPartition, OffsetAndMetadata> consumed);

    /** These partitions are no longer this task's: whatever of them is not written, the next owner writes. */
    void close(Collection<TopicPartition> partitions);
}
