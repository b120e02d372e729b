// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.route.RoutingSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.config.TopicTemplate;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;

/** Which table a topic lands in. */
final class DestinationOptions {
    private static final String TEMPLATE = "a name with ${topic} or ${topic:N}";
    private static final String DATASET_NAME = "letters, digits and underscores for a dataset";
    private static final String TABLE_NAME = "letters, marks, digits, connectors, dashes and spaces for a table";

    static final Option<String> PROJECT = Option.required(
                    "project", "Google Cloud project that holds the datasets and that calls are made in.")
            .checked("a project id", DestinationOptions::ensureProject);
    static final Option<String> DATASET = Option.required(
                    "dataset",
                    "Dataset that tables are in. ${topic} stands for the record's topic, ${topic:N} for its N-th"
                            + " dot-separated segment, from 1, or from -1 counted from the end.")
            .checked(TEMPLATE, template -> ensureTemplate(template, "", Router::isDataset, DATASET_NAME));
    static final Option<String> TABLE = Option.string(
                    "table", "${topic}", "Table that records go to; placeholders as in dataset.")
            .checked(TEMPLATE, template -> ensureTemplate(template, "t", Router::isTable, TABLE_NAME))
            .importance(HIGH);
    static final Option<Map<String, String>> TOPIC_MAP = Option.map(
                    "topic.to.table.map",
                    "Topics that go elsewhere, as topic:table or topic:dataset.table; several topics may share a table."
                            + " The names are taken literally.")
            .checked("topic:table or topic:dataset.table, …", DestinationOptions::ensureLiteral)
            .shownAs("Topic to table map");
    static final Option<Boolean> DATASET_IN_TOPIC = Option.flag(
                    "topic.names.dataset",
                    false,
                    "Whether a topic that a transform named dataset:table goes to that dataset, as in KCBQ, instead of to"
                            + " dataset. Whoever chooses the name, such as a field's value, then chooses the dataset.")
            .importance(LOW)
            .shownAs("Topic names dataset");
    static final Option<Boolean> SANITIZE = Option.flag(
                    "name.sanitize",
                    true,
                    "Whether characters that BigQuery refuses become underscores where topics name datasets and tables"
                            + " and fields name columns. Everything else stays as it is. Two names that become one are"
                            + " refused.")
            .shownAs("Sanitize names");
    static final Option<NameRule> SANITIZE_TOPICS = Option.choice(
                    "name.sanitize.topics",
                    NameRule.class,
                    "How a topic names a table. never: as it is; minimal: characters that BigQuery refuses become"
                            + " underscores; strict: every character but ASCII letters, digits and underscores does, and a"
                            + " leading digit gets one before it, as in KCBQ. Unset: minimal or never, as name.sanitize"
                            + " says.")
            .importance(LOW)
            .shownAs("Sanitize topics");
    static final Option<NameRule> SANITIZE_FIELDS = Option.choice(
                    "name.sanitize.fields",
                    NameRule.class,
                    "How a field names a column; words and default as in name.sanitize.topics.")
            .importance(LOW)
            .shownAs("Sanitize fields");

    static final OptionGroup GROUP = OptionGroup.of(
            "Destination",
            PROJECT,
            DATASET,
            TABLE,
            TOPIC_MAP,
            DATASET_IN_TOPIC,
            SANITIZE,
            SANITIZE_TOPICS,
            SANITIZE_FIELDS);

    private DestinationOptions() {}

    static RoutingSettings read(OptionValues values) {
        return new RoutingSettings(
                PROJECT.of(values),
                DATASET.of(values),
                TABLE.of(values),
                TOPIC_MAP.of(values),
                DATASET_IN_TOPIC.of(values),
                rule(SANITIZE_TOPICS, values));
    }

    /** What is done to fields' names. */
    static NameRule fieldRule(OptionValues values) {
        return rule(SANITIZE_FIELDS, values);
    }

    private static NameRule rule(Option<NameRule> option, OptionValues values) {
        return option.find(values).orElse(SANITIZE.of(values) ? NameRule.MINIMAL : NameRule.NEVER);
    }

    /** What is done to topics' names, of properties that may not be valid. */
    static NameRule topicRule(Map<String, String> properties) {
        String rule = properties.getOrDefault(SANITIZE_TOPICS.name(), "").trim();
        boolean any = !"false"
                .equalsIgnoreCase(
                        properties.getOrDefault(SANITIZE.name(), "true").trim());
        return Arrays.stream(NameRule.values())
                .filter(known -> known.name().equalsIgnoreCase(rule))
                .findFirst()
                .orElse(any ? NameRule.MINIMAL : NameRule.NEVER);
    }

    /** cloud.google.com/resource-manager/docs/creating-managing-projects, 2026-08; older ones begin with a domain. */
    private static void ensureProject(String project) {
        if (!project.matches("([a-z0-9]([a-z0-9.-]*[a-z0-9])?:)?[a-z]([a-z0-9-]{0,28}[a-z0-9])?")) {
            throw new IllegalArgumentException("'" + project
                    + "' is not accepted; accepted: a project id of lower-case letters, digits and dashes, at most 30");
        }
    }

    private static void ensureLiteral(Map<String, String> tables) {
        tables.forEach((topic, table) -> {
            String entry = "'" + topic + ":" + table + "'";
            if (table.contains("${")) {
                throw new IllegalArgumentException(
                        entry + " has a placeholder, and names are taken literally here; accepted: topic:table or"
                                + " topic:dataset.table");
            }
            int dot = table.indexOf('.');
            if (table.indexOf('.', dot + 1) > 0) {
                throw new IllegalArgumentException(
                        entry + " has more than a dataset and a table; accepted: topic:table or"
                                + " topic:dataset.table, all in " + PROJECT);
            }
            if (dot >= 0 && !Router.isDataset(table.substring(0, dot))) {
                throw new IllegalArgumentException(
                        entry + " names a dataset that BigQuery refuses; accepted: " + DATASET_NAME);
            }
            if (!Router.isTable(table.substring(dot + 1))) {
                throw new IllegalArgumentException(
                        entry + " names a table that BigQuery refuses; accepted: " + TABLE_NAME);
            }
        });
    }

    /**
     * What is written must fit as it is: sanitizing is for what topics put into it.
     *
     * @param lead what makes a name of a part that is none alone, such as a blank
     */
    private static void ensureTemplate(String text, String lead, Predicate<String> name, String accepted) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        TopicTemplate template = TopicTemplate.parse(text);
        boolean fits = template.fixed()
                ? name.test(text)
                : template.literals().stream().allMatch(part -> part.isEmpty() || name.test(lead + part));
        if (!fits) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no name that BigQuery accepts; accepted: " + accepted);
        }
    }
}
