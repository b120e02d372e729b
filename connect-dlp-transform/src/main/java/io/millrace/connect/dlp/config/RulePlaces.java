// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.rules.UnfitRule;
import java.util.IdentityHashMap;

/** Where rules were written, so that errors name the property at fault or the member of a policy. */
public final class RulePlaces {
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
    public String of(UnfitRule unfit) {
        Primitive primitive = unfit.primitive();
        String place = inPolicy.get(primitive == null ? unfit.rule() : primitive);
        if (place == null) {
            return "rules." + unfit.rule().name() + "." + unfit.option();
        }
        return property + ": " + place
                + (primitive == null ? "" : "." + primitive.form().memberOf(unfit.option()));
    }
}
