// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a table is made, beyond its columns.
 *
 * @param create whether it is made if it is missing; otherwise that is an error that names it
 * @param clustering the columns it is clustered by, in order, at most 4
 * @param view the view over it
 * @param keyed whether it has one row for each key, which BigQuery keeps by the table's primary key
 */
public record TableLayout(
        boolean create, Partitioning partitioning, List<String> clustering, Options options, View view, boolean keyed) {
    /** BigQuery's own defaults: not partitioned, not clustered, no view. */
    public static final TableLayout PLAIN = new TableLayout(
            true,
            Partitioning.NONE,
            List.of(),
            new Options(Map.of(), null, null, null, Map.of()),
            new View(false, "${table}_current", null));

    public TableLayout {
        clustering = List.copyOf(clustering);
    }

    /** Of a table that only grows. */
    public TableLayout(boolean create, Partitioning partitioning, List<String> clustering, Options options, View view) {
        this(create, partitioning, clustering, options, view, false);
    }

    /**
     * What a table carries besides its columns.
     *
     * @param expiration how long after its creation the table is kept, null for ever
     * @param kmsKey the Cloud KMS key it is encrypted with, null for Google's own
     * @param maxStaleness how old a query's answer may be under change data capture, null for BigQuery's default
     * @param policyTags the policy tag's resource name by infoType, for columns that carry an infoType
     */
    public record Options(
            Map<String, String> labels,
            @Nullable Duration expiration,
            @Nullable String kmsKey,
            @Nullable Duration maxStaleness,
            Map<String, String> policyTags) {
        public Options {
            labels = Map.copyOf(labels);
            policyTags = Map.copyOf(policyTags);
        }
    }

    /**
     * The current-state view over a table that keeps a changelog.
     *
     * @param name template of its name, in the table's dataset; {@code ${table}} is filled in where it stands
     * @param placeholder what rows have for a value that the source did not send; null where they have none
     */
    public record View(
            boolean create, String name, @Nullable String placeholder) {}
}
