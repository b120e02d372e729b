// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.design.TableDesign;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table itself, by its layout; it stays missing while its dataset is. */
final class TableCreation implements ProvisioningStep {
    private static final Logger LOG = LoggerFactory.getLogger(TableCreation.class);
    private static final int NOT_FOUND = 404;

    private final TableApi api;
    private final InstantSource clock;

    TableCreation(TableApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public void take(TableInProgress table) throws IOException, TryLater {
        TableShape wanted = table.question().wanted();
        if (table.live() != null || wanted == null) {
            return;
        }
        TableDesign design = new TableDesign(table.table(), table.layout());
        Table created;
        try {
            created =
                    api.create(table.table(), design.of(wanted, table.question().key(), clock.instant()));
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != NOT_FOUND) {
                throw refused;
            }
            return;
        }
        if (created == null) {
            if (table.overtake()) {
                throw new NotSeenYetException("the table"); // said to be there, and not there
            }
            throw new TryLater(Duration.ZERO); // another was faster: read what it made
        }
        table.is(created);
        table.changes().add("created");
        design.omitted().forEach(omitted -> LOG.warn("table={} is made without {}", table.table(), omitted));
        LOG.info(
                "table created table={} columns={}",
                table.table(),
                wanted.columns().size());
    }
}
