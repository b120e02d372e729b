// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.StagedObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * One table's load jobs, one at a time. A job that is refused for what it is, is tried again when the table was looked at,
 * and then by halves, until the objects are found that BigQuery refuses alone. Writer's thread.
 */
final class TableJobs implements JobRun.Outcome {
    private static final long NEVER = Long.MAX_VALUE;

    private final Destination table;
    private final LoadDesk desk;
    private final Deletions deletions;
    private final BucketPlace place;
    private final StagedQueue staged = new StagedQueue();
    private final Deque<ObjectGroup> groups = new ArrayDeque<>();
    /** What was taken back while a job had it. */
    private final Set<StagedObject> unwanted = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Those that no job will load. */
    private final Outdated outdated;
    /** Those of them that are to be set aside. */
    private final Deque<StagedFile> condemned = new ArrayDeque<>();

    private @Nullable ObjectGroup current;
    private @Nullable JobRun job;
    private boolean settingAside;
    private boolean lacking;
    private int lacks;
    /** Objects with lower numbers are due. */
    private long ripe;

    private long mayStartMs = Long.MIN_VALUE;
    private long timerMs = NEVER;

    TableJobs(Destination table, LoadDesk desk, Deletions deletions) {
        this.table = table;
        this.desk = desk;
        this.deletions = deletions;
        this.outdated = new Outdated(desk.outside);
        this.place = new BucketPlace(desk);
    }

    /** Another object waits. */
    void add(StagedFile file) {
        staged.add(file);
        desk.numbers.add(TaskMetric.LOAD_WAITING_OBJECTS, 1);
        if (staged.isFull()) {
            ripen();
        }
    }

    /** What has a number is due. */
    void ripen() {
        ripe = desk.numbered();
    }

    /** Whether nothing of the table is here, nor has to be remembered. */
    boolean isIdle() {
        return maySpare() && waiting().findAny().isEmpty();
    }

    /** Whether another job may begin now. */
    boolean maySpare() {
        return current == null && desk.now() >= mayStartMs;
    }

    /**
     * Begins the next job, if one is due.
     *
     * @param uploading the lowest number of an object that is not there yet
     */
    void next(long uploading) {
        if (current != null) {
            return;
        }
        if (!condemned.isEmpty()) {
            setAside(condemned.removeFirst(), new Refusal(Refusal.Kind.INVALID, "the table has changed"));
            return;
        }
        if (groups.isEmpty() && (!staged.isDue(ripe) || uploading < ripe)) {
            return;
        }
        long now = desk.now();
        if (now < mayStartMs) {
            if (timerMs != mayStartMs) {
                timerMs = mayStartMs;
                desk.timers.at(mayStartMs, () -> next(NEVER));
            }
            return;
        }
        ObjectGroup group = groups.isEmpty() ? new ObjectGroup(staged.takeOldest(ripe), null) : groups.removeFirst();
        if (group.seen() == null && outdated.covers(group.kind())) {
            outdated.add(group.files(), true, "the table has changed");
            next(uploading);
            return;
        }
        mayStartMs = now + desk.settings.jobSpacing().toMillis();
        current = group;
        JobRun begun = new JobRun(table, group.files(), desk.number(), desk, this);
        job = begun;
        desk.numbers.add(TaskMetric.LOAD_JOBS_PENDING, 1);
        begun.start();
    }

    @Override
    public void loaded(JobRun done, Duration latency) {
        lacks = 0;
        ended();
        unwanted.clear();
        forget(done.files());
        done.files().forEach(file -> desk.outside.told(new LoadNews.Loaded(file.object(), latency)));
        next(NEVER);
    }

    /** They are done with, whatever became of them. */
    private void forget(List<StagedFile> files) {
        desk.numbers.add(TaskMetric.LOAD_WAITING_OBJECTS, -files.size());
        deletions.add(files.stream().map(StagedFile::name).toList());
    }

    private void ended() {
        if (job != null) {
            desk.numbers.add(TaskMetric.LOAD_JOBS_PENDING, -1);
        }
        job = null;
        current = null;
    }

