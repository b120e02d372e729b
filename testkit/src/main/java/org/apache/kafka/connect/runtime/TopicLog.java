// SPDX-License-Identifier: Apache-2.0
package org.apache.kafka.connect.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.NullMarked;

/** What topics hold: records as a task is to see them, by the partition and offset that they are consumed from. */
@NullMarked
final class TopicLog {
    private final Map<TopicPartition, NavigableMap<Long, SinkRecord>> partitions = new HashMap<>();

    static TopicPartition origin(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    void append(SinkRecord record) {
        SinkRecord other = partitions
                .computeIfAbsent(origin(record), first -> new TreeMap<>())
                .put(record.originalKafkaOffset(), record);
        assertThat(other).as("a second record at one offset").isNull();
    }

    void clear(TopicPartition partition) {
        partitions.remove(partition);
    }

    /** A partition's records by offset, from this one on. */
    NavigableMap<Long, SinkRecord> from(TopicPartition partition, long offset) {
        return partitions.getOrDefault(partition, new TreeMap<>()).tailMap(offset, true);
    }

    /** The offset after the last record; 0 for an empty partition. */
    long end(TopicPartition partition) {
        NavigableMap<Long, SinkRecord> records = from(partition, 0);
        return records.isEmpty() ? 0 : records.lastKey() + 1;
    }

    /** The record that was produced where this one was consumed; itself if there is none. */
    SinkRecord produced(SinkRecord consumed) {
        return from(origin(consumed), 0).getOrDefault(consumed.originalKafkaOffset(), consumed);
    }
}
