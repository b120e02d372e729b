// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.table.design.TableDesign;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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
        List<String> declared = declared(live);
        if (isSame(declared, wanted)) {
            return;
        }
        if (!declared.isEmpty()) {
            throw new ConnectException(otherKey(table.table(), declared, wanted));
        }
        updates.take(table.table());
        Table change = new Table().setTableConstraints(TableDesign.constraints(wanted));
        Table keyed = api.patch(table.table(), change, live.getEtag());
        if (keyed == null) {
            throw new TryLater(Duration.ofMillis(50)); // changed by another since it was read
        }
        table.is(keyed);
        table.changes().add("primary key " + wanted);
        LOG.info("table has a primary key now table={} columns={}", table.table(), wanted);
    }

    /** The columns of a table's primary key; none if it has no key. */
    private static List<String> declared(Table live) {
        TableConstraints constraints = live.getTableConstraints();
        return constraints == null
                        || constraints.getPrimaryKey() == null
                        || constraints.getPrimaryKey().getColumns() == null
                ? List.of()
                : constraints.getPrimaryKey().getColumns();
    }

    /** In any order: the key of a row is the same. */
    private static boolean isSame(List<String> some, List<String> others) {
        return some.size() == others.size()
                && some.stream().allMatch(one -> others.stream().anyMatch(one::equalsIgnoreCase));
    }

    private static String otherKey(Destination table, List<String> declared, List<String> wanted) {
        String name = "`" + table.project() + "." + table.dataset() + "." + table.table() + "`";
        return "table " + table + " has the primary key " + declared + ", the records have " + wanted
                + "; set primary.key to what it has, or change it with ALTER TABLE " + name
                + " DROP PRIMARY KEY; ALTER TABLE " + name + " ADD PRIMARY KEY ("
                + wanted.stream().map(column -> "`" + column + "`").collect(Collectors.joining(", "))
                + ") NOT ENFORCED;";
    }
}
