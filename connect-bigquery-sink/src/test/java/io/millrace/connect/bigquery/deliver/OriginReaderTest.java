// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class OriginReaderTest {
    private static final SinkRecord RENAMED = new SinkRecord(
            "new", 1, null, null, null, null, 2, null, TimestampType.NO_TIMESTAMP_TYPE, List.of(), "old", 3, 4);

    @Test
    void goesByWhatWasConsumedWhereTheWorkerTells() {
        assertThat(OriginReader.ofThisWorker()).isEqualTo(OriginReader.ORIGINAL);
        assertThat(OriginReader.ORIGINAL.topic(RENAMED)).isEqualTo("old");
        assertThat(OriginReader.ORIGINAL.partition(RENAMED)).isEqualTo(3);
        assertThat(OriginReader.ORIGINAL.offset(RENAMED)).isEqualTo(4);
    }

    @Test
    void goesByWhatIsDeliveredOnOlderWorkers() {
        assertThat(OriginReader.DELIVERED.topic(RENAMED)).isEqualTo("new");
        assertThat(OriginReader.DELIVERED.partition(RENAMED)).isEqualTo(1);
        assertThat(OriginReader.DELIVERED.offset(RENAMED)).isEqualTo(2);
    }
}
