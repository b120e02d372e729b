// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.NullValues;
import io.millrace.connect.bigquery.change.PrimaryKey;
import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

/**
 * A record's way to wire bytes: ours, and through JSON as the official client is fed, for the same table. Before
 * anything is measured both are checked to say the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class EncodeBenchmark {
    private static final int RECORDS = 1_024;
    private static final Origin ORIGIN = new At("shop", 0, 0);

    private record At(String topic, int partition, long offset) implements Origin {}

    /** {@code row}: 20 columns; {@code envelope}: Debezium's, nested as it is, so that both ways fill one table. */
    @Param({"row", "envelope"})
    public String records = "row";

    private final SinkRecord[] sample = new SinkRecord[RECORDS];
    private final Changes changes =
            new Changes(new ChangeSettings(RecordFormat.PLAIN, NullValues.AUTO, PrimaryKey.RECORD_KEY));
    private final RowEncoders encoders = new RowEncoders(
            SchemaSettings.DEFAULT, changes, new ProtoFormat(), InstantSource.system(), TableContent.CHANGELOG);
    private TableShape live = new TableShape(java.util.List.of());
    private JsonPath jsonPath = new JsonPath(live);
    private int next;

    /** Makes the records and compares both ways on all of them. */
    @Setup
    public void fill() throws InvalidProtocolBufferException {
        SampleRecords records = new SampleRecords();
        for (int i = 0; i < RECORDS; i++) {
            sample[i] = this.records.equals("row") ? records.order(i) : records.change(i);
        }
        live = new RecordShapes(SchemaSettings.DEFAULT, changes, TableContent.CHANGELOG).wantedBy(sample[0], null);
        jsonPath = new JsonPath(live);
        for (SinkRecord record : sample) {
            byte[] bytes =
                    encoders.encode(record, RowChange.APPEND, live, ORIGIN).bytes();
            DynamicMessage ours = DynamicMessage.parseFrom(jsonPath.descriptor(), bytes);
            DynamicMessage theirs = DynamicMessage.parseFrom(jsonPath.descriptor(), jsonPath.encode(record));
            if (!ours.equals(theirs)) {
                throw new IllegalStateException("the two ways differ:\n" + ours + "\n" + theirs);
            }
        }
    }

    /**
     * What the measuring thread itself used: the clock on the wall also counts whatever else the machine does. JMH adds
     * both up over all iterations.
     */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        public long nanos;
        public long rows;
        private long start;

        /** Begins an iteration. */
        @Setup(Level.Iteration)
        public void start() {
            start = used();
        }

        /** Ends it. */
        @TearDown(Level.Iteration)
        public void stop() {
            nanos = used() - start;
        }

        private static long used() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }

    /** One record by the sink's encoder. */
    @Benchmark
    public Object direct(Cpu cpu) {
        cpu.rows++;
        next = (next + 1) & (RECORDS - 1);
        return encoders.encode(sample[next], RowChange.APPEND, live, ORIGIN);
    }

    /** One record by way of JSON. */
    @Benchmark
    public Object json(Cpu cpu) {
        cpu.rows++;
        next = (next + 1) & (RECORDS - 1);
        return jsonPath.encode(sample[next]);
    }

    /** Runs all and prints nanoseconds of CPU and bytes for a row; the last line is the lower of the two ratios of time. */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(EncodeBenchmark.class.getName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        double lowest = Double.MAX_VALUE;
        for (String records : new String[] {"row", "envelope"}) {
            RunResult direct = find(results, "direct", records);
            RunResult json = find(results, "json", records);
            double ratio = nanos(json) / nanos(direct);
            System.out.printf(
                    Locale.ROOT,
                    "%s: direct %.0f ns of CPU and %.0f B, json %.0f ns and %.0f B: %.1f times the time, %.0f times"
                            + " the bytes%n",
                    records,
                    nanos(direct),
                    bytes(direct),
                    nanos(json),
                    bytes(json),
                    ratio,
                    bytes(json) / bytes(direct));
            lowest = Math.min(lowest, ratio);
        }
        System.out.printf(Locale.ROOT, "ratio: %.1f%n", lowest);
    }

    static RunResult find(Collection<RunResult> results, String way, String records) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + way)
                        && result.getParams().getParam("records").equals(records))
                .findFirst()
                .orElseThrow();
    }

    /** Of CPU, for a row. */
    static double nanos(RunResult result) {
        return secondary(result, "nanos") / secondary(result, "rows");
    }

    /** Allocated for a row. */
    static double bytes(RunResult result) {
        return secondary(result, "gc.alloc.rate.norm");
    }

    private static double secondary(RunResult result, String name) {
        return Objects.requireNonNull(result.getSecondaryResults().get(name)).getScore();
    }
}
