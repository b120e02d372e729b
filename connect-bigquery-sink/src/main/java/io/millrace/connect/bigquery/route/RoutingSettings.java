// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.route;

import java.util.Map;

/**
 * How topics become tables.
 *
 * @param project the project that holds the datasets
 * @param dataset template of the dataset's name; {@code ${topic}} and {@code ${topic:N}} are filled in
 * @param table template of the table's name, as above
 * @param topicToTable topics that go elsewhere: {@code table} or {@code dataset.table} by topic, taken literally
 * @param sanitize whether characters that BigQuery refuses are replaced; otherwise such a topic is an error
 */
public record RoutingSettings(
        String project, String dataset, String table, Map<String, String> topicToTable, boolean sanitize) {
    public RoutingSettings {
        topicToTable = Map.copyOf(topicToTable);
    }
}
