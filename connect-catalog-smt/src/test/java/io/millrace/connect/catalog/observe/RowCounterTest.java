// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millrace.connect.catalog.Records;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** The sample is drawn: a column that is null in every n-th row is found null as often, n a power of two or not. */
    @ParameterizedTest
    @CsvSource({"2", "3", "4", "8", "16", "17", "32", "64", "100"})
    void aPeriodInTheDataIsNotAPeriodOfTheSample(int period) {
        RowCounter counter = new RowCounter(Statistics.COLUMNS, Records.ORDER);
        SinkRecord without = withoutEmail(0);
        SinkRecord with = Records.order("orders", 1);
        int rows = 2_000_000;
        for (int i = 0; i < rows; i++) {
            counter.count(i % period == 0 ? without : with, Records.ORDER);
        }
        Count count = counter.read();

        double told = (double) count.nulls().getOrDefault("email", 0L) / count.profiled() * count.valued();
        assertThat(told).isCloseTo((double) rows / period, Percentage.withPercentage(20));
    }

    @Test
    void rowsThatWereAllLookedAtDoNotOutweighTheOthers() {
        RowCounter counter = new RowCounter(Statistics.COLUMNS, Records.ORDER);
        SinkRecord without = withoutEmail(0);
        SinkRecord with = Records.order("orders", 1);
        for (int i = 0; i < 100_000; i++) {
            counter.count(i < 1_000 ? without : with, Records.ORDER);
        }

        assertThat(counter.read().nulls()).containsEntry("email", 1_000L);
        assertThat(counter.read().profiled()).isCloseTo(100_000, within(16L));
    }

    @Test
    void deletesAndTombstonesCarryNoRow() {
        SinkRecord created = Records.debezium("plain-01-c");
        RowCounter counter = new RowCounter(Statistics.EXACT, created.valueSchema());
        SinkRecord gone = Records.sink(created.topic(), 0, 9, null, null);
        SinkRecord sameSchema =
                Records.sink(created.topic(), 0, 8, created.valueSchema(), copyWithoutAfter((Struct) created.value()));

        for (SinkRecord record : List.of(created, created, sameSchema, gone)) {
            counter.count(record, created.valueSchema());
        }

        assertThat(counter.read().rows()).isEqualTo(4);
        assertThat(counter.read().valued()).isEqualTo(2);
        assertThat(counter.read().profiled()).isEqualTo(2);
    }

    private static Struct copyWithoutAfter(Struct event) {
        Struct copy = new Struct(event.schema());
        event.schema().fields().forEach(field -> copy.put(field, event.get(field)));
        return copy.put("after", null);
    }

    @ParameterizedTest
    @CsvSource({
        "1795348800000,        1795348800000",
        "1795348800000000,     -",
        "1795348800000000000,  -",
        "9223372036854775807,  -",
        "-1,                   -",
        "-9223372036854775808, -",
    })
    void aTimestampOutOfRangeIsNone(long given, String told) {
        SinkRecord order = Records.order("orders", 1)
                .newRecord("orders", 0, null, null, Records.ORDER, Records.order(Records.ORDER, 1), given);

        Count count = counted(Statistics.COLUMNS, order);

        long newest = told.equals("-") ? Long.MIN_VALUE : Long.parseLong(told);
        assertThat(count.newestMs()).isEqualTo(newest);
        assertThat(count.partitions()).extracting(PartitionCount::newestMs).containsExactly(newest);
    }
}
