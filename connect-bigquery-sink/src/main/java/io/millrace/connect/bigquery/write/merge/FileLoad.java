// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.load.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * A file's way into its staging table: JSON lines, which know every name and type that tables have, by a load job that comes
 * with them. What BigQuery refuses is loaded by halves, until the row is found. Writer's thread.
 */
final class FileLoad implements JobWatch.Outcome {
    private static final int GZIP_BUFFER = 64 * 1024;

    private final Destination table;
    private final OpenFile file;
    private final Place place;
    private final MergeDesk desk;
    private final Owner owner;
    private long storedBytes;

    /**
     * Where it goes.
     *
     * @param name of the job, like no other of this table
     */
    record Place(Destination staged, Target target, String name) {}

    /** Whose file it is. */
    interface Owner {
        /** Its rows are in the staging table. */
        void loaded(FileLoad load, StagedObject object);

        /** It is done with: all of its batches have their answers, or are in these files now. */
        void ended(FileLoad load, List<OpenFile> instead);

        /** The staging table is gone, so the rows that were in it are in no table. */
        void lost(FileLoad load);
    }

    FileLoad(Destination table, OpenFile file, Place place, MergeDesk desk, Owner owner) {
        this.table = table;
        this.file = file;
        this.place = place;
        this.desk = desk;
        this.owner = owner;
    }

    OpenFile file() {
        return file;
    }

    void start() {
        desk.upload(
                () -> lines(file.batches()),
                this::send,
                failed -> fail(new ConnectException("table " + table + ": a file cannot be made of its rows", failed)));
    }

    private void send(byte[] lines) {
        storedBytes = lines.length;
        JobConfigurationLoad load = new JobConfigurationLoad()
                .setDestinationTable(MergeApi.reference(place.staged()))
                .setSourceFormat("NEWLINE_DELIMITED_JSON")
                .setCreateDisposition("CREATE_NEVER")
                .setWriteDisposition("WRITE_APPEND");
        if (!file.omitted().isEmpty()) {
            load.setSchema(new TableSchema().setFields(place.target().staged(file.omitted())));
        }
        JobWatch.Work work = new JobWatch.Work(
                table,
                place.name(),
                place.target().location(),
                "load " + file.rows() + " rows into staging table " + place.staged(),
                new JobConfiguration().setLoad(load).setLabels(Map.copyOf(desk.names.labels())),
                lines);
        new JobWatch(work, desk, this).start();
    }

    private static byte[] lines(List<Batch> batches) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream lines = new GZIPOutputStream(file, GZIP_BUFFER)) {
            for (Batch batch : batches) {
                for (var row : batch.rows()) {
                    lines.write(row.bytes());
                    lines.write('\n');
                }
            }
        }
        return file.toByteArray();
    }

    @Override
    public void done(Job job) {
        StagedObject object =
                new StagedObject(table, place.staged().toString(), file.origins(), file.rows(), storedBytes);
        file.batches().forEach(batch -> desk.outside.finished(new WriteResult.Staged(batch, object)));
        owner.loaded(this, object);
    }

    @Override
    public void refused(Refusal refusal, String job) {
        List<Batch> batches = file.batches();
        if (refusal.kind() == Refusal.Kind.MISSING) {
            owner.lost(this);
        } else if (batches.size() > 1) {
            int half = batches.size() / 2;
            owner.ended(
                    this,
                    List.of(
                            new OpenFile(file.omitted(), batches.subList(0, half)),
                            new OpenFile(file.omitted(), batches.subList(half, batches.size()))));
        } else {
            batches.forEach(batch -> desk.outside.finished(
                    batch.rows().size() > 1
                            ? new WriteResult.TooLarge(batch) // its halves come again
                            : alone(batch, refusal, job)));
            owner.ended(this, List.of());
        }
    }

    /** A row is bad only where BigQuery says so of what it was given; else it would be reported for what is wrong elsewhere. */
    private WriteResult alone(Batch batch, Refusal refusal, String job) {
        return refusal.kind() == Refusal.Kind.INVALID
                ? new WriteResult.RowsRefused(batch, Map.of(0, "BigQuery does not load the row: " + refusal.cause()))
                : new WriteResult.Failed(
                        batch,
                        new ConnectException("table " + table + ": a row is not loaded into staging table "
                                + place.staged() + " (job " + job + "), though nothing is said to be wrong with it:"
                                + " BigQuery answers " + refusal.cause()));
    }

    @Override
    public void failed(ConnectException error) {
        fail(error);
    }

    private void fail(ConnectException error) {
        file.batches().forEach(batch -> desk.outside.finished(new WriteResult.Failed(batch, error)));
        owner.ended(this, List.of());
    }

    @Override
    public void repeated(RetryReason reason, String cause) {
        file.batches().forEach(batch -> desk.outside.repeated(new Repetition(batch, reason, cause)));
    }
}