    @Override
    public void failed(JobRun done, ConnectException error) {
        ended();
        unwanted.clear();
        fail(done.files(), error);
    }

    @Override
    public void refused(JobRun done, Refusal refusal) {
        ObjectGroup group = current;
        ended();
        List<StagedFile> files = group == null ? List.of() : wanted(group.files());
        if (group == null || files.isEmpty()) {
            next(NEVER);
        } else if (group.seen() == null) {
            lack(files);
        } else if (group.isOutdated()) {
            outdated.add(files, true, refusal.cause());
            next(NEVER);
        } else {
            current = group;
            place.ask(table, files.get(0).location(), elsewhere -> refused(group, refusal, elsewhere));
        }
    }

    /** The table is what they need. */
    private void refused(ObjectGroup group, Refusal refusal, @Nullable ConnectException elsewhere) {
        current = null;
        List<StagedFile> files = wanted(group.files());
        if (files.isEmpty()) {
            next(NEVER);
        } else if (elsewhere != null) {
            fail(files, elsewhere);
        } else if (files.size() > 1) {
            int half = files.size() / 2;
            groups.addFirst(new ObjectGroup(files.subList(half, files.size()), group.seen()));
            groups.addFirst(new ObjectGroup(files.subList(0, half), group.seen()));
            mayStartMs = Math.min(mayStartMs, desk.now()); // few enough to be spared
            next(NEVER);
        } else if (refusal.kind() == Refusal.Kind.MISSING) {
            missing(files, refusal);
        } else if (refusal.kind() == Refusal.Kind.UNDONE || refusal.kind() == Refusal.Kind.TOO_MUCH) {
            String uri = files.get(0).object().uri();
            fail(
                    files,
                    new ConnectException(
                            "table " + table + ": " + uri + " is not loaded, though nothing is said to be wrong"
                                    + " with its rows: BigQuery answers " + refusal.cause() + refusal.advice()));
        } else {
            // Somebody may have altered the table while the job was under way
            current = new ObjectGroup(files, null, refusal);
            lacking = true;
            look(files.get(0));
        }
    }

    private void fail(List<StagedFile> files, ConnectException error) {
        desk.numbers.add(TaskMetric.LOAD_WAITING_OBJECTS, -files.size());
        files.forEach(file -> desk.outside.told(new LoadNews.Failed(file.object(), error)));
        next(NEVER);
    }

    /** Without those that were taken back while a job had them. */
    private List<StagedFile> wanted(List<StagedFile> files) {
        List<StagedFile> dropped =
                files.stream().filter(file -> unwanted.remove(file.object())).toList();
        if (dropped.isEmpty()) {
            return files;
        }
        forget(dropped);
        return files.stream().filter(file -> !dropped.contains(file)).toList();
    }

    /** The table is not what they need, or a file is bad: whoever keeps the table looks at it first. */
    private void lack(List<StagedFile> all) {
        List<StagedFile> files = wanted(all);
        if (files.isEmpty()) {
            current = null;
            lacking = false;
            next(NEVER);
            return;
        }
        lacking = true;
        lacks++;
        current = new ObjectGroup(files, null);
        look(files.get(0));
    }

    private void look(StagedFile first) {
        desk.outside.told(new LoadNews.Lacking(first.object(), first.kind().shape()));
    }

    /** The table was looked at, and is so now. */
    void tableSeen(TableShape live) {
        ObjectGroup group = current;
        if (!lacking || group == null) {
            return;
        }
        lacking = false;
        current = null;
        if (group.verdict() != null) {
            judge(new ObjectGroup(group.files(), live), group.verdict());
            return;
        }
        if (!group.files().isEmpty()) {
            groups.addFirst(new ObjectGroup(group.files(), live));
        }
        long pause = lacks > 1 ? desk.pauseAfter(lacks).toMillis() : 0;
        mayStartMs = Math.min(mayStartMs, desk.now() + pause);
        next(NEVER);
    }

