// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.Destination;
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
    @SuppressWarnings("IdentityHashMapUsage") // writers are compared by identity
    public void withdraw(Collection<Batch> batches) {
        Map<RowWriter, List<Batch>> byWriter = new IdentityHashMap<>();
        batches.forEach(batch -> byWriter.computeIfAbsent(writers.apply(batch.table()), writer -> new ArrayList<>())
                .add(batch));
        byWriter.forEach(RowWriter::withdraw);
    }

    @Override
    public void close() {
        all.forEach(RowWriter::close);
    }
}
