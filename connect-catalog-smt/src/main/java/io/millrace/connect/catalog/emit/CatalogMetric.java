// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.kit.metrics.Metric;

/** What is counted for one connector on one worker. */
public enum CatalogMetric implements Metric {
    EVENTS_SENT_TOTAL("Events that a catalog took."),
    EVENTS_FAILED_TOTAL("Sends that failed and are tried again with the latest snapshot."),
    EVENTS_REFUSED_TOTAL("Events that a catalog called wrong (400, 413, 422): not sent again until something changes."),
    EVENTS_TIMED_OUT_TOTAL("Sends given up because their time was over; counted among the failed, too."),
    EVENTS_UNSENT_TOTAL(
            "Last snapshots of edges that close.timeout.ms left no time for, or that the catalog did not take then."),
    SIGHTINGS_DROPPED_TOTAL("Sightings that found the queue full; they are offered again later."),
    EDGES("Edges told."),
    EDGES_LEFT_OUT_TOTAL("Edges beyond max.edges."),
    RECORDS_PASSED_OVER_TOTAL(
            "Records that were not looked at, since their task knew 10,000 kinds of records (topic, schema, upstream table)"
                    + " already."),
    LOOKUPS_FAILED_TOTAL(
            "Questions to the schema registry, or readings of the metadata file, without a usable answer."),
    ERRORS_TOTAL(
            "Errors of the transform's own, all survived; after ten in a row an instance stops looking at records."),
    LAST_SUCCESS_MS("When a catalog last took an event, in milliseconds since 1970; 0 before the first.");

    private final String description;

    CatalogMetric(String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