    /** An object was refused alone, and the table was looked at after that, too. */
    private void judge(ObjectGroup group, Refusal refusal) {
        List<StagedFile> files = wanted(group.files());
        if (files.isEmpty()) {
            next(NEVER);
        } else if (group.isOutdated()) {
            outdated.add(files, true, refusal.cause());
            next(NEVER);
        } else {
            setAside(files.get(0), refusal);
        }
    }

    /** Either the table is gone again, or the object is. */
    private void missing(List<StagedFile> files, Refusal refusal) {
        current = new ObjectGroup(files, null);
        String name = files.get(0).name();
        desk.call(
                () -> desk.store.exists(name),
                there -> {
                    if (there) {
                        lack(files);
                    } else {
                        gone(files, refusal);
                    }
                },
                failed -> lack(files));
    }

    private void gone(List<StagedFile> files, Refusal refusal) {
        current = null;
        List<StagedFile> left = wanted(files);
        if (!left.isEmpty()) {
            outdated.add(left, false, refusal.cause() + ": it is not in its bucket any more");
        }
        next(NEVER);
    }

    private void setAside(StagedFile file, Refusal refusal) {
        settingAside = true;
        current = new ObjectGroup(List.of(file), null);
        new SetAside(file, refusal.cause(), desk, kept -> {
                    settingAside = false;
                    current = null;
                    if (kept) {
                        desk.numbers.add(TaskMetric.LOAD_OBJECTS_SET_ASIDE_TOTAL, 1);
                        forget(List.of(file));
                    } else {
                        desk.numbers.add(TaskMetric.LOAD_WAITING_OBJECTS, -1);
                    }
                    next(NEVER);
                })
                .start();
    }

    /** Puts an outdated object where people find it. */
    void condemn(StagedObject object) {
        condemned.addAll(outdated.take(List.of(object)));
        next(NEVER);
    }

    /** Takes back what is in no job. */
    void discard(Collection<StagedObject> objects) {
        List<StagedFile> dropped = new ArrayList<>(outdated.take(objects));
        staged.discard(objects, dropped);
        for (ObjectGroup group : List.copyOf(groups)) {
            groups.remove(group);
            List<StagedFile> rest = group.rest(objects, dropped);
            if (!rest.isEmpty()) {
                groups.addLast(new ObjectGroup(rest, group.seen()));
            }
        }
        ObjectGroup waiting = current;
        if (lacking && waiting != null) {
            List<StagedFile> rest = waiting.rest(objects, dropped);
            if (rest.isEmpty()) {
                lacking = false;
                current = null;
            } else if (rest.size() < waiting.files().size()) {
                lack(rest); // the one that was told of may be gone
            }
        } else if (waiting != null) {
            waiting.files().stream()
                    .map(StagedFile::object)
                    .filter(objects::contains)
                    .forEach(unwanted::add);
        }
        forget(dropped);
    }

    /** Names of objects that no job knows of. */
    List<String> unasked() {
        ObjectGroup held = current;
        return Stream.concat(waiting(), lacking && held != null ? held.files().stream() : Stream.empty())
                .map(StagedFile::name)
                .toList();
    }

    private Stream<StagedFile> waiting() {
        return Stream.of(
                        staged.all(),
                        groups.stream().flatMap(group -> group.files().stream()),
                        outdated.all().stream(),
                        condemned.stream())
                .flatMap(files -> files);
    }

    /** Whether a job may still read objects. */
    boolean isRunning() {
        return job != null || settingAside;
    }

    long oldestMs() {
        ObjectGroup held = current;
        return Stream.concat(waiting(), held == null ? Stream.empty() : held.files().stream())
                .mapToLong(StagedFile::sinceMs)
                .min()
                .orElse(NEVER);
    }

    void failAll(ConnectException error) {
        List<StagedFile> all = new ArrayList<>(waiting().toList());
        ObjectGroup held = current;
        if (held != null) {
            all.addAll(held.files());
        }
        staged.clear();
        groups.clear();
        condemned.clear();
        outdated.takeAll();
        ended();
        all.forEach(file -> desk.outside.told(new LoadNews.Failed(file.object(), error)));
    }
}
