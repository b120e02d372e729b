// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.connect.dlp.deidentify.PolicyTerms;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.deidentify.RandomPrimitives;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Properties and Cloud DLP's JSON are two ways to write one policy. */
class FrontDoorsTest {
    private static final List<String> CONDITIONS =
            List.of("country = DE", "age > 85", "vip exists", "a.b != x && c <= 3");

    /** A rule by either way of writing, from the same random choices. */
    private record Written(Map<String, String> properties, String policy) {}

    @Test
    void compileToTheSameRules() {
        Seeded.tries("properties and policy mean the same", 400, random -> {
            Written written = written(random);

            Rule byProperties =
                    DlpProperties.read(written.properties).policy().rules().get(0);
            Rule byPolicy = DlpProperties.read(Map.of("policy", written.policy))
                    .policy()
                    .rules()
                    .get(0);

            assertThat(byPolicy.fields()).as(written.policy).isEqualTo(byProperties.fields());
            assertThat(byPolicy.condition()).as(written.policy).isEqualTo(byProperties.condition());
            assertThat(byPolicy.treatment())
                    .as("%s%n%s", written.properties, written.policy)
                    .isEqualTo(byProperties.treatment());
        });
    }

    private static Written written(Random random) {
        Primitive primitive = RandomPrimitives.of(random.nextInt(RandomPrimitives.KINDS), random);
        List<String> fields = List.of("**.email", "after.lines[*].pan", "`a.b`").subList(0, 1 + random.nextInt(3));
        boolean findings = primitive.namesInfoType() || random.nextBoolean();
        List<String> infoTypes = List.of("EMAIL_ADDRESS", "PHONE_NUMBER").subList(0, 1 + random.nextInt(2));
        String condition = random.nextBoolean() ? null : CONDITIONS.get(random.nextInt(CONDITIONS.size()));

        JsonObject json = primitive.inCloud(new PolicyTerms());
        Map<String, String> properties = new HashMap<>(options(json));
        properties.put("rules", "r");
        properties.put("rules.r.fields", String.join(",", fields));
        properties.put("rules.r.transform", primitive.name());
        JsonObject transformation = new JsonObject();
        JsonArray named = new JsonArray();
        fields.forEach(field -> named.add(name(field)));
        transformation.add("fields", named);
        if (condition != null) {
            properties.put("rules.r.condition", condition);
            transformation.add("condition", condition(condition));
        }
        if (findings) {
            properties.put("rules.r.info.types", String.join(",", infoTypes));
            transformation.add("infoTypeTransformations", findings(infoTypes, json));
        } else {
            transformation.add("primitiveTransformation", json);
        }
        return new Written(properties, policy(transformation));
    }

    private static String policy(JsonObject fieldTransformation) {
        return """
                {"deidentifyConfig": {"recordTransformations": {"fieldTransformations": [%s]}}}""".formatted(fieldTransformation);
    }

    private static JsonObject findings(List<String> infoTypes, JsonObject primitive) {
        JsonArray types = new JsonArray();
        infoTypes.forEach(type -> types.add(name(type)));
        JsonObject one = new JsonObject();
        one.add("infoTypes", types);
        one.add("primitiveTransformation", primitive);
        JsonArray all = new JsonArray();
        all.add(one);
        JsonObject transformations = new JsonObject();
        transformations.add("transformations", all);
        return transformations;
    }

    private static JsonObject name(String name) {
        JsonObject object = new JsonObject();
        object.addProperty("name", name);
        return object;
    }

