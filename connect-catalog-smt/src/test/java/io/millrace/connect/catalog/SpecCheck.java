// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.openlineage.client.OpenLineageClientUtils;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks events against OpenLineage's published schemas, offline, and what the schemas leave open. */
public final class SpecCheck {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(
                    mappers -> mappers.mapPrefix("https://openlineage.io/spec/", "classpath:openlineage/")
                            .mapPrefix("https://millrace.io/openlineage/", "classpath:openlineage/millrace/")));
    private static final Set<String> SUBTYPES = Set.of("IDENTITY", "TRANSFORMATION", "AGGREGATION");

    private SpecCheck() {}

    /** The event, once everything about it has been found right. */
    public static JsonNode valid(String line) {
        JsonNode event = tree(line);
        assertThat(problems(event)).as(line).isEmpty();
        assertThat(tree(OpenLineageClientUtils.toJson(OpenLineageClientUtils.runEventFromJson(line))))
                .as("read back by openlineage-java")
                .isEqualTo(event);
        return event;
    }

    static List<String> problems(JsonNode event) {
        List<String> problems = new ArrayList<>();
        String core = event.path("schemaURL").asText();
        problems.addAll(validate(core, event));
        facets(event.path("run"), "facets", "RunFacet", problems);
        facets(event.path("job"), "facets", "JobFacet", problems);
        Set<String> inputs = new HashSet<>();
        for (JsonNode input : event.path("inputs")) {
            facets(input, "facets", "DatasetFacet", problems);
            facets(input, "inputFacets", "InputDatasetFacet", problems);
            columns(input).forEach(column -> inputs.add(key(input) + column));
        }
        for (JsonNode output : event.path("outputs")) {
            facets(output, "facets", "DatasetFacet", problems);
            facets(output, "outputFacets", "OutputDatasetFacet", problems);
            lineage(output, inputs, problems);
        }
        JsonNode jobType = event.at("/job/facets/jobType");
        if (!jobType.path("processingType").asText().equals("STREAMING")
                || !jobType.at("/emissionPattern/eventContentMode").asText().equals("COMPLETE_SNAPSHOT")) {
            problems.add("job type " + jobType);
        }
        if (event.path("inputs").size() != 1 || event.path("outputs").size() != 1) {
            problems.add("an edge has one input and one output");
        }
        return problems;
    }

    private static void facets(JsonNode holder, String name, String kind, List<String> problems) {
        for (Map.Entry<String, JsonNode> facet : holder.path(name).properties()) {
            String url = facet.getValue().path("_schemaURL").asText();
            if (!url.contains(kind)) {
                problems.add(facet.getKey() + " is no " + kind + ": " + url);
            }
            validate(url, facet.getValue()).forEach(problem -> problems.add(facet.getKey() + ": " + problem));
        }
    }

    /** What the schema of columnLineage does not say: words, and columns that exist. */
    private static void lineage(JsonNode output, Set<String> inputs, List<String> problems) {
        Set<String> own = columns(output);
        for (Map.Entry<String, JsonNode> field :
                output.at("/facets/columnLineage/fields").properties()) {
            if (!own.contains(field.getKey())) {
                problems.add("lineage of a column that the schema does not have: " + field.getKey());
            }
            for (JsonNode from : field.getValue().path("inputFields")) {
                if (!inputs.contains(key(from) + from.path("field").asText())) {
                    problems.add("lineage from a column that no input has: " + from);
                }
                for (JsonNode change : from.path("transformations")) {
                    if (!change.path("type").asText().equals("DIRECT")
                            || !SUBTYPES.contains(change.path("subtype").asText())) {
                        problems.add("words of " + change);
                    }
                }
            }
        }
        for (Map.Entry<String, JsonNode> metric :
                output.at("/facets/dataQualityMetrics/columnMetrics").properties()) {
            if (!own.contains(metric.getKey())) {
                problems.add("metrics of a column that the schema does not have: " + metric.getKey());
            }
        }
    }

    private static String key(JsonNode dataset) {
        return dataset.path("namespace").asText() + " " + dataset.path("name").asText() + " ";
    }

    static Set<String> columns(JsonNode dataset) {
        Set<String> names = new HashSet<>();
        dataset.at("/facets/schema/fields")
                .forEach(field -> names.add(field.path("name").asText()));
        return names;
    }

    private static List<String> validate(String url, JsonNode node) {
        return SCHEMAS
                .getSchema(SchemaLocation.of(url))
                .validate(node, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode tree(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
