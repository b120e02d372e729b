// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.rules.Primitive;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.UnfitOption;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where rules were written, so that errors name the property at fault or the member of a policy. */
public final class RulePlaces {
    private static final Pattern NEXT_WORD = Pattern.compile("[.-](\\w)");

    private final String property;
    private final IdentityHashMap<Object, String> inPolicy = new IdentityHashMap<>();

    /** Knows nothing yet; {@code property} is what holds the policy. */
    RulePlaces(String property) {
        this.property = property;
    }

    /** A rule, or one of its transformations, stands at this path of the policy. */
    <T> T keep(T ruleOrPrimitive, Json at) {
        inPolicy.put(ruleOrPrimitive, at.path());
        return ruleOrPrimitive;
    }

    /** The property, or the policy's property and the path in it. */
    public String of(UnfitOption unfit) {
        Rule rule = unfit.rule();
        String place = inPolicy.get(unfit.primitive() == null ? rule : unfit.primitive());
        if (place != null) {
            return property + ": " + place
                    + (unfit.primitive() == null ? "" : inside(unfit.primitive(), unfit.option()));
        }
        return "rules." + (rule == null ? "NAME" : rule.name()) + "." + unfit.option();
    }

    private static String inside(Primitive primitive, String option) {
        String config = "." + camelCase(primitive.name()) + "Config";
        if (option.equals("transform")) {
            return config;
        }
        boolean keyless = option.equals("key") && primitive instanceof Primitive.ReplaceDictionary;
        return keyless ? config : config + "." + member(option);
    }

    /** The JSON name of an option: dotted names of rules are those of Cloud DLP, except for what is nested there. */
    static String member(String option) {
        return switch (option) {
            case "key" -> "cryptoKey.transient.name";
            case "context" -> "context.name";
            default -> camelCase(option);
        };
    }

    private static String camelCase(String words) {
        return NEXT_WORD
                .matcher(words)
                .replaceAll((MatchResult next) -> next.group(1).toUpperCase(Locale.ROOT));
    }
}
