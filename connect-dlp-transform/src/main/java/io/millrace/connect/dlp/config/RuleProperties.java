// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import com.google.re2j.Pattern;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.deidentify.Primitives;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.options.NamedProperties;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code rules.NAME.*}. */
final class RuleProperties {
    private static final String ALL = "*";
    private static final String KEEP = "keep";
    // A comma that is in no class and no number of repetitions
    private static final Pattern LISTED = Pattern.compile("^(?:[^,\\[{]|\\[[^\\]]*\\]|\\{[^}]*\\})*,");

    private final InfoTypeNames infoTypes;
    private final Primitives primitives;
    private final Map<String, String> properties;

    RuleProperties(InfoTypeNames infoTypes, Primitives primitives, Map<String, String> properties) {
        this.infoTypes = infoTypes;
        this.primitives = primitives;
        this.properties = properties;
    }

    /** The rules, in order of their names in {@code rules}. */
    List<Rule> read(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream()
                .map(name -> {
                    if (name.isEmpty() || !seen.add(name)) {
                        String wrong = name.isEmpty() ? "has an empty name" : "names '" + name + "' twice";
                        throw new NamedProperties("", properties).wrong("rules", wrong);
                    }
                    return rule(name, new NamedProperties("rules." + name + ".", properties));
                })
                .toList();
    }

    private Rule rule(String name, NamedProperties options) {
        List<FieldPath> fields = options.list("fields", FieldPath::parse);
        List<String> tags = options.list("tags");
        if (fields.isEmpty() && tags.isEmpty()) {
            throw options.wrong("fields", "is missing; name fields, or tags with the option tags");
        }
        Rule rule = new Rule(
                name,
                fields,
                Set.copyOf(tags),
                options.find("topics", RuleProperties::topics),
                options.get("condition", Condition.ALWAYS, Condition::parse),
                treatment(options));
        options.ensureAllRead();
        return rule;
    }

    /** One expression, though other properties are lists: no topic's name has a comma, and the rule would never act. */
    private static Pattern topics(String text) {
        if (LISTED.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "has a comma, which no topic's name has; give one expression, e.g. orders|payments");
        }
        return NamedProperties.pattern(text);
    }

    private Treatment treatment(NamedProperties options) {
        String transform = options.find("transform");
        if (transform == null) {
            throw options.wrong("transform", "is required and missing; accepted: " + accepted());
        }
        if (transform.equals(KEEP)) {
            return new Treatment.Keep();
        }
        if (!primitives.names().contains(transform)) {
            throw options.wrong("transform", "'" + transform + "' is not accepted; accepted: " + accepted());
        }
        List<String> wanted = options.list("info.types", this::wanted).stream()
                .flatMap(List::stream)
                .toList();
        String expected = options.find("expect", infoTypes::declared);
        Primitive primitive = options.build("transform", () -> primitives.read(transform, options));
        if (wanted.isEmpty()) {
            if (primitive.namesInfoType() && expected == null) {
                throw options.wrong(
                        "info.types",
                        "is missing: " + primitive.name() + " needs findings; name infoTypes, or * for all");
            }
            return new Treatment.WholeValue(primitive, expected);
        }
        if (expected != null) {
            throw options.wrong("expect", "goes with rules that treat whole values, not with info.types");
        }
        return findings(wanted, primitive);
    }

    private List<String> wanted(String name) {
        return name.equals(ALL)
                ? List.of(ALL)
                : infoTypes.known(List.of(name)).stream().map(InfoType::name).toList();
    }

    private static Treatment findings(List<String> infoTypes, Primitive primitive) {
        if (infoTypes.contains(ALL)) {
            return new Treatment.Findings(Map.of(), primitive);
        }
        Map<String, Primitive> byInfoType = new HashMap<>();
        infoTypes.forEach(infoType -> byInfoType.put(infoType, primitive));
        return new Treatment.Findings(byInfoType, null);
    }

    private List<String> accepted() {
        List<String> accepted = new ArrayList<>(primitives.names());
        accepted.add(KEEP);
        return accepted;
    }
}
