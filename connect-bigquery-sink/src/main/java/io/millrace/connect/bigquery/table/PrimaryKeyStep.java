// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.table.design.DeclaredKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primary key of a table with one row for each key, without which BigQuery takes no changes for it. A table that has
 * another one is refused: whose rows the others are, nobody here knows.
 */
final class PrimaryKeyStep implements ProvisioningStep {
    private static final Logger LOG = LoggerFactory.getLogger(PrimaryKeyStep.class);

    private final TableApi api;
    private final UpdateRateLimiter updates;

    PrimaryKeyStep(TableApi api, UpdateRateLimiter updates) {
        this.api = api;
        this.updates = updates;
    }

    @Override
    public void take(TableInProgress table) throws IOException, TryLater {
        Table live = table.live();
        List<String> wanted = table.question().key();
        if (live == null || !table.layout().keyed() || wanted.isEmpty()) {
            return;
        }
        DeclaredKey declared = DeclaredKey.of(live);
        if (declared.isOf(wanted)) {
            return;
        }
        if (declared.isThere()) {
            throw new ConnectException(declared.unlike(table.table(), wanted));
        }
        updates.take(table.table());
        Table change = new Table().setTableConstraints(new DeclaredKey(wanted).constraints());
        Table keyed = api.patch(table.table(), change, live.getEtag());
        if (keyed == null) {
            throw new TryLater(Duration.ofMillis(50)); // changed by another since it was read
        }
        table.is(keyed);
        table.changes().add(TableNews.PRIMARY_KEY + wanted);
        LOG.info("table has a primary key now table={} columns={}", table.table(), wanted);
    }
}
