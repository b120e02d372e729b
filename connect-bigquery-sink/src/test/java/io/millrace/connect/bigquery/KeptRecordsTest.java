// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.DeadLetters;
import java.util.function.LongFunction;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What is counted of records that are kept for the dead letter queue. */
class KeptRecordsTest {
    private static final int LARGE = 20_000;
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("lsn", Schema.INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("db.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    /** A change whose row is small, for it holds the state after it, and whose record is not. */
    private static SinkRecord shrinking(long offset) {
        Struct before = new Struct(ROW).put("id", offset).put("note", "x".repeat(LARGE));
        Struct after = new Struct(ROW).put("id", offset).put("note", "s");
        Struct change = new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put("source", new Struct(SOURCE).put("lsn", offset))
                .put("op", "u");
        return record("orders", 0, offset, ENVELOPE, change);
    }

    private static SinkRecord withHeader(long offset) {
        SinkRecord record = order(0, offset);
        record.headers().addBytes("trace", new byte[LARGE]);
        return record;
    }

    /** Takes records for a table that is there, until their partitions pause; how many that were. */
    private static int takenUntilPaused(TaskBench bench, LongFunction<SinkRecord> records) {
        bench.task.assign(ORDERS_0);
        bench.take(records.apply(0)).made("created").acknowledge();
        int taken = 0;
        while (bench.task.paused().isEmpty() && taken < 200) {
            taken++;
            bench.take(records.apply(taken));
        }
        return taken;
    }

    @Test
    void aLargeBeforeImageThatIsNotInTheRowFillsTheBuffer() {
        try (TaskBench bench = new TaskBench(new DeadLetters(), 1 << 20)) {
            int taken = takenUntilPaused(bench, KeptRecordsTest::shrinking);

            assertThat(taken * (long) LARGE).isBetween((long) (1 << 18), (long) (1 << 20) + LARGE);
            while (!bench.written.isEmpty()) {
                bench.acknowledge();
            }
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void largeHeadersFillTheBuffer() {
        try (TaskBench bench = new TaskBench(new DeadLetters(), 1 << 20)) {
            int taken = takenUntilPaused(bench, KeptRecordsTest::withHeader);

            assertThat(taken * (long) LARGE).isBetween((long) (1 << 18), (long) (1 << 20) + LARGE);
            while (!bench.written.isEmpty()) {
                bench.acknowledge();
            }
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void recordsThatNobodyKeepsWeighNothing() {
        try (TaskBench bench = new TaskBench()) {
            assertThat(takenUntilPaused(bench, KeptRecordsTest::withHeader)).isEqualTo(200);
        }
    }
}