    private static JsonObject condition(String text) {
        Map<String, String> terms = Map.of(
                "country = DE",
                comparison("country", "EQUAL_TO", "{'stringValue': 'DE'}"),
                "age > 85",
                comparison("age", "GREATER_THAN", "{'integerValue': 85}"),
                "vip exists",
                "{'field': {'name': 'vip'}, 'operator': 'EXISTS'}",
                "a.b != x && c <= 3",
                comparison("a.b", "NOT_EQUAL_TO", "{'stringValue': 'x'}") + ","
                        + comparison("c", "LESS_THAN_OR_EQUALS", "{'integerValue': 3}"));
        String conditions =
                "{'expressions': {'logicalOperator': 'AND', 'conditions': {'conditions': [" + terms.get(text) + "]}}}";
        return JsonParser.parseString(conditions.replace('\'', '"')).getAsJsonObject();
    }

    private static String comparison(String field, String operator, String value) {
        return "{'field': {'name': '" + field + "'}, 'operator': '" + operator + "', 'value': " + value + "}";
    }

    /** The options that a user would write for this message: dotted names of its members. */
    private static Map<String, String> options(JsonObject primitive) {
        JsonObject config = primitive.entrySet().iterator().next().getValue().getAsJsonObject();
        Map<String, String> options = new HashMap<>();
        for (String member : config.keySet()) {
            switch (member) {
                case "cryptoKey" ->
                    options.put(
                            "key",
                            config.getAsJsonObject(member)
                                    .getAsJsonObject("transient")
                                    .get("name")
                                    .getAsString());
                case "context", "surrogateInfoType" ->
                    options.put(
                            dotted(member),
                            config.getAsJsonObject(member).get("name").getAsString());
                case "newValue", "lowerBound", "upperBound" ->
                    options.put(dotted(member), constant(config.getAsJsonObject(member)));
                case "wordList" ->
                    options.put(
                            "word.list", texts(config.getAsJsonObject(member).getAsJsonArray("words")));
                case "buckets" -> options.put("buckets", buckets(config.getAsJsonArray(member)));
                case "charactersToIgnore" -> ignored(config.getAsJsonArray(member), options);
                default -> options.put(dotted(member), config.get(member).getAsString());
            }
        }
        return options.entrySet().stream()
                .collect(Collectors.toMap(option -> "rules.r." + option.getKey(), Map.Entry::getValue));
    }

    private static void ignored(JsonArray characters, Map<String, String> options) {
        TreeSet<String> groups = new TreeSet<>();
        characters.forEach(each -> {
            JsonObject one = each.getAsJsonObject();
            if (one.has("charactersToSkip")) {
                options.put("characters.to.ignore", one.get("charactersToSkip").getAsString());
            } else {
                groups.add(one.get("commonCharactersToIgnore").getAsString());
            }
        });
        if (!groups.isEmpty()) {
            options.put("common.characters.to.ignore", String.join(",", groups));
        }
    }

    private static String buckets(JsonArray buckets) {
        List<String> all = new ArrayList<>();
        buckets.forEach(each -> {
            JsonObject bucket = each.getAsJsonObject();
            all.add((bucket.has("min") ? constant(bucket.getAsJsonObject("min")) : "") + ".."
                    + (bucket.has("max") ? constant(bucket.getAsJsonObject("max")) : "") + "="
                    + constant(bucket.getAsJsonObject("replacementValue")));
        });
        return String.join(",", all);
    }

    private static String constant(JsonObject value) {
        return value.entrySet().iterator().next().getValue().getAsString();
    }

    private static String texts(JsonArray texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.getAsString()));
        return String.join(",", all);
    }

    private static String dotted(String member) {
        return member.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void putAPolicysRulesBehindThoseOfProperties() {
        Map<String, String> properties = Map.of(
                "rules",
                "first",
                "rules.first.fields",
                "a",
                "rules.first.transform",
                "redact",
                "policy",
                policy(JsonParser.parseString(
                                "{\"fields\": [{\"name\": \"b\"}], \"primitiveTransformation\": {\"redactConfig\": {}}}")
                        .getAsJsonObject()));

        assertThat(DlpProperties.read(properties).policy().rules())
                .flatExtracting(Rule::fields)
                .containsExactly(FieldPath.parse("a"), FieldPath.parse("b"));
    }
}
