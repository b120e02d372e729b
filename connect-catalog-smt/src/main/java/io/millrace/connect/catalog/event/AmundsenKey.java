// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The parts of {@code database://cluster.schema/table}, the key of a table in Amundsen, as the extractors of
 * amundsen-databuilder 7.5.1 (read 2026-11) make it. Its extractor of OpenLineage events builds the key as
 * {@code namespace://cluster.database/name}, where the cluster is one word of its own configuration: so an event's
 * {@code namespace} has to be Amundsen's database, and its {@code database} Amundsen's schema.
 */
record AmundsenKey(String database, String schema, String table) {
    /** KafkaSchemaRegistryExtractor's database; its schema is the subject, its table the record's name. */
    private static final String REGISTRY = "kafka_schema_registry";

    static AmundsenKey of(JsonNode dataset) {
        String namespace = dataset.path("namespace").asText();
        int end = namespace.indexOf("://");
        String scheme = end < 0 ? namespace : namespace.substring(0, end);
        String name = dataset.path("name").asText();
        if (scheme.equals("kafka")) {
            JsonNode version = dataset.path("facets").path(CustomFacets.SCHEMA_VERSION);
            String subject = version.path("subject").asText();
            String record = version.path("recordName").asText();
            return subject.isEmpty() || record.isEmpty()
                    ? new AmundsenKey(scheme, "kafka", name)
                    : new AmundsenKey(REGISTRY, subject, record);
        }
        int dot = name.lastIndexOf('.');
        String around = dot < 0 ? "" : name.substring(0, dot);
        String schema = around.substring(around.lastIndexOf('.') + 1);
        return new AmundsenKey(scheme, schema.isEmpty() ? scheme : schema, name.substring(dot + 1));
    }

    /** Makes {@code dataset} one that has this key. */
    void into(ObjectNode dataset) {
        name(dataset);
        dataset.put("database", schema);
    }

    /** Calls {@code node} by this key's name; the extractor takes what stands after a name's last slash. */
    void name(ObjectNode node) {
        node.put("namespace", database);
        node.put("name", table.replace('/', '_'));
    }
}
