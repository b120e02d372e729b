// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import java.util.Set;
import java.util.function.Function;

/**
 * How one primitive is written, by both front doors.
 *
 * @param name as rules call it; Cloud DLP's config message is called alike, {@code crypto-hash} is
 *     {@code cryptoHashConfig}
 * @param onlyInRules the options that Cloud DLP's message has no member for
 * @param fromRule reads the options of a rule
 * @param fromPolicy reads Cloud DLP's config message
 */
public record Form<P>(
        String name, Set<String> onlyInRules, Function<NamedProperties, P> fromRule, Function<Json, P> fromPolicy) {
    public Form {
        onlyInRules = Set.copyOf(onlyInRules);
    }

    /** Of a primitive whose options all have members in Cloud DLP's message. */
    public Form(String name, Function<NamedProperties, P> fromRule, Function<Json, P> fromPolicy) {
        this(name, Set.of(), fromRule, fromPolicy);
    }

    /** Cloud DLP's member of PrimitiveTransformation. */
    public String member() {
        return Json.camelCase(name) + "Config";
    }

    /** The member that says what an option of rules does, from {@link #member} on. */
    public String memberOf(String option) {
        boolean none = option.equals("transform") || onlyInRules.contains(option);
        return none ? member() : member() + "." + Json.member(option);
    }
}
