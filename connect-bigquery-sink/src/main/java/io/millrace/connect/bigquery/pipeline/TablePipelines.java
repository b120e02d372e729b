// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.ahead.TablesAhead;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.table.TableNews;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The pipelines of all tables of a task. Task thread. */
public final class TablePipelines {
    private final PipelineParts parts;
    private final TablesAhead ahead;
    private final Map<Destination, TablePipeline> pipelines = new HashMap<>();
    private @Nullable Destination lastTable;
    private @Nullable TablePipeline lastPipeline;
    private long nextLook;

    public TablePipelines(PipelineParts parts, TablesAhead ahead) {
        this.parts = parts;
        this.ahead = ahead;
    }

    /** Records of these partitions may come. */
    public void open(Collection<TopicPartition> partitions) {
        ahead.open(partitions);
    }

    /** The pipeline of a table. */
    @SuppressWarnings("ReferenceEquality") // a hit spares the look-up; a miss is only slower
    public TablePipeline of(Destination table) {
        TablePipeline pipeline = lastPipeline;
        if (pipeline == null || table != lastTable) {
            pipeline = pipelines.computeIfAbsent(table, first -> new TablePipeline(first, parts));
            lastTable = table;
            lastPipeline = pipeline;
        }
        return pipeline;
    }

    /** Takes news of a table. */
    public void take(TableNews news) {
        TablePipeline pipeline = of(news.table());
        news.fold(
                ready -> {
                    ahead.seen(ready.table());
                    pipeline.ready(ready);
                },
                gone -> pipeline.gone(),
                pipeline::late,
                pipeline::refused);
    }

    /** Sends rows that have waited for company long enough, and asks again what it is time to ask again. */
    public void tick() {
        long now = parts.now();
        if (now >= nextLook) {
            List.copyOf(parts.busy()).forEach(pipeline -> pipeline.tick(now)); // some may have nothing more to do then
            // Late by a quarter of the linger at most, instead of a look at every table in every call.
            nextLook = now + Math.max(1, parts.batch().linger().toMillis() / 4);
        }
    }

    /** Sends all rows. */
    public void cutAll() {
        parts.busy().forEach(TablePipeline::cut);
    }

    /** Whether anything may be acknowledged soon. */
    public boolean anyPromising() {
        long now = parts.now();
        return parts.inFlight().anyPromising(now)
                || parts.busy().stream().anyMatch(pipeline -> pipeline.promising(now));
    }

    /** The pipelines of tables that have anything under way. */
    public Set<TablePipeline> busy() {
        return parts.busy();
    }

    /** Refuses a record that is no row of any table. */
    public void reject(SinkRecord record, Origin origin, DataException error) {
        parts.rejects().take(record, origin, parts.tracker().epoch(), parts.weightOf(record), error);
    }

    /** Forgets what belongs to partitions that were lost. */
    public void drop(Collection<TopicPartition> partitions) {
        ahead.drop(partitions);
        pipelines.values().forEach(pipeline -> pipeline.drop(partitions));
        parts.inFlight().drop();
    }

    public long now() {
        return parts.now();
    }
}
