// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import java.util.Locale;
import java.util.Map;

/** Where buckets and datasets are. */
public final class Locations {
    /** What the regions of a multi-region begin with. */
    private static final Map<String, String> REGIONS = Map.of("EU", "EUROPE-", "ASIA", "ASIA-", "US", "US-");

    private Locations() {}

    /**
     * Whether a dataset can be loaded from a bucket: from anywhere if it is in the US, else from the same place, or one that
     * contains the other (cloud.google.com/bigquery/docs/batch-loading-data#data-locations, 2026-08). Places that are not known
     * here are left to BigQuery.
     */
    public static boolean reaches(String dataset, String bucket) {
        String from = bucket.toUpperCase(Locale.ROOT);
        String to = dataset.toUpperCase(Locale.ROOT);
        if (to.equals("US") || from.equals(to)) {
            return true;
        }
        boolean regions = from.contains("-") && to.contains("-");
        if (regions) {
            return false;
        }
        String wider = to.contains("-") ? from : to;
        String narrower = to.contains("-") ? to : from;
        String regionsOfWider = REGIONS.get(wider);
        if (regionsOfWider == null) {
            return true;
        }
        return narrower.contains("-") ? narrower.startsWith(regionsOfWider) : !REGIONS.containsKey(narrower);
    }
}
