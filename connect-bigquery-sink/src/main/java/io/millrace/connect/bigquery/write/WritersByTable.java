// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Several methods of writing in one task, each for its own tables. */
public final class WritersByTable implements RowWriter {
    private final Collection<RowWriter> all;
    private final Function<Destination, RowWriter> writers;

    /**
     * Of writers that are not closed here: whoever made them closes them.
     *
     * @param writers the one of each table, among {@code all}
     */
    public WritersByTable(Collection<RowWriter> all, Function<Destination, RowWriter> writers) {
        this.all = List.copyOf(all);
        this.writers = writers;
    }

    @Override
    public void write(Batch batch, Duration delay) {
        writers.apply(batch.table()).write(batch, delay);
    }

    @Override
    public void sift(Batch batch) {
        writers.apply(batch.table()).sift(batch);
    }

    @Override
    public void withdraw(Collection<Batch> batches) {
        byWriter(batches, Batch::table).forEach(RowWriter::withdraw);
    }

    @Override
    public void discard(Collection<StagedObject> objects) {
        byWriter(objects, StagedObject::table).forEach(RowWriter::discard);
    }

    @Override
    public void relieve(Collection<Destination> tables) {
        byWriter(tables, table -> table).forEach(RowWriter::relieve);
    }

    @Override
    public void setAside(StagedObject object) {
        writers.apply(object.table()).setAside(object);
    }

    @Override
    public void tableSeen(Destination table, TableShape live) {
        writers.apply(table).tableSeen(table, live);
    }

    @Override
    public boolean isPrompt(Destination table) {
        return writers.apply(table).isPrompt(table);
    }

    @SuppressWarnings("IdentityHashMapUsage") // writers are compared by identity
    private <T> Map<RowWriter, List<T>> byWriter(Collection<T> all, Function<T, Destination> table) {
        Map<RowWriter, List<T>> byWriter = new IdentityHashMap<>();
        all.forEach(one -> byWriter.computeIfAbsent(writers.apply(table.apply(one)), writer -> new ArrayList<>())
                .add(one));
        return byWriter;
    }

    @Override
    public void close() {
        all.forEach(RowWriter::close);
    }
}
