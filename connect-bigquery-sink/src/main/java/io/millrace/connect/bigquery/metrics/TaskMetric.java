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
    REGISTRY_FAILURES_TOTAL("Questions that the schema registry did not answer, or refused."),
    LOAD_OBJECTS_TOTAL("Objects put into Cloud Storage for load jobs."),
    LOAD_OBJECT_BYTES_TOTAL("Bytes of these objects, as they are stored."),
    LOAD_WAITING_OBJECTS("Objects in Cloud Storage whose rows are not in their tables yet."),
    LOAD_JOBS_STARTED_TOTAL(
            "Load jobs begun; BigQuery takes 1,500 a day for each table and 100,000 of a project, failed ones"
                    + " included."),
    LOAD_JOBS_PENDING("Load jobs that have not ended."),
    LOAD_JOBS_FAILED_TOTAL("Load jobs that ended with an error, whatever became of their objects then."),
    LOAD_OBJECTS_SET_ASIDE_TOTAL("Objects that BigQuery does not load, kept under failed/ in Cloud Storage."),
    LOAD_ORPHANS_REMOVED_TOTAL("Objects removed that earlier tasks of the connector left in Cloud Storage."),
    LOAD_OLDEST_ROW_AGE_MS("Milliseconds since the oldest row came that waits for a load job or is in one."),
    MERGES_TOTAL("Merges done: each brings what came in an interval into one table."),
    MERGE_QUERIES_TOTAL("Statements that BigQuery has run for merges, what looks for deletes included."),
    MERGE_BYTES_PROCESSED_TOTAL("Bytes that these statements have read, by BigQuery's count, which is what it bills."),
    MERGE_REFUSALS_TOTAL(
            "Jobs of merges that BigQuery refused or that ended with an error, whatever became of them then."),
    MERGES_WAITING("Tables with changes in a staging table that are not merged yet."),
    MERGE_OLDEST_ROW_AGE_MS("Milliseconds since the oldest change came that is not merged yet."),
    MERGE_ORPHANS_REMOVED_TOTAL("Staging tables removed that this task had left when it ended before.");

    private final String description;

    TaskMetric(String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
