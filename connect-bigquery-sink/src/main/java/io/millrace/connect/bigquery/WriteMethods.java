// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.config.WritePlan;
import io.millrace.connect.bigquery.deliver.Acknowledged;
import io.millrace.connect.bigquery.deliver.Guarantee;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.encode.RowFormat;
import io.millrace.connect.bigquery.encode.avro.AvroFormat;
import io.millrace.connect.bigquery.encode.avro.AvroSchemas;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.json.JsonFormat;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.TableContent;
import io.millrace.connect.bigquery.table.design.GoogleSchema;
import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteApi;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.insertall.InsertAllSettings;
import io.millrace.connect.bigquery.write.insertall.InsertAllWriter;
import io.millrace.connect.bigquery.write.load.AvroFiles;
import io.millrace.connect.bigquery.write.load.FileForm;
import io.millrace.connect.bigquery.write.load.FileFormat;
import io.millrace.connect.bigquery.write.load.JsonFiles;
import io.millrace.connect.bigquery.write.load.LoadGoogle;
import io.millrace.connect.bigquery.write.load.LoadParts;
import io.millrace.connect.bigquery.write.load.LoadSettings;
import io.millrace.connect.bigquery.write.load.LoadWriter;
import io.millrace.connect.bigquery.write.merge.MergeParts;
import io.millrace.connect.bigquery.write.merge.MergeWriter;
import io.millrace.connect.bigquery.write.storage.StorageWriteSettings;
import io.millrace.connect.bigquery.write.storage.defaultstream.DefaultStreamWriter;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes what each combination of write method, change mode and guarantee takes, for one task. */
final class WriteMethods implements WritePlan.Cases<WriteMethods.Mode> {
    /** Most append connections of one task to one location; BigQuery allows thousands per project. */
    private static final int CONNECTIONS = 8;

    /** It refuses a request whose schema has a column that it does not see. */
    static final WriteApi STORAGE_WRITE = new WriteApi("the Storage Write API", /* columnsByRow= */ false);
    /** It refuses rows. */
    static final WriteApi INSERT_ALL = new WriteApi("BigQuery's insertAll", /* columnsByRow= */ true);

    static final WriteApi LOAD_JOBS = new WriteApi("the load job", /* columnsByRow= */ false);
    static final WriteApi MERGE_JOBS = new WriteApi("the merge", /* columnsByRow= */ false);

    private final SinkConfig config;
    private final GoogleClients google;
    private final WriteEvents events;
    private final Numbers<TaskMetric> numbers;
    private final Means means;
    private final Map<FileFormat, RowFormat<?>> rows = new EnumMap<>(FileFormat.class);
    private @Nullable RowWriter loads;

    /**
     * What a plan of writing comes to.
     *
     * @param format what rows look like, for one task
     * @param content what the rows of a table are
     * @param writer who writes them
     * @param api what that one talks to
     * @param guarantee what is promised of their records
     */
    record Mode(
            RowFormat<?> format,
            TableContent content,
            RowWriter writer,
            WriteApi api,
            Function<OffsetTracker, Guarantee> guarantee) {}

    /**
     * What all of them are made with.
     *
     * @param threads a factory of a room's
     * @param undo takes what is to be done when the task is taken apart, the last first
     */
    record Means(RetryPolicy retry, Function<String, ThreadFactory> threads, Consumer<Runnable> undo) {}

    /** @param events is told by the writers */
    WriteMethods(
            SinkConfig config, GoogleClients google, WriteEvents events, Numbers<TaskMetric> numbers, Means means) {
        this.config = config;
        this.google = google;
        this.events = events;
        this.numbers = numbers;
        this.means = means;
    }

    @Override
    public Mode storageAppend(WritePlan.StorageAppend append) {
        return new Mode(
                new ProtoFormat(),
                TableContent.CHANGELOG,
                defaultStreams(append.batch(), WriterSchema::of),
                STORAGE_WRITE,
                Acknowledged::new);
    }

    @Override
    public Mode changeCapture(WritePlan.ChangeCapture capture) {
        return new Mode(
                new ProtoFormat(),
                TableContent.CURRENT,
                defaultStreams(capture.batch(), WriterSchema::ofChanges),
                STORAGE_WRITE,
                Acknowledged::new);
    }

