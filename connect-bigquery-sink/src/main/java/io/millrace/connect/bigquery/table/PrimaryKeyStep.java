// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
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
        List<String> missing = missing(live, wanted);
        if (!missing.isEmpty()) {
            if (table.question().wanted() == null || table.question().existing() != TableQuestion.Existing.GROWS) {
                return; // records are judged by it first, and ask for what it lacks
            }
            throw new ConnectException("table " + table.table() + " has no column " + String.join(", ", missing)
                    + ", which identifies a row by the records' key; add it, let schema.evolution have add-fields, or set"
                    + " primary.key to columns that the table has");
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

    private static List<String> missing(Table live, List<String> key) {
        List<TableFieldSchema> columns =
                live.getSchema() == null || live.getSchema().getFields() == null
                        ? List.of()
                        : live.getSchema().getFields();
        return key.stream()
                .filter(name ->
                        columns.stream().noneMatch(column -> column.getName().equalsIgnoreCase(name)))
                .toList();
    }
}
