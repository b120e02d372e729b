// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Makes tables what questions want them to be, step by step: each step sees to one thing, in this order. A step that the
 * table of a question does not need does nothing.
 */
final class TableProvisioning {
    private final TableApi api;
    private final List<ProvisioningStep> creation;
    private final List<ProvisioningStep> upkeep;

    /**
     * One for all tables.
     *
     * @param creation for tables that are missing; makes them
     * @param upkeep for tables that exist
     */
    TableProvisioning(TableApi api, List<ProvisioningStep> creation, List<ProvisioningStep> upkeep) {
        this.api = api;
        this.creation = creation;
        this.upkeep = upkeep;
    }

    /**
     * Tries to answer.
     *
     * @throws TryLater if the rate of updates or another's change forbids it now
     * @throws ConnectException if the table is missing and may not or cannot be created
     */
    TableNews answer(TableInProgress table) throws IOException, TryLater {
        table.is(api.get(table.table()));
        if (table.live() == null) {
            TableShape wanted = table.question().wanted();
            if (wanted == null || table.question().known() != null) {
                return new TableNews.Gone(table.table());
            }
            ensureMayBeCreated(table);
            take(creation, table);
        }
        boolean stays = table.question().existing() == TableQuestion.Existing.STAYS;
        if (!stays || !table.changes().isEmpty()) {
            take(upkeep, table);
        }
        return table.ready(there(table));
    }

    private static void take(List<ProvisioningStep> steps, TableInProgress table) throws IOException, TryLater {
        for (ProvisioningStep step : steps) {
            step.take(table);
        }
    }

    private static Table there(TableInProgress table) {
        Table live = table.live();
        if (live == null) {
            throw new IllegalStateException("no step has made the table");
        }
        return live;
    }

    private static void ensureMayBeCreated(TableInProgress table) {
        if (!table.layout().create()) {
            throw new ConnectException("table " + table.table()
                    + " does not exist and table.create=false; create it, or set table.create=true, or table."
                    + table.table().table() + ".create=true for this one");
        }
    }
}
