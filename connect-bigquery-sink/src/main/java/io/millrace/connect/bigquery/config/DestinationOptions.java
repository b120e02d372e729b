// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;

import io.millrace.connect.bigquery.route.RoutingSettings;
import io.millrace.connect.bigquery.route.Template;
import io.millrace.connect.kit.Option;
import io.millrace.connect.kit.OptionGroup;
import io.millrace.connect.kit.OptionValues;
import java.util.Map;

/** Which table a topic lands in. */
final class DestinationOptions {
    private static final String TEMPLATE = "a name with ${topic} or ${topic:N}";

    static final Option<String> PROJECT = Option.required(
                    "project", "Google Cloud project that holds the datasets and that calls are made in.")
            .checked("a project id", DestinationOptions::ensureProject);
    static final Option<String> DATASET = Option.required(
                    "dataset",
                    "Dataset that tables are in. ${topic} stands for the record's topic, ${topic:N} for its N-th"
                            + " dot-separated segment, from 1, or from -1 counted from the end.")
            .checked(TEMPLATE, DestinationOptions::ensureTemplate);
    static final Option<String> TABLE = Option.string(
                    "table", "${topic}", "Table that records go to; placeholders as in dataset.")
            .checked(TEMPLATE, DestinationOptions::ensureTemplate)
            .importance(HIGH);
    static final Option<Map<String, String>> TOPIC_MAP = Option.map(
                    "topic.to.table.map",
                    "Topics that go elsewhere, as topic:table or topic:dataset.table; several topics may share a table."
                            + " The names are taken literally.")
            .checked("topic:table or topic:dataset.table, …", DestinationOptions::ensureLiteral)
            .shownAs("Topic to table map");
    static final Option<Boolean> SANITIZE = Option.flag(
                    "name.sanitize",
                    true,
                    "Whether characters that BigQuery refuses in names of datasets, tables and columns become"
                            + " underscores. Everything else stays as it is. Two names that become one are refused.")
            .shownAs("Sanitize names");

    static final OptionGroup GROUP = OptionGroup.of("Destination", PROJECT, DATASET, TABLE, TOPIC_MAP, SANITIZE);

    private DestinationOptions() {}

    static RoutingSettings read(OptionValues values) {
        return new RoutingSettings(
                PROJECT.of(values), DATASET.of(values), TABLE.of(values), TOPIC_MAP.of(values), SANITIZE.of(values));
    }

    private static void ensureProject(String project) {
        if (!project.matches("[a-z][a-z0-9.:-]*[a-z0-9]")) {
            throw new IllegalArgumentException("'" + project
                    + "' is not accepted; accepted: a project id of lower-case letters, digits and dashes");
        }
    }

    private static void ensureLiteral(Map<String, String> tables) {
        tables.forEach((topic, table) -> {
            if (table.contains("${")) {
                throw new IllegalArgumentException("'" + topic + ":" + table
                        + "' has a placeholder, and names are taken literally here; accepted: topic:table or"
                        + " topic:dataset.table");
            }
        });
    }

    private static void ensureTemplate(String template) {
        if (template.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        var unused = Template.parse(template);
    }
}
