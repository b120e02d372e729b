// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.reject;

import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter holds of a record that cannot be written: {@code dead.letters}. For the very record that it gave to
 * the task, Connect writes the bytes as they were consumed, before any transform; any other record that is reported in its
 * place it writes by the connector's converters (WorkerErrantRecordReporter, Kafka 3.9 and 4.3).
 */
public enum LetterContent {
    /** The bytes as they were consumed. */
    CONSUMED {
        @Override
        SinkRecord of(SinkRecord bad) {
            return bad;
        }
    },
    /** What the transforms made of it. */
    TRANSFORMED {
        @Override
        SinkRecord of(SinkRecord bad) {
            return at(bad, bad.headers(), bad);
        }
    },
    /** Nothing: Connect's context headers say where it is. */
    ORIGIN {
        @Override
        SinkRecord of(SinkRecord bad) {
            return at(bad, new ConnectHeaders(), null);
        }
    };

    /** The record to report in place of a bad one. */
    abstract SinkRecord of(SinkRecord bad);

    /** A reporter of letters with this content; null for none. */
    public @Nullable ErrantRecordReporter through(@Nullable ErrantRecordReporter reporter) {
        return reporter == null || this == CONSUMED ? reporter : new LetterReporter(this::of, reporter);
    }

    /** A record from where {@code bad} was consumed: the worker keeps reports, and names them, by that. */
    private static SinkRecord at(SinkRecord bad, Headers headers, @Nullable SinkRecord content) {
        return new SinkRecord(
                bad.originalTopic(),
                bad.originalKafkaPartition(),
                content == null ? null : content.keySchema(),
                content == null ? null : content.key(),
                content == null ? null : content.valueSchema(),
                content == null ? null : content.value(),
                bad.originalKafkaOffset(),
                bad.timestamp(),
                bad.timestampType(),
                headers);
    }
}
