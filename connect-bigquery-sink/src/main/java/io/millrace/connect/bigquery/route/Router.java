// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.route;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.kit.config.TopicTemplate;
import io.millrace.connect.kit.memo.Memo;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Answers which table a record's topic belongs to; the topic is the one that transforms left it with. The same object for
 * the same topic, as long as it is not forgotten for others.
 */
public final class Router {
    // Rules: cloud.google.com/bigquery/docs/datasets#dataset-naming and …/tables#table_naming, 2026-08
    private static final Pattern REFUSED_IN_DATASET = Pattern.compile("[^A-Za-z0-9_]");
    private static final Pattern REFUSED_IN_TABLE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]");
    private static final int LONGEST = 1024;

    private final RoutingSettings settings;
    private final TopicTemplate dataset;
    private final TopicTemplate table;
    // A transform may make names of values: of more topics than memory allows the least used are made anew
    private final Memo<String, Destination> byTopic = new Memo<>(Router::weight);
    private final Memo<Destination, Wish> wishes = new Memo<>(Wish::weight);
    private String lastTopic = "";
    private Destination lastDestination = new Destination("", "", "");

    public Router(RoutingSettings settings) {
        this.settings = settings;
        this.dataset = TopicTemplate.parse(settings.dataset());
        this.table = TopicTemplate.parse(settings.table());
    }

    /**
     * The table of a record.
     *
     * @throws DataException if no name can be made of this topic
     * @throws ConnectException if two names would be sanitized to the same table
     */
    @SuppressWarnings("ReferenceEquality") // a hit spares the look-up; a miss is only slower
    public Destination route(SinkRecord record) {
        String topic = record.topic();
        return topic == lastTopic ? lastDestination : route(topic);
    }

    /** The table of a topic, as above. */
    public Destination route(String topic) {
        Destination known = byTopic.get(topic, this::resolve);
        lastTopic = topic;
        lastDestination = known;
        return known;
    }

    /** The name of a table after a rule; one that BigQuery still refuses is returned as it is. */
    public static String tableName(String name, NameRule rule) {
        return switch (rule) {
            case NEVER -> name;
            case MINIMAL -> REFUSED_IN_TABLE.matcher(name).replaceAll("_");
            case STRICT -> NameRule.strict(name);
        };
    }

    /** Whether BigQuery takes a name for a dataset. */
    public static boolean isDataset(String name) {
        return fits(name, REFUSED_IN_DATASET);
    }

    /** Whether BigQuery takes a name for a table. */
    public static boolean isTable(String name) {
        return fits(name, REFUSED_IN_TABLE);
    }

    private static boolean fits(String name, Pattern refused) {
        return !name.isBlank()
                && !refused.matcher(name).find()
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /**
     * The dataset that all topics go to that are not mapped elsewhere; empty where it follows from the topic.
     *
     * @throws DataException if BigQuery has no such name
     */
    public Optional<String> commonDataset() {
        return dataset.fixed() ? Optional.of(acceptedDataset(settings.dataset(), "")) : Optional.empty();
    }

    private Destination resolve(String topic) {
        Wish wish = wish(topic);
        String datasetName = acceptedDataset(wish.dataset, "topic " + topic + ": ");
        String tableName = acceptedTable(wish.table, wish.rule, "topic " + topic + ": ");
        Destination destination = new Destination(settings.project(), datasetName, tableName);
        Wish earlier = wishes.get(destination, first -> wish);
        if (!earlier.sameNames(wish)) {
            throw new ConnectException("topics " + earlier.topic + " and " + topic + " would both be written to table "
                    + destination + ", because sanitizing makes their names equal; send one of them elsewhere, or both"
                    + " there on purpose, with topic.to.table.map");
        }
        return destination;
    }

    private Wish wish(String topic) {
        String mapped = settings.topicToTable().get(topic);
        if (mapped != null) {
            int dot = mapped.indexOf('.');
            return dot < 0
                    ? new Wish(topic, dataset.fill(topic), mapped, NameRule.NEVER)
                    : new Wish(topic, mapped.substring(0, dot), mapped.substring(dot + 1), NameRule.NEVER);
        }
        // No topic of Kafka's has a colon: a transform put it there, in KCBQ's configurations to name dataset and
        // table. What
        // a transform makes of a record's content must not choose the dataset unless the connector says so.
        int colon = settings.datasetInTopic() ? topic.indexOf(':') : -1;
        return colon < 0
                ? new Wish(topic, dataset.fill(topic), table.fill(topic), settings.names())
                : new Wish(topic, topic.substring(0, colon), table.fill(topic.substring(colon + 1)), settings.names());
    }

    private String acceptedDataset(String name, String blamed) {
        String fit = settings.names() == NameRule.NEVER
                ? name
                : REFUSED_IN_DATASET.matcher(name).replaceAll("_");
        return ensure(isDataset(fit), name, fit, blamed, "dataset");
    }

    private static String acceptedTable(String name, NameRule rule, String blamed) {
        String fit = tableName(name, rule);
        return ensure(isTable(fit), name, fit, blamed, "table");
    }

    private static String ensure(boolean accepted, String name, String fit, String blamed, String what) {
        int length = fit.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw new DataException(
                    blamed + "the " + what + "'s name has " + length + " bytes, BigQuery accepts " + LONGEST);
        }
        if (!accepted) {
            throw new DataException(blamed + "'" + name + "' is no name that BigQuery accepts for a " + what
                    + "; set name.sanitize=true, or " + what + ", or topic.to.table.map");
        }
        return fit;
    }

    /** With a topic of about that length beside it. */
    private static long weight(Destination table) {
        return 2L * (table.dataset().length() + 2 * table.table().length());
    }

    /** The names that were meant, before they were sanitized. */
    private record Wish(String topic, String dataset, String table, NameRule rule) {
        boolean sameNames(Wish other) {
            return dataset.equals(other.dataset) && table.equals(other.table);
        }

        long weight() {
            return 2L * (topic.length() + dataset.length() + table.length());
        }
    }
}