    @Override
    public Mode merge(WritePlan.Merge merge) {
        return new Mode(
                new JsonFormat(JsonDialect.LINES), TableContent.MERGED, merges(merge), MERGE_JOBS, Acknowledged::new);
    }

    @Override
    public Mode streamingInsert(WritePlan.StreamingInsert insert) {
        return new Mode(
                new JsonFormat(JsonDialect.INSERT_ALL),
                TableContent.CHANGELOG,
                inserts(insert),
                INSERT_ALL,
                Acknowledged::new);
    }

    @Override
    public Mode gcsLoad(WritePlan.GcsLoad load) {
        return new Mode(
                rows.computeIfAbsent(load.load().file().format(), WriteMethods::rowsOf),
                TableContent.CHANGELOG,
                loadJobs(load.load()),
                LOAD_JOBS,
                Acknowledged::new);
    }

    /** Connections of its own: BigQuery mixes rows that say what they change with none that do not. */
    private RowWriter defaultStreams(BatchSettings batch, Function<TableShape, DescriptorProto> descriptors) {
        return new DefaultStreamWriter(
                new StorageWriteSettings(
                        batch.timeout(),
                        config.writing().retry().outage(),
                        GoogleClients.product() + ":" + config.task(),
                        CONNECTIONS),
                google.storage(),
                descriptors,
                events,
                means.retry(),
                means.threads().apply("write"));
    }

    private static RowFormat<?> rowsOf(FileFormat format) {
        return switch (format) {
            case AVRO -> new AvroFormat();
            case JSON -> new JsonFormat(JsonDialect.LINES);
        };
    }

    private static FileForm filesOf(LoadSettings.FileSettings file) {
        GoogleSchema google = new GoogleSchema(Map.of());
        return switch (file.format()) {
            case AVRO -> new AvroFiles(file.compression(), AvroSchemas::of, AvroSchemas::untold, google::of);
            case JSON -> new JsonFiles(file.compression(), google::of);
        };
    }

    /** One for all tables, whatever each has of its own: threads and calls do not become more with them. */
    private RowWriter loadJobs(LoadSettings load) {
        RowWriter made = loads;
        if (made == null) {
            made = loadWriter(load);
            loads = made;
        }
        return made;
    }

    private RowWriter loadWriter(LoadSettings common) {
        ExecutorService calls = LoadWriter.calls(means.threads().apply("load-call"));
        means.undo().accept(calls::shutdownNow);
        LoadParts parts = new LoadParts(
                common,
                new LoadParts.Owner(config.task().connector(), config.task().task()),
                events,
                numbers,
                new LoadParts.Retries(
                        means.retry(),
                        config.writing().retry().outage(),
                        config.writing().delivery().tolerant()),
                new LoadParts.Threads(means.threads().apply("load"), calls));
        return new LoadWriter(parts, new LoadGoogle(google.bigquery(), google.cloudStorage()), table -> {
            LoadSettings load = config.writing().of(table).loadJobs().orElse(common);
            return new LoadParts.Table(load.cut(), filesOf(load.file()));
        });
    }

    private RowWriter merges(WritePlan.Merge plan) {
        ExecutorService uploads = MergeWriter.calls(means.threads().apply("merge-upload"));
        means.undo().accept(uploads::shutdownNow);
        ExecutorService calls = MergeWriter.calls(means.threads().apply("merge-call"));
        means.undo().accept(calls::shutdownNow);
        MergeParts parts = new MergeParts(
                plan.merges(),
                new LoadParts.Owner(config.task().connector(), config.task().task()),
                events,
                numbers,
                new LoadParts.Retries(
                        means.retry(),
                        config.writing().retry().outage(),
                        config.writing().delivery().tolerant()),
                new MergeParts.Threads(means.threads().apply("merge"), uploads, calls));
        return new MergeWriter(parts, google.inserts(plan.batch().timeout(), 2 * MergeWriter.MOST_CALLS));
    }

    private RowWriter inserts(WritePlan.StreamingInsert plan) {
        return new InsertAllWriter(
                new InsertAllSettings(
                        plan.batch().timeout(), config.writing().retry().outage(), plan.ids(), plan.compressed()),
                google.inserts(plan.batch().timeout(), InsertAllWriter.MOST_CALLS),
                events,
                means.retry(),
                means.threads().apply("insert"));
    }
}
