// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JSON Schema says at once: its type, its values, its combinations. The converter reads a schema that says several
 * of these as {@code allOf} of them, each without the annotations that stand beside.
 */
final class JsonParts {
    private static final List<String> COMBINATIONS = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> VALUES = List.of("enum", "const");
    private static final List<String> ANNOTATIONS =
            List.of("title", "description", "connect.type", "connect.version", "connect.parameters", "connect.index");

    private JsonParts() {}

    /** The parts; the schema itself if there is one only; none if it says nothing that has a type. */
    static List<JsonNode> of(JsonNode schema) {
        List<JsonNode> parts = new ArrayList<>();
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        schema.properties().forEach(keyword -> {
            if (COMBINATIONS.contains(keyword.getKey()) || VALUES.contains(keyword.getKey())) {
                parts.add(rest.objectNode().set(keyword.getKey(), keyword.getValue()));
            } else if (!ANNOTATIONS.contains(keyword.getKey())) {
                rest.set(keyword.getKey(), keyword.getValue());
            }
        });
        if (rest.has("type") || rest.has("properties") || rest.has("items")) {
            parts.add(rest);
        }
        return parts.size() == 1 ? List.of(schema) : parts;
    }

    /** The alternatives of a schema of one part; empty if it has none. */
    static List<JsonNode> alternatives(JsonNode part) {
        List<JsonNode> alternatives = new ArrayList<>();
        part.path("anyOf").forEach(alternatives::add);
        part.path("oneOf").forEach(alternatives::add);
        if (part.path("type").isArray()) {
            for (JsonNode type : part.get("type")) {
                ObjectNode alternative = JsonNodeFactory.instance.objectNode();
                part.properties().forEach(keyword -> alternative.set(keyword.getKey(), keyword.getValue()));
                alternative.remove(ANNOTATIONS);
                alternatives.add(alternative.set("type", type));
            }
        }
        return alternatives;
    }

    static boolean hasValues(JsonNode part) {
        return VALUES.stream().anyMatch(part::has);
    }

    static boolean isNull(JsonNode part) {
        return part.path("type").asText().equals("null");
    }

    /** The type of a schema of one part without alternatives; empty if it says none. */
    static String type(JsonNode part) {
        if (part.path("type").isTextual()) {
            return part.get("type").textValue();
        }
        return part.has("properties") ? "object" : part.has("items") ? "array" : "";
    }
}
