// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A JSON Schema and those it refers to, and where in them a {@code $ref} leads. */
final class JsonDocuments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> byName = new HashMap<>();

    /**
     * A schema within a document.
     *
     * @param document where its references start from
     */
    record Place(JsonNode document, JsonNode schema) {
        Place at(JsonNode inner) {
            return new Place(document, inner);
        }
    }

    static JsonNode read(String text) throws UntranslatableException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new UntranslatableException("no JSON Schema that can be read", malformed);
        }
    }

    /** @param name what references call the document */
    void add(String name, String text) throws UntranslatableException {
        byName.put(name, read(text));
    }

    /** Follows {@code #}, {@code #/pointer}, {@code name}, {@code name#/pointer}. */
    Place follow(Place from, String reference) throws UntranslatableException {
        int hash = reference.indexOf('#');
        String name = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        JsonNode document = name.isEmpty() ? from.document() : byName.get(name);
        if (document == null || !(fragment.isEmpty() || fragment.startsWith("/"))) {
            throw new UntranslatableException("$ref " + reference + " leads nowhere that is known");
        }
        JsonNode schema = document.at(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8));
        if (schema.isMissingNode()) {
            throw new UntranslatableException("$ref " + reference + " leads nowhere that is known");
        }
        return new Place(document, schema);
    }
}
