// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import org.apache.kafka.connect.errors.ConnectException;

/** Refuses a view, or whatever else is no table, that has the table's name. */
final class TableKind implements ProvisioningStep {
    @Override
    public void take(TableInProgress table) {
        Table live = table.live();
        if (live != null && live.getType() != null && !live.getType().equals("TABLE")) {
            throw new ConnectException("table " + table.table() + " is a " + live.getType()
                    + ", and only tables can be written to; choose another name by table or topic.to.table.map");
        }
    }
}
