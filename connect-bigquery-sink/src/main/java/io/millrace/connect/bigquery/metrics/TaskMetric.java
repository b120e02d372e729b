// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import io.millrace.connect.kit.metrics.Metric;

/** What is counted for each task. */
public enum TaskMetric implements Metric {
    BUFFER_BYTES("Bytes taken and not yet acknowledged."),
    BUFFER_LIMIT_BYTES("The limit of these, buffer.max.bytes."),
    PAUSED_PARTITIONS("Partitions whose consumption is paused because too much is on its way."),
    OPEN_RECORDS("Records taken and not yet finished, counting those that wait behind an unfinished one."),
    OFFSET_LAG("How far acknowledged offsets are behind the offsets taken, summed over partitions."),
    SKIPPED_RECORDS_TOTAL("Records skipped by rule, such as tombstones where rows are appended."),
    REDELIVERED_RECORDS_TOTAL("Records that Connect delivered again while they were on their way or finished."),
    ERRANT_RECORDS_TOTAL("Records given to the errant-record reporter."),
    REGISTRY_WAITING_TOPICS("Topics whose schema is still looked for in the schema registry."),
    REGISTRY_TABLES_TOTAL("Tables created from the schema registry, before their first record."),
    REGISTRY_UNUSABLE_TOTAL("Registered schemas that no table could be made from before the first record."),
    REGISTRY_FAILURES_TOTAL("Questions that the schema registry did not answer, or refused.");

    private final String description;

    TaskMetric(String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
