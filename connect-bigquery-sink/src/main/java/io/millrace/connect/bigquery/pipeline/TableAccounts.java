// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.deliver.Buffer;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.metrics.SinkMetrics;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.reject.Rejects;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where records, bytes and troubles of all tables are counted. Task thread. */
public record TableAccounts(Buffer buffer, Rejects rejects, TaskHealth health, SinkMetrics metrics) {
    TableAccount of(Destination table) {
        return new TableAccount(buffer.share(table), metrics.table(table), metrics.task(), health, rejects);
    }

    /** Nothing is to be remembered of a table that has nothing under way. */
    void forget(Destination table) {
        metrics.forget(table);
    }

    /** The tables that have anything under way now. */
    List<Destination> busy() {
        return buffer.busy().stream().map(Buffer.Share::table).toList();
    }

    /**
     * Refuses a record.
     *
     * @throws ConnectException if that is not tolerated
     */
    void reject(SinkRecord record, Slot slot, long weight, DataException error) {
        rejects.take(record, slot, weight, error);
    }
}
