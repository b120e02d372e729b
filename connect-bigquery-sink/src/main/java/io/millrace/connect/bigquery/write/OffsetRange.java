// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where rows came from.
 *
 * @param first the lowest offset of a row's record
 * @param last the highest; between them there may be records of other objects
 */
public record OffsetRange(String topic, int partition, long first, long last) {

    /** One for each partition that has rows in these batches. */
    public static List<OffsetRange> of(Collection<Batch> batches) {
        Map<TopicPartition, Growing> ranges = new LinkedHashMap<>();
        Growing last = null;
        for (Batch batch : batches) {
            for (Row row : batch.rows()) {
                Origin origin = row.origin();
                if (last == null || !last.isOf(origin)) {
                    last = ranges.computeIfAbsent(new TopicPartition(origin.topic(), origin.partition()), Growing::new);
                }
                last.take(origin.offset());
            }
        }
        return ranges.values().stream().map(Growing::range).toList();
    }

    /** Rows of one partition mostly come in a row, and are millions. */
    private static final class Growing {
        private final TopicPartition of;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        Growing(TopicPartition of) {
            this.of = of;
        }

        boolean isOf(Origin origin) {
            return of.partition() == origin.partition() && of.topic().equals(origin.topic());
        }

        void take(long offset) {
            first = Math.min(first, offset);
            last = Math.max(last, offset);
        }

        OffsetRange range() {
            return new OffsetRange(of.topic(), of.partition(), first, last);
        }
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + first + "-" + last;
    }
}
