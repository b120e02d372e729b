// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.model.Dataset;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access that a dataset was made for. Making a dataset and granting access takes two calls, so that it carries a label
 * in between: whoever makes a table in it, now or after a restart, finishes what was begun.
 */
final class DatasetAccess implements ProvisioningStep {
    /** Set while the dataset's access is not granted yet. */
    static final String LABEL = "millrace-access";

    static final String PENDING = "pending";
    private static final int FORBIDDEN = 403;
    private static final Logger LOG = LoggerFactory.getLogger(DatasetAccess.class);

    private final TableApi api;
    private final DatasetSettings settings;
    private final Set<String> finished = ConcurrentHashMap.newKeySet();

    DatasetAccess(TableApi api, DatasetSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    @Override
    public void take(TableInProgress table) throws IOException, TryLater {
        if (!finish(table.table()) && table.datasetCreated()) {
            throw new NotSeenYetException("the dataset");
        }
    }

    /** False if there is no such dataset, as far as is known. */
    private boolean finish(Destination table) throws IOException, TryLater {
        if (settings.access().isEmpty() || finished.contains(name(table))) {
            return true;
        }
        Dataset live = read(table);
        if (live == null) {
            return false;
        }
        if (live.getLabels() != null && PENDING.equals(live.getLabels().get(LABEL))) {
            if (!api.grant(table, live, settings.access(), LABEL)) {
                throw new TryLater(Duration.ofMillis(50));
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
