// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.bigquery.registry.JsonDocuments.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.SchemaBuilderException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema as the Connect schema that Confluent's JsonSchemaConverter (8.x) gives its records, as far as a table
 * shows it. What that converter refuses, or answers by more than the schema, is untranslatable.
 */
final class JsonSchemaTranslation {
    private static final String CONNECT_TYPE = "connect.type";

    private final ConverterSettings settings;
    private final JsonDocuments documents;
    /** The schemas around the present place, and the fields that lead there. */
    private final Deque<JsonNode> open = new ArrayDeque<>();

    private final Deque<String> path = new ArrayDeque<>();
    private final Translated translated = new Translated();
    private int unions;

    private JsonSchemaTranslation(ConverterSettings settings, JsonDocuments documents) {
        this.settings = settings;
        this.documents = documents;
    }

    /** @param documents what the text refers to by name */
    static Schema of(String text, JsonDocuments documents, ConverterSettings settings) throws UntranslatableException {
        JsonNode schema = JsonDocuments.read(text);
        try {
            return new JsonSchemaTranslation(settings, documents).schema(new Place(schema, schema), false);
        } catch (SchemaBuilderException contradictory) {
            throw new UntranslatableException("no Connect schema can be made: " + contradictory.getMessage());
        }
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether it is this very place again
    private Schema schema(Place place, boolean optional) throws UntranslatableException {
        Schema known = translated.of(place.schema(), optional);
        if (known != null) {
            return known;
        }
        if (open.stream().anyMatch(outer -> outer == place.schema())) {
            throw unlike("contains itself");
        }
        if (open.size() >= Translated.DEEPEST) {
            throw unlike("is nested deeper than " + Translated.DEEPEST + " levels");
        }
        open.addLast(place.schema());
        Schema schema = unguarded(place, optional);
        open.removeLast();
        return translated.put(place.schema(), optional, schema);
    }

    private Schema unguarded(Place place, boolean optional) throws UntranslatableException {
        JsonNode node = place.schema();
        if (node.has("$ref")) { // what stands beside it says nothing, up to draft 7
            return schema(documents.follow(place, node.get("$ref").asText()), optional);
        }
        List<JsonNode> parts = JsonParts.of(node);
        if (parts.size() != 1) {
            return intersection(place, parts, optional);
        }
        if (node.has("allOf")) {
            return intersection(place, list(node.get("allOf")), optional);
        }
        List<JsonNode> alternatives = JsonParts.alternatives(node);
        if (!alternatives.isEmpty()) {
            return union(place, alternatives, optional);
        }
        return described(JsonParts.hasValues(node) ? SchemaBuilder.string() : typed(place), node, optional);
    }

    private SchemaBuilder typed(Place place) throws UntranslatableException {
        JsonNode node = place.schema();
        String type = JsonParts.type(node);
        return switch (type) {
            case "boolean" -> SchemaBuilder.bool();
            case "integer" -> number(node, SchemaBuilder.int64());
            case "number" -> number(node, SchemaBuilder.float64());
            case "string" -> "bytes".equals(connectType(node)) ? SchemaBuilder.bytes() : SchemaBuilder.string();
            case "array" -> array(place);
            case "object" -> object(place);
            default -> throw unlike(type.isEmpty() ? "says no type" : "is of type " + type);
        };
    }

    private SchemaBuilder number(JsonNode node, SchemaBuilder unsaid) throws UntranslatableException {
        String type = connectType(node);
        if (type == null) {
            return unsaid;
        }
        return switch (type) {
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            case "int32" -> SchemaBuilder.int32();
            case "int64" -> SchemaBuilder.int64();
            case "float32" -> SchemaBuilder.float32();
            case "float64" -> SchemaBuilder.float64();
            case "bytes" -> SchemaBuilder.bytes(); // a decimal, as the title says
            default -> throw unlike("has connect.type " + type + " on a number");
        };
    }

    private SchemaBuilder array(Place place) throws UntranslatableException {
        JsonNode items = place.schema().path("items");
        if (!items.isObject()) {
            throw unlike("is an array without one schema for its items");
        }
        if ("map".equals(connectType(place.schema())) && JsonParts.type(items).equals("object")) {
            JsonNode entry = items.path("properties");
            return SchemaBuilder.map(
                    schema(place.at(entry.path("key")), false), schema(place.at(entry.path("value")), false));
        }
        return SchemaBuilder.array(schema(place.at(items), false));
    }

    private SchemaBuilder object(Place place) throws UntranslatableException {
        JsonNode node = place.schema();
        if ("map".equals(connectType(node))) {
            return SchemaBuilder.map(Schema.STRING_SCHEMA, schema(place.at(node.path("additionalProperties")), false));
        }
        return struct(JsonProperties.of(place));
    }

    private SchemaBuilder struct(JsonProperties properties) throws UntranslatableException {
        SchemaBuilder struct = SchemaBuilder.struct();
        for (JsonProperties.Property property : properties.inOrder()) {
            path.addLast(property.name());
            boolean optional = settings.optionalUnlessRequired() && !property.required();
            struct.field(property.name(), schema(property.place(), optional));
            path.removeLast();
        }
        return struct;
    }

    /** One branch and null is the branch, optional; else a struct with one field per branch. */
    private Schema union(Place place, List<JsonNode> branches, boolean optional) throws UntranslatableException {
        if (branches.size() == 1 && !settings.singletonUnions()) {
            return schema(place.at(branches.get(0)), false);
        }
        List<JsonNode> values =
                branches.stream().filter(branch -> !JsonParts.isNull(branch)).toList();
        boolean nullable = values.size() < branches.size();
        if (nullable && values.size() == 1) {
            return schema(place.at(values.get(0)), true);
        }
        String name = settings.sumTypes() ? "connect_union_" + unions++ : "io.confluent.connect.json.OneOf";
        SchemaBuilder struct = SchemaBuilder.struct().name(name);
        for (int i = 0; i < values.size(); i++) {
            String branch = settings.sumTypes() ? "connect_union_field_" + i : name + ".field." + i;
            struct.field(branch, schema(place.at(values.get(i)), true));
        }
        return described(struct, place.schema(), optional || nullable);
    }

    /** The objects among the parts are one struct; without any, the part that says most decides. */
    private Schema intersection(Place place, List<JsonNode> parts, boolean optional) throws UntranslatableException {
        if (parts.size() == 1 && !settings.singletonUnions()) {
            return schema(place.at(parts.get(0)), false);
        }
        JsonProperties properties = JsonProperties.ofAll(place, parts, documents);
        if (!properties.isEmpty()) {
            SchemaBuilder struct = struct(properties);
            return optional ? struct.optional().build() : struct.build();
        }
        JsonNode deciding = deciding(parts);
        return schema(place.at(deciding), optional);
    }

    private JsonNode deciding(List<JsonNode> parts) throws UntranslatableException {
        JsonNode combined = null;
        JsonNode values = null;
        JsonNode number = null;
        JsonNode text = null;
        JsonNode reference = null;
        for (JsonNode part : parts) {
            String type = JsonParts.type(part);
            if (part.has("$ref")) {
                reference = part;
            } else if (isCombined(part)) {
                combined = part;
            } else if (JsonParts.hasValues(part)) {
                values = part;
            } else if (type.equals("number") || type.equals("integer")) {
                number = part;
            } else if (type.equals("string")) {
                text = part;
            }
        }
        if (combined != null) {
            return combined;
        }
        JsonNode ofValues = text != null ? text : number;
        JsonNode deciding = values != null ? ofValues : text == null && number == null ? reference : null;
        if (deciding == null) {
            throw unlike("says no type, or several at once");
        }
        return deciding;
    }

    private static boolean isCombined(JsonNode part) {
        return JsonParts.of(part).size() > 1
                || part.has("allOf")
                || !JsonParts.alternatives(part).isEmpty();
    }

    private static Schema described(SchemaBuilder builder, JsonNode node, boolean optional) {
        if (builder.name() == null && node.path("title").isTextual()) {
            builder.name(node.get("title").textValue());
        }
        if (node.path("connect.version").isInt() && builder.version() == null) {
            builder.version(node.get("connect.version").intValue());
        }
        if (node.path("description").isTextual()) {
            builder.doc(node.get("description").textValue());
        }
        for (Map.Entry<String, JsonNode> parameter :
                node.path("connect.parameters").properties()) {
            builder.parameter(parameter.getKey(), parameter.getValue().asText());
        }
        return optional ? builder.optional().build() : builder.build();
    }

    private static @Nullable String connectType(JsonNode node) {
        return node.path(CONNECT_TYPE).textValue();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private UntranslatableException unlike(String what) {
        String place = path.isEmpty() ? "the schema" : "field " + String.join(".", path);
        return new UntranslatableException(place + " " + what);
    }
}
