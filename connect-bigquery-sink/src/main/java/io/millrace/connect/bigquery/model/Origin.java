// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

/**
 * A record's identity: the topic, partition and offset it was consumed at, before any transform renamed them.
 *
 * @param topic the topic as Kafka knows it, never as routed
 * @param partition the partition number, from 0
 * @param offset the record's own offset, from 0; the offset to commit once it is finished is one higher
 */
public record Origin(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
