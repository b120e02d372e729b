// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.millrace.connect.benchmarks.EncodeBenchmark.Cpu;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.NullValues;
import io.millrace.connect.bigquery.change.PrimaryKey;
import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.RowFormat;
import io.millrace.connect.bigquery.encode.avro.AvroFormat;
import io.millrace.connect.bigquery.encode.avro.AvroSchemas;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.json.JsonFormat;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * A record's way into a load job's file: ours, as Avro and as a line of JSON, and as sinks do it that collect a map for every
 * row and have Gson write it. Files go nowhere. Before anything is measured both lines are checked to have the same members.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class FileBenchmark {
    private static final int RECORDS = 1_024;
    private static final Origin ORIGIN = new At("shop", 0, 0);
    private static final List<String> OURS = List.of("avro", "avroZstd", "lines");

    private record At(String topic, int partition, long offset) implements Origin {}

    /** As in {@link EncodeBenchmark}. */
    @Param({"row", "envelope"})
    public String records = "row";

    private final SinkRecord[] sample = new SinkRecord[RECORDS];
    private final Changes changes =
            new Changes(new ChangeSettings(RecordFormat.PLAIN, NullValues.AUTO, PrimaryKey.RECORD_KEY));
    private final RowEncoders avro = encoders(new AvroFormat());
    private final RowEncoders lines = encoders(new JsonFormat(JsonDialect.LINES));
    private final Gson gson = new Gson();
    private final StringBuilder theirs = new StringBuilder();
    private final OutputStream nowhere = OutputStream.nullOutputStream();
    private TableShape live = new TableShape(List.of());
    private DataFileWriter<GenericRecord> plain = new DataFileWriter<>(new GenericDatumWriter<>());
    private DataFileWriter<GenericRecord> zstd = new DataFileWriter<>(new GenericDatumWriter<>());
    private int next;

    private RowEncoders encoders(RowFormat<?> format) {
        return new RowEncoders(SchemaSettings.DEFAULT, changes, format, InstantSource.system(), TableContent.CHANGELOG);
    }

    /** Makes the records and opens the files. */
    @Setup
    public void fill() throws IOException {
        SampleRecords made = new SampleRecords();
        for (int i = 0; i < RECORDS; i++) {
            sample[i] = records.equals("row") ? made.order(i) : made.change(i);
        }
        live = new RecordShapes(SchemaSettings.DEFAULT, changes, TableContent.CHANGELOG).wantedBy(sample[0], null);
        for (SinkRecord record : sample) {
            String ours = new String(
                    lines.encode(record, RowChange.APPEND, live, ORIGIN).bytes(), StandardCharsets.UTF_8);
            ensureSame(JsonParser.parseString(ours), JsonParser.parseString(gson.toJson(map(record))));
        }
        plain = file(CodecFactory.nullCodec());
        zstd = file(CodecFactory.zstandardCodec(1));
    }

    private DataFileWriter<GenericRecord> file(CodecFactory codec) throws IOException {
        DataFileWriter<GenericRecord> file = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>())
                .setCodec(codec)
                .setSyncInterval(1 << 20);
        return file.create(AvroSchemas.of(live, Set.of()), nowhere);
    }

    private static Map<String, Object> map(SinkRecord record) {
        return JsonPath.map((Struct) record.value());
    }

    /** The same members and as many elements; how a value is written is a sink's own choice. */
    private static void ensureSame(JsonElement ours, JsonElement other) {
        if (ours.isJsonObject() && other.isJsonObject()) {
            if (!ours.getAsJsonObject().keySet().equals(other.getAsJsonObject().keySet())) {
                throw new IllegalStateException("the two ways differ:\n" + ours + "\n" + other);
            }
            ours.getAsJsonObject()
                    .entrySet()
                    .forEach(member -> ensureSame(
                            member.getValue(), other.getAsJsonObject().get(member.getKey())));
        } else if (ours.isJsonArray() && other.isJsonArray()) {
            if (ours.getAsJsonArray().size() != other.getAsJsonArray().size()) {
                throw new IllegalStateException("the two ways differ:\n" + ours + "\n" + other);
            }
            for (int i = 0; i < ours.getAsJsonArray().size(); i++) {
                ensureSame(ours.getAsJsonArray().get(i), other.getAsJsonArray().get(i));
            }
        } else if (!ours.isJsonPrimitive() || !other.isJsonPrimitive()) {
            throw new IllegalStateException("the two ways differ:\n" + ours + "\n" + other);
        }
    }

    private SinkRecord next() {
        next = (next + 1) & (RECORDS - 1);
        return sample[next];
    }

    /** One record into a file of Avro. */
    @Benchmark
    public Object avro(Cpu cpu) throws IOException {
        cpu.rows++;
        plain.appendEncoded(ByteBuffer.wrap(
                avro.encode(next(), RowChange.APPEND, live, ORIGIN).bytes()));
        return plain;
    }

    /** One record into a file of Avro that is compressed. */
    @Benchmark
    public Object avroZstd(Cpu cpu) throws IOException {
        cpu.rows++;
        zstd.appendEncoded(ByteBuffer.wrap(
                avro.encode(next(), RowChange.APPEND, live, ORIGIN).bytes()));
        return zstd;
    }

    /** One record into a file of lines. */
    @Benchmark
    public Object lines(Cpu cpu) throws IOException {
        cpu.rows++;
        nowhere.write(lines.encode(next(), RowChange.APPEND, live, ORIGIN).bytes());
        nowhere.write('\n');
        return nowhere;
    }

    /** One record into a file of lines by way of a map and Gson, and one text for all of them. */
    @Benchmark
    public Object gson(Cpu cpu) throws IOException {
        cpu.rows++;
        theirs.append(gson.toJson(map(next()))).append('\n');
        if (next == 0) {
            nowhere.write(theirs.toString().getBytes(StandardCharsets.UTF_8));
            theirs.setLength(0);
        }
        return theirs;
    }

    /** Runs all and prints nanoseconds of CPU and bytes for a row; the last line is the lowest ratio of time, by file. */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(FileBenchmark.class.getName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        StringBuilder last = new StringBuilder();
        for (String way : OURS) {
            double lowest = Double.MAX_VALUE;
            for (String records : new String[] {"row", "envelope"}) {
                RunResult ours = EncodeBenchmark.find(results, way, records);
                RunResult gson = EncodeBenchmark.find(results, "gson", records);
                double ratio = EncodeBenchmark.nanos(gson) / EncodeBenchmark.nanos(ours);
                System.out.printf(
                        Locale.ROOT,
                        "%s: %s %.0f ns of CPU and %.0f B, gson %.0f ns and %.0f B: %.1f times the time%n",
                        records,
                        way,
                        EncodeBenchmark.nanos(ours),
                        EncodeBenchmark.bytes(ours),
                        EncodeBenchmark.nanos(gson),
                        EncodeBenchmark.bytes(gson),
                        ratio);
                lowest = Math.min(lowest, ratio);
            }
            last.append(String.format(Locale.ROOT, "%s: %.1f ", way, lowest));
        }
        System.out.println(last.toString().strip());
    }
}
