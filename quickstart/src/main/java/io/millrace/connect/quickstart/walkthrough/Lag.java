// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How many records of its topics a sink has not yet acknowledged, as Kafka knows it. */
final class Lag {

    private final Admin admin;
    private final String group;

    Lag(Admin admin, String connector) {
        this.admin = admin;
        this.group = "connect-" + connector;
    }

    long records() {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(committed.keySet().stream()
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get();
            long lag = 0;
            for (Map.Entry<TopicPartition, OffsetAndMetadata> partition : committed.entrySet()) {
                ListOffsetsResultInfo end = ends.get(partition.getKey());
                if (end != null) {
                    lag += end.offset() - partition.getValue().offset();
                }
            }
            return lag;
        } catch (ExecutionException unreachable) {
            throw new IllegalStateException("Kafka does not tell the lag of " + group, unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the lag of " + group, stopped);
        }
    }
}
