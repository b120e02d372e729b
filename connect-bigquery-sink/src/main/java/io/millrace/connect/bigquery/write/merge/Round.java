// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a table that are merged together: files, on their way into a staging table of their own, which nobody else has.
 * Writer's thread.
 */
final class Round implements FileLoad.Owner, StagingTable.Waiting {
    private static final String DELETE = "{\"" + MergeSql.CHANGE + "\":\"DELETE\"";
    private static final String TRUNCATE = "{\"" + MergeSql.CHANGE + "\":\"TRUNCATE\"";
    private static final String PATCH = "{\"" + MergeSql.CHANGE + "\":\"PATCH\"";

    private final Destination table;
    private final TableShape shape;
    private final long number;
    private final MergeDesk desk;
    private final Owner owner;
    private final StagingTable staging;
    private final long sinceMs;
    private final List<OpenFile> open = new ArrayList<>();
    /** Complete, and waiting for the staging table. */
    private final List<OpenFile> cut = new ArrayList<>();

    private final Set<FileLoad> loads = new LinkedHashSet<>();
    private final List<StagedObject> objects = new ArrayList<>();
    private @Nullable Target target;
    private boolean preparing;
    private boolean closed;
    private boolean deletes;
    private boolean truncates;
    private boolean patches;
    private long rows;
    private int files;

    /** Whose round it is. */
    interface Owner {
        /** Nothing of a round is on its way any more. */
        void settled();

        /** No merge will be of what the round has staged, and why. */
        void outdated(Round round, String reason);
    }

    /** @param shape of all of its rows */
    Round(Destination table, TableShape shape, long number, MergeDesk desk, Owner owner) {
        this.table = table;
        this.shape = shape;
        this.number = number;
        this.desk = desk;
        this.owner = owner;
        this.staging = new StagingTable(table, shape, desk.names.staged(table, number), desk, this);
        this.sinceMs = desk.now();
    }

    Destination table() {
        return table;
    }

    TableShape shape() {
        return shape;
    }

    long number() {
        return number;
    }

    /** Its staging table. */
    Destination staged() {
        return staging.name();
    }

    /** When its first row came. */
    long sinceMs() {
        return sinceMs;
    }

    long rows() {
        return rows;
    }

    /** Whether any of its changes deletes a row. */
    boolean deletes() {
        return deletes;
    }

    /** Whether any of its changes empties the table. */
    boolean truncates() {
        return truncates;
    }

    /** Whether any of its changes leaves columns as they are. */
    boolean patches() {
        return patches;
    }

    /** What is in the staging table. */
    List<StagedObject> objects() {
        return List.copyOf(objects);
    }

    void add(Batch batch) {
        Set<String> omitted = batch.rows().get(0).omitted();
        OpenFile into = open.stream()
                .filter(file -> file.omitted().equals(omitted))
                .findFirst()
                .orElseGet(() -> begun(omitted));
        into.add(batch);
        rows += batch.rows().size();
        for (Row row : batch.rows()) {
            deletes |= begins(row.bytes(), DELETE);
            truncates |= begins(row.bytes(), TRUNCATE);
            patches |= begins(row.bytes(), PATCH);
        }
        if (into.bytes() >= desk.settings.cut().fileBytes()) {
            cut(into);
        }
    }

