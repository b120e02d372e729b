// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.model.Dataset;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datasets that tables need: made where they are missing, with the access they should have. That takes two calls, so a
 * dataset carries a label in between: whoever makes a table in it, now or after a restart, finishes what was begun.
 */
final class Datasets {
    /** Set while the dataset's access is not granted yet. */
    static final String LABEL = "millrace-access";

    private static final String PENDING = "pending";
    private static final int FORBIDDEN = 403;
    private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

    private final TableApi api;
    private final DatasetSettings settings;
    private final Set<String> finished = ConcurrentHashMap.newKeySet();

    Datasets(TableApi api, DatasetSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    /**
     * Makes the table's dataset, unless another was faster.
     *
     * @throws ConnectException if it may not be made
     */
    void create(Destination table) throws IOException {
        if (!settings.create()) {
            throw new ConnectException("dataset " + name(table) + " does not exist and dataset.create=false; create it,"
                    + " or set dataset.create=true");
        }
        Map<String, String> labels = settings.access().isEmpty() ? Map.of() : Map.of(LABEL, PENDING);
        if (api.createDataset(table, settings.location(), labels)) {
            LOG.info("dataset created dataset={}", name(table));
        }
    }

    /**
     * Grants the access that a dataset was made for and does not give yet.
     *
     * @return false if there is no such dataset, as far as is known
     * @throws Inquiry.TryLater if another changed it meanwhile
     * @throws ConnectException if BigQuery refuses the grants
     */
    boolean finish(Destination table) throws IOException, Inquiry.TryLater {
        if (settings.access().isEmpty() || finished.contains(name(table))) {
            return true;
        }
        Dataset live = read(table);
        if (live == null) {
            return false;
        }
        if (live.getLabels() != null && PENDING.equals(live.getLabels().get(LABEL))) {
            if (!api.grant(table, live, settings.access(), LABEL)) {
                throw new Inquiry.TryLater(Duration.ofMillis(50));
            }
            LOG.info("dataset access granted dataset={} grants={}", name(table), settings.access());
        }
        finished.add(name(table));
        return true;
    }

    /** Null if it does not exist; who made a dataset may read it, so one that may not be read has nothing pending. */
    private @Nullable Dataset read(Destination table) throws IOException {
        try {
            return api.dataset(table);
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != FORBIDDEN || TableApi.isPassing(refused)) {
                throw refused;
            }
            return new Dataset();
        }
    }

    private static String name(Destination table) {
        return table.project() + "." + table.dataset();
    }
}
