// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.bigquery.registry.JsonDocuments.Place;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The properties of an object of a JSON Schema, or of all objects that it is made of. */
final class JsonProperties {
    private final Map<String, Property> byName = new LinkedHashMap<>();
    private final Set<JsonNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private int depth;

    /** @param required whether values have it in any case */
    record Property(String name, Place place, boolean required) {}

    private JsonProperties() {}

    /** Those of an object alone. */
    static JsonProperties of(Place object) {
        JsonProperties properties = new JsonProperties();
        properties.add(object);
        return properties;
    }

    /** Those of the objects among the parts, and among what these refer to or are made of. */
    static JsonProperties ofAll(Place place, List<JsonNode> parts, JsonDocuments documents)
            throws UntranslatableException {
        JsonProperties properties = new JsonProperties();
        for (JsonNode part : parts) {
            properties.collect(place.at(part), documents);
        }
        return properties;
    }

    private void collect(Place place, JsonDocuments documents) throws UntranslatableException {
        JsonNode schema = place.schema();
        if (!visited.add(schema)) {
            return;
        }
        if (++depth > Translated.DEEPEST) {
            throw new UntranslatableException(
                    "the schema combines others deeper than " + Translated.DEEPEST + " levels");
        }
        collectInside(place, documents);
        depth--;
    }

    private void collectInside(Place place, JsonDocuments documents) throws UntranslatableException {
        JsonNode schema = place.schema();
        if (schema.has("$ref")) {
            collect(documents.follow(place, schema.get("$ref").asText()), documents);
            return;
        }
        List<JsonNode> parts = JsonParts.of(schema);
        for (JsonNode part : parts.size() > 1 ? parts : schema.path("allOf")) {
            collect(place.at(part), documents);
        }
        if (parts.size() == 1 && JsonParts.type(schema).equals("object")) {
            add(place);
        }
    }

    private void add(Place object) {
        Set<String> required = new HashSet<>();
        object.schema().path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property :
                object.schema().path("properties").properties()) {
            byName.put(
                    property.getKey(),
                    new Property(
                            property.getKey(), object.at(property.getValue()), required.contains(property.getKey())));
        }
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** By {@code connect.index}, and in the order of the text where it is not given. */
    List<Property> inOrder() {
        return byName.values().stream()
                .sorted(Comparator.comparingInt(property ->
                        property.place().schema().path("connect.index").asInt(Integer.MAX_VALUE)))
                .toList();
    }
}
