// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.reject;

import io.millrace.connect.bigquery.model.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gives bad records to the errant-record reporter (KIP-610). A record counts as finished only when its report is: before,
 * a crash would lose it for the table and for the dead letter queue alike.
 */
public final class Rejects {
    private final @Nullable ErrantRecordReporter reporter;
    private final boolean tolerant;
    private final List<Report> open = new ArrayList<>();
    private long total;
    private long bytes;

    /**
     * A record that was reported.
     *
     * @param epoch the tracker's epoch that the record began in
     * @param weight the memory that the record holds until it is reported, in bytes
     */
    public record Report(Origin origin, int epoch, long weight, Future<Void> future) {}

    /**
     * @param reporter null where the connector's configuration asks for none
     * @param tolerant whether the connector's configuration wants the task to go on for the others ({@code errors.tolerance})
     */
    public Rejects(@Nullable ErrantRecordReporter reporter, boolean tolerant) {
        this.reporter = reporter;
        this.tolerant = tolerant;
    }

    /** Whether the task is to go on without what cannot be written. */
    public boolean tolerant() {
        return tolerant;
    }

    /** Whether records have to be kept until their rows are acknowledged, because BigQuery may refuse them then. */
    public boolean keepsRecords() {
        return reporter != null;
    }

    /**
     * Reports a record that cannot be written.
     *
     * @param record null if it was not kept, which it is not where there is no reporter
     * @param weight the memory that it holds, in bytes
     * @throws ConnectException if bad records are not tolerated
     */
    public void take(@Nullable SinkRecord record, Origin origin, int epoch, long weight, DataException error) {
        if (reporter == null || record == null) {
            throw new ConnectException(
                    "record " + origin + " cannot be written: " + error.getMessage()
                            + "; to set such records aside, set errors.tolerance=all and"
                            + " errors.deadletterqueue.topic.name (or errors.log.enable=true)",
                    error);
        }
        open.add(new Report(origin, epoch, weight, reporter.report(record, error)));
        total++;
        bytes += weight;
    }

    /**
     * Hands out the reports that are done; never waits.
     *
     * @throws ConnectException if a report failed
     */
    public void settle(Consumer<Report> done) {
        for (Iterator<Report> reports = open.iterator(); reports.hasNext(); ) {
            Report report = reports.next();
            if (report.future().isDone()) {
                reports.remove();
                bytes -= report.weight();
                ensureReported(report);
                done.accept(report);
            }
        }
    }

    /** Forgets reports of partitions that were lost. */
    public void drop(Collection<TopicPartition> partitions) {
        open.removeIf(report -> partitions.contains(
                new TopicPartition(report.origin().topic(), report.origin().partition())));
        bytes = open.stream().mapToLong(Report::weight).sum();
    }

    /** The memory that records hold whose reports are not done, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** How many records were reported. */
    public long total() {
        return total;
    }

    /** How many reports are not done. */
    public int open() {
        return open.size();
    }

    private static void ensureReported(Report report) {
        try {
            report.future().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while record " + report.origin() + " was reported", interrupted);
        } catch (ExecutionException failed) {
            throw new ConnectException(
                    "record " + report.origin() + " could not be written to the dead letter queue", failed.getCause());
        }
    }
}
