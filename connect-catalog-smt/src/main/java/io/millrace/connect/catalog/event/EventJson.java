// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.catalog.event.Consumer.Need;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An event as text, where the model has no room for what a consumer or the configuration wants. */
public final class EventJson {
    private static final ObjectMapper MAPPER = OpenLineageClientUtils.newObjectMapper();

    private EventJson() {}

    /** One line, with what the model has no room for. */
    public static String line(OpenLineage.RunEvent event, Consumer consumer) {
        return line(MAPPER.valueToTree(event), consumer);
    }

    /** The same of an event that is JSON already. */
    public static String line(String event, Consumer consumer) {
        if (!consumer.needs(Need.TABLE_KEYS)) {
            return event;
        }
        try {
            return line((ObjectNode) MAPPER.readTree(event), consumer);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(ObjectNode event, Consumer consumer) {
        if (consumer.needs(Need.TABLE_KEYS)) {
            giveKeys(event);
        }
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Columns go on coming from the input as it is called then. */
    private static void giveKeys(ObjectNode event) {
        Map<DatasetName, AmundsenKey> inputs = new HashMap<>();
        event.path("inputs").forEach(input -> {
            AmundsenKey key = AmundsenKey.of(input);
            inputs.put(nameOf(input), key);
            key.into((ObjectNode) input);
        });
        for (JsonNode output : event.path("outputs")) {
            for (JsonNode column : output.at("/facets/columnLineage/fields")) {
                for (JsonNode origin : column.path("inputFields")) {
                    AmundsenKey key = inputs.get(nameOf(origin));
                    if (key != null) {
                        key.name((ObjectNode) origin);
                    }
                }
            }
            AmundsenKey.of(output).into((ObjectNode) output);
        }
    }

    private static DatasetName nameOf(JsonNode node) {
        return new DatasetName(
                node.path("namespace").asText(), node.path("name").asText());
    }

    /**
     * The event without the facets of these names. The library's own switch for this is one for the whole process, so
     * that one connector's choice would change another's events.
     */
    public static OpenLineage.RunEvent without(OpenLineage.RunEvent event, Set<String> facets) {
        if (facets.isEmpty()) {
            return event;
        }
        JsonNode tree = MAPPER.valueToTree(event);
        for (String holder : List.of("facets", "inputFacets", "outputFacets")) {
            tree.findValues(holder).forEach(node -> ((ObjectNode) node).remove(facets));
        }
        return OpenLineageClientUtils.runEventFromJson(tree.toString());
    }
}
