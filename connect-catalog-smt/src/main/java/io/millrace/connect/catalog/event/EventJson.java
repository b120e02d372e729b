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
import java.util.List;
import java.util.Set;

/** An event as text, where the model has no room for what a consumer or the configuration wants. */
public final class EventJson {
    private static final ObjectMapper MAPPER = OpenLineageClientUtils.newObjectMapper();

    private EventJson() {}

    /** One line; for Amundsen with the {@code database} key that its extractor wants beside a dataset's name. */
    public static String line(OpenLineage.RunEvent event, Consumer consumer) {
        ObjectNode tree = MAPPER.valueToTree(event);
        if (consumer.needs(Need.DATABASE_KEY)) {
            for (String side : List.of("inputs", "outputs")) {
                for (JsonNode dataset : tree.path(side)) {
                    String namespace = dataset.path("namespace").asText();
                    int scheme = namespace.indexOf("://");
                    ((ObjectNode) dataset).put("database", scheme < 0 ? namespace : namespace.substring(0, scheme));
                }
            }
        }
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
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
