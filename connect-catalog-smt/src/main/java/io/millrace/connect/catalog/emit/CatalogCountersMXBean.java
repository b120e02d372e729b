// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

/** What JMX shows of one connector's catalog events on one worker. */
public interface CatalogCountersMXBean {
    /** Events that a catalog took. */
    long getEventsSent();

    /** Sends that failed and are tried again with the latest snapshot. */
    long getEventsFailed();

    /** Events that a catalog called wrong (400, 413, 422): not sent again until something changes. */
    long getEventsRefused();

    /** Sends given up because their time was over; counted among the failed, too. */
    long getEventsTimedOut();

    /** Sightings that found the queue full; they are offered again later. */
    long getSightingsDropped();

    long getEdges();

    /** Edges beyond {@code max.edges}. */
    long getEdgesLeftOut();

    /** Questions to the schema registry, or readings of the metadata file, without a usable answer. */
    long getLookupsFailed();

    /** Errors of the transform's own, all survived; after ten in a row an instance stops looking at records. */
    long getErrors();

    /** When a catalog last took an event, in milliseconds since 1970; 0 before the first. */
    long getLastSuccessMs();
}
