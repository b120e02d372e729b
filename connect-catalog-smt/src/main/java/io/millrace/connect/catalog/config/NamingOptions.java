// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.event.NamingSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.config.TopicTemplate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** How jobs and datasets are called. */
final class NamingOptions {
    static final Option<String> CONNECTOR_NAME = Option.string(
            "connector.name",
            null,
            "The connector's name, only where it cannot be learned: Connect 4.1 and later tell it, older workers write it"
                    + " into their logging context.");

    static final Option<String> JOB_NAMESPACE =
            Option.string("job.namespace", "kafka-connect", "The OpenLineage namespace of the connector's jobs.");

    static final Option<List<String>> KAFKA_NAMESPACE = Option.list(
                    "kafka.namespace",
                    "The OpenLineage namespace of topics, kafka://host:port. It has to be, to the letter, the one that"
                            + " Debezium, Flink or Spark use, or graphs do not join. Further ones are told as aliases."
                            + " Needed unless role is before.")
            .importance(Importance.HIGH);

    static final Option<List<String>> SOURCE_NAMESPACE = Option.list(
            "source.namespace",
            "The namespace of upstream tables, such as mysql://db:3306, postgres://db:5432, mssql://, oracle:// or"
                    + " mongodb://; further ones are aliases. Without it a source connector's is made of the system's and"
                    + " the connector's logical name. On a sink it also asks for the edge from the upstream table to the"
                    + " topic, as Debezium's source blocks tell it.");

    static final Option<List<String>> SINK_NAMESPACE = Option.list(
            "sink.namespace",
            "The namespace of the tables that a sink writes; bigquery unless given. gs://bucket for objects; further ones"
                    + " are aliases.");

    static final Option<TopicTemplate> SINK_NAME = Option.string(
                    "sink.name",
                    "${topic}",
                    "The name of the table that a topic goes to, as the sink makes it: my-project.raw.${topic:-1}. ${topic}"
                            + " and ${topic:N}, N from 1 or from -1, as in the BigQuery sink, whose rules for refused characters apply when"
                            + " sink.namespace is bigquery.")
            .as("text with ${topic} or ${topic:N}", TopicTemplate::parse)
            .importance(Importance.HIGH);

    static final Option<Map<String, String>> SINK_NAME_MAP = Option.map(
            "sink.name.map", "Topics whose table has another name, as topic:name pairs; names are taken as they are.");

    static final Option<Boolean> SINK_UNWRAP = Option.flag(
            "sink.unwrap",
            true,
            "Whether a table gets the row of a Debezium change event, as the BigQuery sink writes it, or the event with"
                    + " before, after and source as it is.");

    static final OptionGroup GROUP = OptionGroup.of(
            "Names",
            CONNECTOR_NAME,
            JOB_NAMESPACE,
            KAFKA_NAMESPACE,
            SOURCE_NAMESPACE,
            SINK_NAMESPACE,
            SINK_NAME,
            SINK_NAME_MAP,
            SINK_UNWRAP);

    private NamingOptions() {}

    static NamingSettings read(OptionValues values) {
        List<String> kafka = KAFKA_NAMESPACE.of(values);
        if (kafka.isEmpty()) {
            throw new ConfigException(KAFKA_NAMESPACE.name()
                    + " is missing: give the namespace of topics, such as kafka://broker-1:9092, spelled as every other"
                    + " producer of lineage spells it");
        }
        List<String> sink = SINK_NAMESPACE.of(values);
        return new NamingSettings(
                JOB_NAMESPACE.of(values),
                kafka,
                SOURCE_NAMESPACE.of(values),
                sink.isEmpty() ? List.of("bigquery") : sink,
                SINK_NAME.of(values),
                SINK_NAME_MAP.of(values));
    }
}
