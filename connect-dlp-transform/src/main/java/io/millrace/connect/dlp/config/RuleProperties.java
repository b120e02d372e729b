// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Primitive;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code rules.NAME.*}. */
final class RuleProperties {
    private static final String ALL = "*";

    private RuleProperties() {}

    /** The rules, in order of their names in {@code rules}. */
    static List<Rule> read(List<String> names, InfoTypeNames infoTypes, Map<String, String> properties) {
        Set<String> seen = new HashSet<>();
        List<Rule> rules = names.stream()
                .map(name -> {
                    if (!seen.add(name)) {
                        throw new NamedProperties("", properties).wrong("rules", "names '" + name + "' twice");
                    }
                    return rule(name, infoTypes, new NamedProperties("rules." + name + ".", properties));
                })
                .toList();
        return rules;
    }

    private static Rule rule(String name, InfoTypeNames names, NamedProperties options) {
        List<FieldPath> fields = options.list("fields", FieldPath::parse);
        List<String> tags = options.list("tags");
        if (fields.isEmpty() && tags.isEmpty()) {
            throw options.wrong("fields", "is missing; name fields, or tags with the option tags");
        }
        Rule rule = new Rule(
                name,
                fields,
                Set.copyOf(tags),
                options.find("topics", NamedProperties::pattern),
                options.get("condition", Condition.ALWAYS, Condition::parse),
                treatment(options, names));
        options.ensureAllRead();
        return rule;
    }

    private static Treatment treatment(NamedProperties options, InfoTypeNames names) {
        String transform = options.find("transform");
        if (transform == null) {
            throw options.wrong("transform", "is required and missing; accepted: " + PrimitiveProperties.NAMES);
        }
        if (transform.equals("keep")) {
            return new Treatment.Keep();
        }
        List<String> infoTypes = options.list(
                "info.types", name -> name.equals(ALL) ? ALL : names.known(name).name());
        String expected = options.find("expect", names::declared);
        Primitive primitive = options.build("transform", () -> PrimitiveProperties.read(transform, options));
        if (infoTypes.isEmpty()) {
            if (primitive instanceof Primitive.ReplaceWithInfoType && expected == null) {
                throw options.wrong(
                        "info.types",
                        "is missing: replace-with-info-type needs findings; name infoTypes, or * for all");
            }
            return new Treatment.WholeValue(primitive, expected);
        }
        if (expected != null) {
            throw options.wrong("expect", "goes with rules that treat whole values, not with info.types");
        }
        Map<String, Primitive> byInfoType = new HashMap<>();
        infoTypes.forEach(infoType -> byInfoType.put(infoType, primitive));
        return infoTypes.contains(ALL)
                ? new Treatment.Findings(Map.of(), primitive)
                : new Treatment.Findings(byInfoType, null);
    }
}
