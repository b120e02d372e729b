// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.reject;

import io.millrace.connect.bigquery.deliver.Buffer;
import io.millrace.connect.bigquery.deliver.Reservation;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.kit.trust.OneLine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gives bad records to the errant-record reporter (KIP-610). A record is finished only when its report is: before, a crash
 * would lose it for the table and for the dead letter queue alike.
 */
public final class Rejects {
    private final @Nullable ErrantRecordReporter reporter;
    private final boolean tolerant;
    private final Buffer buffer;
    private final List<Report> open = new ArrayList<>();
    private long total;

    /** A record that was reported, and the memory that it holds until the report is done. */
    private record Report(Slot slot, Reservation memory, Future<Void> future) {}

    /**
     * Without reports yet.
     *
     * @param reporter null where the connector's configuration asks for none
     * @param tolerant whether the connector's configuration wants the task to go on for the others ({@code errors.tolerance})
     */
    public Rejects(@Nullable ErrantRecordReporter reporter, boolean tolerant, Buffer buffer) {
        this.reporter = reporter;
        this.tolerant = tolerant;
        this.buffer = buffer;
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
    public void take(@Nullable SinkRecord record, Slot slot, long weight, DataException refusal) {
        DataException error = inOneLine(refusal);
        if (reporter == null || record == null) {
            throw new ConnectException(
                    "record " + slot + " cannot be written: " + error.getMessage()
                            + "; to set such records aside, set errors.tolerance=all and"
                            + " errors.deadletterqueue.topic.name (or errors.log.enable=true)",
                    error);
        }
        Future<Void> report = reporter.report(record, error);
        open.add(new Report(slot, buffer.reserve(weight), report));
        total++;
    }

    /** Fields are named by whoever writes the records, and Connect logs what it is given. */
    private static DataException inOneLine(DataException error) {
        String message = String.valueOf(error.getMessage());
        String line = OneLine.whole(message);
        return line.equals(message) ? error : new DataException(line);
    }

    /**
     * Finishes the records whose reports are done; never waits.
     *
     * @throws ConnectException if a report failed
     */
    public void settle() {
        for (Iterator<Report> reports = open.iterator(); reports.hasNext(); ) {
            Report report = reports.next();
            if (report.future().isDone()) {
                reports.remove();
                report.memory().release();
                ensureReported(report);
                report.slot().finish();
            }
        }
    }

    /** Forgets reports of partitions that were lost. */
    public void drop() {
        for (Iterator<Report> reports = open.iterator(); reports.hasNext(); ) {
            Report report = reports.next();
            if (!report.slot().isOwned()) {
                reports.remove();
                report.memory().release();
            }
        }
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
            throw new ConnectException("interrupted while record " + report.slot() + " was reported", interrupted);
        } catch (ExecutionException failed) {
            throw new ConnectException(
                    "record " + report.slot() + " could not be written to the dead letter queue", failed.getCause());
        }
    }
}
