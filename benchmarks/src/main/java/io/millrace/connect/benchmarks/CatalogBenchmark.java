// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import io.millrace.connect.catalog.CatalogTransform;
import io.millrace.connect.kit.trust.AllowedPaths;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What the catalog transform costs a record of 20 columns once its schema is known, with the default statistics. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 40, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CatalogBenchmark {
    /** As many kinds of records as records when there are many: 1,000 of each. */
    private static final int MANY = 1_000;

    private static final int RECORDS = 512;

    /** How closely records are looked at. */
    @Param("columns")
    private String statistics = "columns";

    /** What the records of one topic differ in: nothing, the topic that they are routed to, or their schema. */
    public enum Kinds {
        ONE,
        ROUTED,
        SCHEMAS
    }

    /** Of what kinds the records are. */
    @Param({"ONE", "ROUTED", "SCHEMAS"})
    private Kinds kinds = Kinds.ONE;

    private final CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
    private SinkRecord[] records = new SinkRecord[0];
    private Path events = Path.of("");
    private int next;

    /** Records of four partitions, a tenth of their optional columns null. */
    @Setup
    public void fill() throws IOException {
        Path folder = Files.createTempDirectory("lineage");
        events = Files.createTempFile(folder, "lineage", ".ndjson");
        System.setProperty(AllowedPaths.PROPERTY, folder.toString());
        transform.configure(Map.of(
                "connector.name", "bench",
                "kafka.namespace", "kafka://broker:9092",
                "statistics", statistics,
                "openlineage.transport.type", "file",
                "openlineage.transport.location", events.toString()));
        records = new SinkRecord[kinds == Kinds.ONE ? RECORDS : MANY];
        Schema schema = schema(0);
        for (int i = 0; i < records.length; i++) {
            Schema own = kinds == Kinds.SCHEMAS ? schema(i) : schema;
            SinkRecord record = new SinkRecord(
                    "shop.orders", i % 4, null, null, own, row(own, i), i, 1L + i, TimestampType.CREATE_TIME);
            records[i] = kinds == Kinds.ROUTED ? routed(record, "shop.orders." + i) : record;
        }
        // Steady state is past the first thousand rows of each kind, all of whose nulls are counted.
        for (int round = 0; round < 1_100; round++) {
            for (SinkRecord record : records) {
                transform.apply(record);
            }
        }
    }

    private static SinkRecord routed(SinkRecord record, String topic) {
        return record.newRecord(
                topic, record.kafkaPartition(), null, null, record.valueSchema(), record.value(), record.timestamp());
    }

    private static Schema schema(int version) {
        SchemaBuilder builder = SchemaBuilder.struct().name("Row");
        for (int i = 0; i < 20; i++) {
            builder.field("c" + i, i % 2 == 0 ? Schema.OPTIONAL_INT64_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA);
        }
        return version == 0
                ? builder.build()
                : builder.doc("version " + version).build();
    }

    private static Struct row(Schema schema, int number) {
        Struct row = new Struct(schema);
        for (Field field : schema.fields()) {
            if ((number + field.index()) % 10 != 0) {
                row.put(field, field.index() % 2 == 0 ? (Object) (long) number : "text " + number);
            }
        }
        return row;
    }

    /** Ends the reporter. */
    @TearDown
    public void close() throws IOException {
        transform.close();
        Files.deleteIfExists(events);
    }

    /** What the measuring thread had of the processor; a shared machine gives it a part of the time only. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Processor {
        public long nanos;
        public long records;
        private long begun;

        /** Called on the measuring thread. */
        @Setup(Level.Iteration)
        public void begin() {
            begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        /** Called on the measuring thread. */
        @TearDown(Level.Iteration)
        public void end() {
            nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
        }
    }

    /** One record through the transform. */
    @Benchmark
    public SinkRecord apply(Processor processor) {
        processor.records++;
        next = next + 1 == records.length ? 0 : next + 1;
        return transform.apply(records[next]);
    }

    /**
     * Runs it and prints per record, of each kinds: bytes, nanoseconds by the clock and of the processor; last, the processor's
     * for one kind, and how many times that the dearest thousand kinds cost.
     */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(CatalogBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        double one = 0;
        double many = 0;
        for (RunResult result : results) {
            String kinds = result.getParams().getParam("kinds");
            double processor = secondary(result, "nanos") / secondary(result, "records");
            System.out.printf(
                    Locale.ROOT,
                    "%s: B/op: %.3f by the clock: %.1f ns: %.1f%n",
                    kinds,
                    secondary(result, "gc.alloc.rate.norm"),
                    result.getPrimaryResult().getStatistics().getPercentile(50),
                    processor);
            one = kinds.equals(Kinds.ONE.name()) ? processor : one;
            many = kinds.equals(Kinds.ONE.name()) ? many : Math.max(many, processor);
        }
        System.out.printf(Locale.ROOT, "ns: %.1f kinds: %.1f%n", one, many / one);
    }

    private static double secondary(RunResult result, String label) {
        return Objects.requireNonNull(result.getSecondaryResults().get(label), label)
                .getScore();
    }
}
