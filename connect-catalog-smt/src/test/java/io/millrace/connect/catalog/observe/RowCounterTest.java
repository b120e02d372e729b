// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.connect.catalog.Records;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowCounterTest {
    private static Count counted(Statistics statistics, SinkRecord... records) {
        Schema schema = records[0].valueSchema();
        RowCounter counter = new RowCounter(statistics, schema);
        for (SinkRecord record : records) {
            counter.count(record, schema);
        }
        return counter.read();
    }

    private static SinkRecord withoutEmail(long offset) {
        SinkRecord order = Records.order("orders", offset);
        ((Struct) order.value()).put("email", null);
        return order;
    }

    @Test
    void rowsNullsBytesAndPlacesAreCounted() {
        Count count = counted(
                Statistics.COLUMNS,
                Records.order("orders", 3),
                withoutEmail(4),
                Records.sink("orders", 1, 9, null, null));

        assertThat(count.rows()).isEqualTo(3);
        assertThat(count.tombstones()).isEqualTo(1);
        assertThat(count.profiled()).isEqualTo(2);
        assertThat(count.nulls()).containsEntry("email", 1L).containsEntry("id", 0L);
        assertThat(count.bytes()).isPositive();
        assertThat(count.partitions())
                .extracting(PartitionCount::partition, PartitionCount::firstOffset, PartitionCount::lastOffset)
                .containsExactly(tuple(0, 3L, 4L), tuple(1, 9L, 9L));
    }

    @Test
    void theRowOfAChangeEventIsWhatIsCounted() {
        SinkRecord created = Records.debezium("plain-01-c");

        Count count = counted(Statistics.EXACT, created);

        assertThat(count.nulls().keySet()).allMatch(column -> column.startsWith("after."));
        assertThat(count.profiled()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROWS", "NONE"})
    void lessIsCountedWhereLessIsAskedFor(Statistics statistics) {
        Count count = counted(statistics, withoutEmail(0), withoutEmail(1));

        assertThat(count.rows()).isEqualTo(2);
        assertThat(count.nulls()).isEqualTo(Map.of());
        assertThat(count.partitions()).hasSize(statistics == Statistics.NONE ? 0 : 1);
        assertThat(count.newestMs() == Long.MIN_VALUE).isEqualTo(statistics == Statistics.NONE);
    }

    @Test
    void recordsOfAnotherSchemaAreCountedWithoutALookAtTheirColumns() {
        RowCounter counter =
                new RowCounter(Statistics.EXACT, Records.order("orders", 0).valueSchema());

        counter.count(Records.sink("orders", 0, 0, Schema.STRING_SCHEMA, "text"), Records.ORDER);

        assertThat(counter.rows()).isEqualTo(1);
        assertThat(counter.read().profiled()).isZero();
    }
}
