// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.deliver.BufferGauge;
import io.millrace.connect.bigquery.deliver.OffsetLedger;
import io.millrace.connect.bigquery.metrics.Numbers;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.reject.Rejects;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Pauses and resumes partitions by what is on its way, and asks the worker to come back in time. Nobody can wake a worker
 * that polls, so it is told beforehand how long to poll: without that, a paused task would go on only at its next commit
 * of offsets.
 */
final class Consumption {
    private static final long WHILE_PAUSED_MS = 10;
    private static final long WHILE_LATE_MS = 500;
    private static final long WHILE_OPEN_MS = 50;

    private final SinkTaskContext context;
    private final OffsetLedger ledger;
    private final BufferGauge gauge;
    private final Rejects rejects;
    private final Troubles troubles;
    private final Numbers<TaskMetric> numbers;
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Lanes lanes;

    Consumption(SinkTaskContext context, Lanes lanes, RunningTask.Accounting accounting) {
        this.context = context;
        this.lanes = lanes;
        this.ledger = accounting.ledger();
        this.gauge = accounting.gauge();
        this.rejects = accounting.rejects();
        this.troubles = accounting.troubles();
        this.numbers = accounting.numbers();
        numbers.set(TaskMetric.BUFFER_LIMIT_BYTES, gauge.limit());
    }

    /** Pauses what is too much, resumes what is not any more, and asks to be called again while anything is open. */
    void regulate() {
        Set<TopicPartition> excess = gauge.full() ? new HashSet<>(context.assignment()) : lanes.congested();
        if (!excess.equals(paused)) {
            change(excess);
        }
        long open = ledger.open();
        numbers.set(TaskMetric.BUFFER_BYTES, gauge.bytes());
        numbers.set(TaskMetric.PAUSED_PARTITIONS, paused.size());
        numbers.set(TaskMetric.OPEN_RECORDS, open);
        numbers.set(TaskMetric.OFFSET_LAG, ledger.lag());
        numbers.set(TaskMetric.ERRANT_RECORDS_TOTAL, rejects.total());
        if (open > 0 || !paused.isEmpty()) {
            comeBackSoon();
        }
    }

    /** Asks the worker to call {@code put} again soon, even without records. */
    void comeBackSoon() {
        if (troubles.anyLate()) {
            context.timeout(WHILE_LATE_MS);
        } else if (!paused.isEmpty()) {
            context.timeout(WHILE_PAUSED_MS);
        } else if (ledger.open() > 0) {
            context.timeout(WHILE_OPEN_MS);
        }
    }

    /** Forgets partitions that were lost; the worker has forgotten their pause as well. */
    void drop(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }

    private void change(Set<TopicPartition> excess) {
        Set<TopicPartition> assigned = context.assignment();
        TopicPartition[] pause = excess.stream()
                .filter(partition -> assigned.contains(partition) && !paused.contains(partition))
                .toArray(TopicPartition[]::new);
        TopicPartition[] resume = paused.stream()
                .filter(partition -> assigned.contains(partition) && !excess.contains(partition))
                .toArray(TopicPartition[]::new);
        if (pause.length > 0) {
            context.pause(pause);
        }
        if (resume.length > 0) {
            context.resume(resume);
        }
        paused.clear();
        paused.addAll(excess);
        paused.retainAll(assigned);
    }
}
