// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;

/** One table's rows: those that wait for company, objects on their way, and objects that wait for a job. Writer's thread. */
final class TableLoads implements Upload.Outcome {
    /** Rows of several kinds take turns where the columns that they lack differ: so many objects are open at once. */
    private static final int MOST_OPEN = 8;

    private static final long NEVER = Long.MAX_VALUE;

    private final Destination table;
    private final LoadDesk desk;
    private final LoadSettings.Cut cut;
    private final Lease lease;
    private final TableJobs jobs;
    private final List<OpenObject> open = new ArrayList<>();
    private final Set<Upload> uploads = new LinkedHashSet<>();
    /** Batches whose time has not come. */
    private final Set<Batch> delayed = new LinkedHashSet<>();

    private long dueMs = NEVER;

    TableLoads(Destination table, LoadDesk desk, Lease lease, Deletions deletions) {
        this.table = table;
        this.desk = desk;
        this.cut = desk.of(table).cut();
        this.lease = lease;
        this.jobs = new TableJobs(table, desk, deletions);
    }

    TableJobs jobs() {
        return jobs;
    }

    void addLater(Batch batch, Duration delay) {
        delayed.add(batch);
        desk.timers.at(desk.now() + delay.toMillis(), () -> {
            if (delayed.remove(batch)) {
                add(batch);
            }
        });
    }

    void add(Batch batch) {
        FileKind kind = FileKind.of(batch);
        OpenObject into = open.stream()
                .filter(object -> object.kind.equals(kind))
                .findFirst()
                .orElseGet(() -> begun(kind));
        into.add(batch);
        if (dueMs == NEVER) {
            dueMs = desk.now() + cut.interval().toMillis();
            desk.timers.at(dueMs, this::due);
        }
        if (into.isFull(cut)) {
            cut(into);
        }
    }

    private OpenObject begun(FileKind kind) {
        if (open.size() >= MOST_OPEN) {
            cut(open.get(0));
        }
        OpenObject begun = new OpenObject(kind, desk.now());
        open.add(begun);
        return begun;
    }

    private void due() {
        dueMs = NEVER;
        ripen();
    }

    /** All that is here goes into jobs as soon as it is in Cloud Storage. */
    private void ripen() {
        List.copyOf(open).forEach(this::cut);
        jobs.ripen();
        startJob();
    }

    /** The object is complete: it is uploaded. */
    void cut(OpenObject object) {
        open.remove(object);
        Upload upload = new Upload(table, object, desk.number(), desk, lease, this);
        uploads.add(upload);
        upload.start();
    }

    private void startJob() {
        jobs.next(uploads.stream().mapToLong(Upload::number).min().orElse(NEVER));
    }

    @Override
    public void staged(Upload upload, StagedFile file) {
        uploads.remove(upload);
        desk.numbers.add(TaskMetric.LOAD_OBJECTS_TOTAL, 1);
        desk.numbers.add(TaskMetric.LOAD_OBJECT_BYTES_TOTAL, file.object().bytes());
        jobs.add(file);
        startJob();
    }

    @Override
    public void ended(Upload upload) {
        uploads.remove(upload);
        startJob();
    }

    /** Takes batches back that are in no object yet; an object that has one is given up, and its other batches come again. */
    void withdraw(Collection<Batch> unwanted) {
        for (Batch batch : unwanted) {
            if (delayed.remove(batch)) {
                desk.outside.finished(new WriteResult.Withdrawn(batch));
            }
            for (OpenObject object : open) {
                if (object.remove(batch)) {
                    desk.outside.finished(new WriteResult.Withdrawn(batch));
                }
            }
            uploads.stream().filter(upload -> upload.open().contains(batch)).forEach(Upload::withdraw);
        }
        open.removeIf(OpenObject::isEmpty);
    }

    void discard(Collection<StagedObject> objects) {
        jobs.discard(objects);
        startJob();
    }

    /** Whether it may be met as if never before. */
    boolean isIdle() {
        return open.isEmpty() && uploads.isEmpty() && delayed.isEmpty() && dueMs == NEVER && jobs.isIdle();
    }

    /** What waits for company. */
    List<OpenObject> open() {
        return List.copyOf(open);
    }

    /** Encoded bytes of rows on their way to Cloud Storage. */
    long uploadingBytes() {
        return uploads.stream().mapToLong(upload -> upload.open().bytes()).sum();
    }

    /** A job begins before its time, if the table may have another already. */
    void hurry() {
        if (jobs.maySpare()) {
            jobs.ripen();
            startJob();
        }
    }

    /** When the oldest row came that is in no table yet; {@code Long.MAX_VALUE} for none. */
    long oldestMs() {
        return Stream.concat(open.stream(), uploads.stream().map(Upload::open))
                .mapToLong(object -> object.sinceMs)
                .reduce(jobs.oldestMs(), Math::min);
    }

    /** Gives all up. */
    void failAll(ConnectException error) {
        for (Batch batch : List.copyOf(delayed)) {
            delayed.remove(batch);
            desk.outside.finished(new WriteResult.Failed(batch, error));
        }
        for (OpenObject object : List.copyOf(open)) {
            open.remove(object);
            object.batches().forEach(batch -> desk.outside.finished(new WriteResult.Failed(batch, error)));
        }
        for (Upload upload : List.copyOf(uploads)) {
            uploads.remove(upload);
            upload.open().batches().forEach(batch -> desk.outside.finished(new WriteResult.Failed(batch, error)));
        }
        jobs.failAll(error);
    }
}