    /** What a row does is the first that it says. */
    private static boolean begins(byte[] row, String text) {
        if (row.length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (row[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private OpenFile begun(Set<String> omitted) {
        OpenFile begun = new OpenFile(omitted);
        open.add(begun);
        return begun;
    }

    private void cut(OpenFile file) {
        open.remove(file);
        cut.add(file);
        proceed();
    }

    /** What waits for company goes on its way. */
    void cutAll() {
        List.copyOf(open).forEach(this::cut);
    }

    /** Takes no more. */
    void close() {
        closed = true;
        cutAll();
        settle();
    }

    /** Whether it takes no more. */
    boolean isClosed() {
        return closed;
    }

    /** Whether all that it will ever have is in the staging table. */
    boolean isSettled() {
        return closed && open.isEmpty() && cut.isEmpty() && loads.isEmpty() && !preparing;
    }

    /** Whether nothing is in the staging table, or on its way there. */
    boolean isEmpty() {
        return open.isEmpty() && cut.isEmpty() && loads.isEmpty() && objects.isEmpty();
    }

    private void settle() {
        if (isSettled()) {
            owner.settled();
        }
    }

    private void proceed() {
        Target known = target;
        if (known == null) {
            prepare();
            return;
        }
        List<OpenFile> some = List.copyOf(cut);
        cut.clear();
        for (OpenFile file : some) {
            FileLoad load = new FileLoad(
                    table, file, new FileLoad.Place(staging.name(), known, number + "-load-" + files++), desk, this);
            loads.add(load);
            load.start();
        }
    }

    // ---- the staging table

    private void prepare() {
        if (!preparing && !cut.isEmpty()) {
            preparing = true;
            staging.make();
        }
    }

    @Override
    public void made(Target seen) {
        preparing = false;
        target = seen;
        proceed();
        settle();
    }

    /** The table is not what the rows need: they are their owner's again. */
    @Override
    public void behind(Lack lack) {
        preparing = false;
        List<Batch> all =
                Stream.concat(batches(cut).stream(), batches(open).stream()).toList();
        cut.clear();
        open.clear();
        all.forEach(batch -> desk.outside.finished(new WriteResult.TableBehind(batch, lack)));
        closed = true;
        settle();
    }

    @Override
    public void unmade(ConnectException error) {
        fail(error);
    }

    @Override
    public void refusedForNow(RetryReason reason, String cause) {
        batches(cut).forEach(batch -> desk.outside.repeated(new Repetition(batch, reason, cause)));
    }

    private static List<Batch> batches(List<OpenFile> files) {
        return files.stream().flatMap(file -> file.batches().stream()).toList();
    }

    /** Drops the staging table, which nobody needs any more. */
    void drop() {
        staging.drop();
    }

    // ---- files

    @Override
    public void loaded(FileLoad load, StagedObject object) {
        loads.remove(load);
        objects.add(object);
        proceed();
        settle();
    }

    @Override
    public void ended(FileLoad load, List<OpenFile> instead) {
        loads.remove(load);
        cut.addAll(instead);
        proceed();
        settle();
    }

    @Override
    public void lost(FileLoad load) {
        loads.remove(load);
        cut.add(load.file());
        if (!objects.isEmpty()) {
            owner.outdated(this, "notFound: its staging table is gone");
            objects.clear();
        }
        if (loads.isEmpty()) {
            target = null;
            desk.later(desk.pauseAfter(1).toMillis(), this::proceed);
        }
    }

    /** Where changes are that are not merged, for people. */
    String keptAs() {
        return staging.keptAs();
    }

    /** Takes batches back that are not on their way yet. */
    void withdraw(Collection<Batch> unwanted) {
        for (Batch batch : unwanted) {
            for (OpenFile file : Stream.concat(open.stream(), cut.stream()).toList()) {
                if (file.remove(batch)) {
                    desk.outside.finished(new WriteResult.Withdrawn(batch));
                }
            }
        }
        open.removeIf(OpenFile::isEmpty);
        cut.removeIf(OpenFile::isEmpty);
        settle();
    }

    /** Forgets objects whose rows nobody waits for: they are merged with the others, if there are any. */
    void discard(Collection<StagedObject> unwanted) {
        objects.removeAll(unwanted);
    }

    /** Nothing of it will be merged. */
    void fail(ConnectException error) {
        preparing = false;
        closed = true;
        List<Batch> unanswered = new ArrayList<>(batches(open));
        unanswered.addAll(batches(cut));
        unanswered.addAll(batches(loads.stream().map(FileLoad::file).toList()));
        open.clear();
        cut.clear();
        loads.clear();
        unanswered.forEach(batch -> desk.outside.finished(new WriteResult.Failed(batch, error)));
        List<StagedObject> lost = List.copyOf(objects);
        objects.clear();
        lost.forEach(object -> desk.outside.told(new LoadNews.Failed(object, error)));
        settle();
    }
}
