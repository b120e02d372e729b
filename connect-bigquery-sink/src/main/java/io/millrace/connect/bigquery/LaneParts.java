// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.deliver.BufferGauge;
import io.millrace.connect.bigquery.deliver.OffsetLedger;
import io.millrace.connect.bigquery.metrics.SinkMetrics;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.kit.retry.Backoff;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What all lanes of a task share.
 *
 * @param questions takes questions about tables, without waiting; each gets one answer
 */
record LaneParts(
        RowMaker rows,
        Consumer<TableQuestion> questions,
        Shipments shipments,
        Accounts accounts,
        BatchSettings batch,
        Waits waits) {
    /**
     * Where records, bytes and troubles are counted.
     *
     * @param busy the lanes of tables that have anything under way
     */
    record Accounts(
            OffsetLedger ledger,
            BufferGauge gauge,
            Rejects rejects,
            Troubles troubles,
            SinkMetrics metrics,
            RawSize rawSizes,
            Set<TableLane> busy) {
        Accounts(OffsetLedger ledger, BufferGauge gauge, Rejects rejects, Troubles troubles, SinkMetrics metrics) {
            this(ledger, gauge, rejects, troubles, metrics, new RawSize(), new LinkedHashSet<>());
        }
    }

    /** Time, and the pauses between attempts. */
    record Waits(InstantSource clock, RandomGenerator random, Backoff backoff) {}

    OffsetLedger ledger() {
        return accounts.ledger();
    }

    BufferGauge gauge() {
        return accounts.gauge();
    }

    Rejects rejects() {
        return accounts.rejects();
    }

    Troubles troubles() {
        return accounts.troubles();
    }

    SinkMetrics metrics() {
        return accounts.metrics();
    }

    RawSize rawSizes() {
        return accounts.rawSizes();
    }

    /** The lanes of tables that have anything under way. */
    Set<TableLane> busy() {
        return accounts.busy();
    }

    long now() {
        return waits.clock().millis();
    }

    /** The memory that a record holds, in bytes. */
    long weightOf(SinkRecord record) {
        return new RecordWeight(rawSizes()).of(record);
    }

    /** Leaves a record out by rule. */
    void skip(Origin origin, int incarnation) {
        ledger().finish(origin, incarnation);
        metrics().task().add(TaskMetric.SKIPPED_RECORDS_TOTAL, 1);
    }

    /** Refuses a record outside of {@code put}: where that is not tolerated, the task's next call fails. */
    void reject(SinkRecord record, Origin origin, int incarnation, DataException error) {
        try {
            rejects().take(record, origin, incarnation, weightOf(record), error);
        } catch (ConnectException notTolerated) {
            troubles().fail(notTolerated);
        }
    }
}
