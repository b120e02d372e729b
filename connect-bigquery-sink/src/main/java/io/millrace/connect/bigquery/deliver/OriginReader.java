// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads where a record was consumed. Transforms may rename a record's topic; accounting goes by what Kafka knows, which
 * workers tell since Connect 3.6 (KIP-793).
 */
public enum OriginReader {
    /** As consumed, before any transform. */
    ORIGINAL {
        @Override
        String topic(SinkRecord record) {
            return record.originalTopic();
        }

        @Override
        int partition(SinkRecord record) {
            return record.originalKafkaPartition();
        }

        @Override
        long offset(SinkRecord record) {
            return record.originalKafkaOffset();
        }
    },
    /** As delivered: all that workers before 3.6 tell. Transforms that rename topics break accounting there. */
    DELIVERED {
        @Override
        String topic(SinkRecord record) {
            return record.topic();
        }

        @Override
        int partition(SinkRecord record) {
            return record.kafkaPartition();
        }

        @Override
        long offset(SinkRecord record) {
            return record.kafkaOffset();
        }
    };

    /** The best that this worker offers. */
    public static OriginReader ofThisWorker() {
        try {
            SinkRecord.class.getMethod("originalTopic");
            return ORIGINAL;
        } catch (NoSuchMethodException olderThan36) {
            return DELIVERED;
        }
    }

    abstract String topic(SinkRecord record);

    abstract int partition(SinkRecord record);

    abstract long offset(SinkRecord record);
}
