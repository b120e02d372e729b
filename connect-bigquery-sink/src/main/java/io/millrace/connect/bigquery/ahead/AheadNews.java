// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.ahead;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.kit.metrics.Numbers;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and tells what became of tables that were asked for ahead. Called by any thread, all is done by the room's. */
public final class AheadNews implements Consumer<TableNews> {
    private static final Logger LOG = LoggerFactory.getLogger(AheadNews.class);

    private final Numbers<TaskMetric> numbers;
    private final Executor thread;
    private final Set<Destination> overdue = new HashSet<>();

    /** Tells nothing yet. */
    public AheadNews(Numbers<TaskMetric> numbers, Executor thread) {
        this.numbers = numbers;
        this.thread = thread;
    }

    @Override
    public void accept(TableNews news) {
        try {
            thread.execute(() -> news.fold(this::ready, this::gone, this::late, this::refused));
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed");
        }
    }

    private void ready(TableNews.Ready ready) {
        overdue.remove(ready.table());
        numbers.add(TaskMetric.REGISTRY_TABLES_TOTAL, ready.changes().isEmpty() ? 0 : 1);
    }

    private void gone(TableNews.Gone gone) {
        LOG.debug("table={} is gone again", gone.table());
    }

    private void late(TableNews.Late late) {
        if (overdue.add(late.table())) {
            LOG.warn("table={} not made yet, because of {}; it is asked for until it is", late.table(), late.cause());
        }
    }

    private void refused(TableNews.Refused refused) {
        overdue.remove(refused.table());
        LOG.warn(
                "table={} not made before its first record: {}",
                refused.table(),
                refused.error().getMessage());
    }
}
