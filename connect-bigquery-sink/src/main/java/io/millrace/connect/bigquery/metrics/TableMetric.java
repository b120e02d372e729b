// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import io.millrace.connect.kit.metrics.Metric;

/** What is counted for each table of a task. */
public enum TableMetric implements Metric {
    ROWS_TOTAL("Rows acknowledged by BigQuery."),
    BYTES_TOTAL("Encoded bytes of these rows."),
    REQUESTS_TOTAL("Requests acknowledged."),
    REQUEST_LATENCY_MS_TOTAL("Milliseconds from the first sending to the acknowledgement, summed over requests."),
    REQUEST_LATENCY_AVG_MS("The same per request, averaged over about the last twenty."),
    IN_FLIGHT_REQUESTS("Requests handed to the writer and not yet answered."),
    WAITING_RECORDS("Records that wait for the table to be created or changed."),
    RETRIES_CONNECTION_TOTAL("Requests repeated because their connection ended."),
    RETRIES_TIMEOUT_TOTAL("Requests repeated because no answer came within request.timeout.ms."),
    RETRIES_QUOTA_TOTAL("Requests repeated because of a rate or quota."),
    RETRIES_UNAVAILABLE_TOTAL("Requests repeated because BigQuery could not just then."),
    RETRIES_TABLE_TOTAL("Requests repeated because the table or its new column was not there yet."),
    ERRANT_ROWS_TOTAL("Rows that BigQuery refused and that were reported."),
    SCHEMA_CHANGES_TOTAL("Tables created, columns added or relaxed, views created.");

    private final String description;

    TableMetric(String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
