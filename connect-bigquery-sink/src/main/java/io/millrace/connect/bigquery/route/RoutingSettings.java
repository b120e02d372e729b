// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.route;

import io.millrace.connect.bigquery.model.NameRule;
import java.util.Map;

/**
 * How topics become tables.
 *
 * @param project the project that holds the datasets
 * @param dataset template of the dataset's name; {@code ${topic}} and {@code ${topic:N}} are filled in
 * @param table template of the table's name, as above
 * @param topicToTable topics that go elsewhere: {@code table} or {@code dataset.table} by topic, taken literally
 * @param datasetInTopic whether what stands before a colon in a topic's name is its dataset
 * @param names what is done to a topic's name; {@code MINIMAL} to what becomes a dataset, if anything is
 */
public record RoutingSettings(
        String project,
        String dataset,
        String table,
        Map<String, String> topicToTable,
        boolean datasetInTopic,
        NameRule names) {
    public RoutingSettings {
        topicToTable = Map.copyOf(topicToTable);
    }
}
