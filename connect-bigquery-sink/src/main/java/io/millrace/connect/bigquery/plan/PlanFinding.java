// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import io.millrace.connect.bigquery.config.Blamed;
import org.jspecify.annotations.Nullable;

/**
 * Something in the cloud that does not go with the configuration.
 *
 * @param table the table's name without dataset, null for a finding that is not about one table's layout
 * @param message what was found and what would help, without the property's name
 */
public record PlanFinding(Blamed blamed, @Nullable String table, String message) {
    static PlanFinding of(Blamed blamed, String message) {
        return new PlanFinding(blamed, null, message);
    }
}
