// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.deliver.DeliverySettings;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.reject.LetterContent;
import io.millrace.connect.bigquery.write.RetrySettings;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How rows are sent: the plans that the wiring follows, and the settings of what every plan needs.
 *
 * @param plan of tables that are not named
 * @param tables by the name of a table its own plan, where that is another one
 */
public record WritingSettings(
        WritePlan plan,
        Map<String, WritePlan> tables,
        RetrySettings retry,
        DeliverySettings delivery,
        LetterContent letters) {
    public WritingSettings {
        tables = Map.copyOf(tables);
    }

    /** How a table is written. */
    public WritePlan of(Destination table) {
        return tables.getOrDefault(table.table(), plan);
    }

    /** All plans, each once, the common one first. */
    public Set<WritePlan> plans() {
        Set<WritePlan> plans = new LinkedHashSet<>();
        plans.add(plan);
        plans.addAll(tables.values());
        return plans;
    }
}
