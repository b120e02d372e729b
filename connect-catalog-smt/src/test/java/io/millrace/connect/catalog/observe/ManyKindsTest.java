// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.connect.catalog.Records;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** More kinds of records in one topic than any table of them should care for. */
class ManyKindsTest {
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("connector", Schema.STRING_SCHEMA)
            .field("db", Schema.STRING_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    private static final Schema EVENT = SchemaBuilder.struct()
            .field("before", Records.ORDER)
            .field("after", Records.ADDRESS)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final Told told = new Told();
    private long nanos;

    /** What the observer tells, and every kind that it told of. */
    private static final class Told implements Sightings {
        final Set<RecordKind> kinds = new LinkedHashSet<>();
        final Set<RecordKind> ended = new LinkedHashSet<>();
        long passedOver;

        @Override
        public boolean offer(Sighting sighting) {
            if (sighting instanceof Sighting.Flowing flowing) {
                kinds.add(flowing.kind());
            } else if (sighting instanceof Sighting.Ended end) {
                ended.addAll(end.kinds());
            }
            return true;
        }

        @Override
        public void passOver() {
            passedOver++;
        }

        long rows() {
            return kinds.stream().mapToLong(kind -> kind.counter().rows()).sum();
        }
    }

    private Observer observer(boolean upstream) {
        return new Observer(Role.AFTER, Statistics.COLUMNS, upstream, new Chain(), told, () -> nanos);
    }

    private static SinkRecord routed(int kind) {
        SinkRecord record = Records.order("all", kind);
        return record.newRecord(
                "topic-" + kind, 0, null, null, record.valueSchema(), record.value(), record.timestamp());
    }

    private static SinkRecord fromTable(int kind) {
        Struct source = new Struct(SOURCE)
                .put("connector", "postgresql")
                .put("db", "shop")
                .put("schema", "tenant_" + kind % 100)
                .put("table", "orders_" + kind / 100);
        Struct event = new Struct(EVENT).put("source", source).put("op", "c");
        return Records.sink("all", 0, kind, EVENT, event);
    }

    private static SinkRecord ofSchema(int kind) {
        Schema schema = Records.order()
                .field("extra_" + kind, Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        return Records.sink("all", 0, kind, schema, Records.order(schema, kind));
    }

    private static SinkRecord ofSchemaObject(int kind) {
        Schema schema = Records.order().build();
        return Records.sink("all", 0, kind, schema, Records.order(schema, kind));
    }

    private static List<SinkRecord> records(IntFunction<SinkRecord> each, int kinds) {
        List<SinkRecord> records = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            records.add(each.apply(kind));
        }
        return records;
    }

    static Stream<Arguments> kinds() {
        IntFunction<SinkRecord> routed = ManyKindsTest::routed;
        IntFunction<SinkRecord> fromTable = ManyKindsTest::fromTable;
        IntFunction<SinkRecord> ofSchema = ManyKindsTest::ofSchema;
        IntFunction<SinkRecord> ofSchemaObject = ManyKindsTest::ofSchemaObject;
        return Stream.of(65, 1_000)
                .flatMap(count -> Stream.of(
                        Arguments.of("topics it is routed to", routed, count, count),
                        Arguments.of("upstream tables", fromTable, count, count),
                        Arguments.of("schemas", ofSchema, count, 2),
                        Arguments.of("objects of one schema", ofSchemaObject, count, 1)));
    }

    @ParameterizedTest(name = "{2} {0}")
    @MethodSource("kinds")
    void everyRowIsCountedAndNothingIsAllocatedForOne(
            String what, IntFunction<SinkRecord> each, int kinds, int toldAtOnce) {
        Observer observer = observer(true);
        List<SinkRecord> records = records(each, kinds);
        int rounds = 1_200 / kinds + 2;
        for (int round = 0; round < rounds; round++) {
            records.forEach(observer::see);
        }
        assertThat(told.kinds).hasSize(toldAtOnce);
        assertThat(told.rows()).isEqualTo((long) rounds * kinds);

        long allocated = allocated(() -> {
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < kinds; i++) {
                    observer.see(records.get(i));
                }
            }
        });
        assertThat(allocated / (20.0 * kinds)).as("bytes a record").isLessThan(4);
        assertThat(told.passedOver).isZero();
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void ofASchemasInTurnTheNewestAreRemembered() {
        Observer observer = observer(false);
        List<SinkRecord> records = records(ManyKindsTest::ofSchema, 200);

        for (SinkRecord record : records) {
            nanos += 2_000_000_000L;
            observer.see(record);
        }

        assertThat(told.kinds).hasSize(200);
        assertThat(told.ended).hasSize(200 - 64);
        assertThat(told.rows()).isEqualTo(200);
    }

    @Test
    void aTopicForEachRecordIsPassedOverOnceTenThousandAreKnown() {
        Observer observer = observer(false);

        for (int kind = 0; kind < 10_500; kind++) {
            observer.see(routed(kind));
        }
        observer.see(routed(0));

        assertThat(told.kinds).hasSize(10_000);
        assertThat(told.passedOver).isEqualTo(500);
        assertThat(told.rows()).isEqualTo(10_001);
    }

    @Test
    void whatHasBeenStillForAnHourMakesRoom() {
        Observer observer = observer(false);
        for (int kind = 0; kind < 10_000; kind++) {
            observer.see(routed(kind));
        }
        nanos += 4_000_000_000_000L;
        observer.see(routed(7));

        observer.see(routed(10_000));

        assertThat(told.passedOver).isZero();
        assertThat(told.ended).hasSize(9_999);
        assertThat(told.kinds).hasSize(10_001);
    }

    /** A tombstone says neither its schema nor its table. */
    @Test
    void aTombstoneIsCountedInItsTopic() {
        Observer observer = observer(true);
        records(ManyKindsTest::fromTable, 70).forEach(observer::see);
        observer.see(Records.order("other", 1));

        observer.see(Records.sink("all", 0, 100, null, null));
        observer.see(Records.sink("never-seen", 0, 100, null, null));

        assertThat(told.rows()).isEqualTo(72);
        assertThat(told.kinds.stream()
                        .mapToLong(kind -> kind.counter().read().tombstones())
                        .sum())
                .isEqualTo(1);
    }
}
