// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dataset of a table that could not be made for want of it; the table is made next time. */
final class DatasetCreation implements ProvisioningStep {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetCreation.class);

    private final TableApi api;
    private final DatasetSettings settings;

    DatasetCreation(TableApi api, DatasetSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    @Override
    public void take(TableInProgress table) throws IOException, TryLater {
        if (table.live() != null) {
            return;
        }
        if (table.datasetCreated()) {
            throw new NotSeenYetException("the dataset");
        }
        create(table.table());
        table.madeDataset();
        throw new TryLater(Duration.ZERO);
    }

    private void create(Destination table) throws IOException {
        String dataset = table.project() + "." + table.dataset();
        if (!settings.create()) {
            throw new ConnectException("dataset " + dataset + " does not exist and dataset.create=false; create it,"
                    + " or set dataset.create=true");
        }
        Map<String, String> labels =
                settings.access().isEmpty() ? Map.of() : Map.of(DatasetAccess.LABEL, DatasetAccess.PENDING);
        if (api.createDataset(table, settings.location(), labels)) {
            LOG.info("dataset created dataset={}", dataset);
        }
    }
}
