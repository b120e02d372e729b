// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.deidentify.Primitives;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy in Cloud DLP's own JSON: {@code deidentifyConfig} as in a DeidentifyTemplate, {@code inspectConfig} as in an
 * InspectTemplate.
 *
 * <p>Source: google/privacy/dlp/v2/dlp.proto, its JSON mapping.
 *
 * @param rules the record transformations in order; infoType transformations of the whole record come last
 * @param suppressions records to drop
 * @param inspect what to look for; null when the document does not say
 */
record PolicyDocument(
        List<Rule> rules,
        List<Condition> suppressions,
        @Nullable PolicyInspect inspect) {

    /**
     * Reads a document; throws IllegalArgumentException naming the member at fault.
     *
     * @param custom the infoTypes that are defined elsewhere
     * @param engine who has to know the others
     * @param places learns where each rule and transformation stands
     * @param primitives what transformations may be
     */
    static PolicyDocument parse(
            String text, List<CustomInfoType> custom, Engine engine, RulePlaces places, Primitives primitives) {
        Json root = Json.parse(text);
        Json inspect = root.object("inspectConfig");
        List<CustomInfoType> own = PolicyInspect.custom(inspect);
        InfoTypeNames names =
                new InfoTypeNames(Stream.concat(custom.stream(), own.stream()).toList(), engine);
        root.ignore("name", "displayName", "description", "createTime", "updateTime");
        PolicyRules rules = new PolicyRules(names, places, primitives);
        Json deidentify = root.object("deidentifyConfig");
        if (deidentify != null) {
            rules.read(deidentify);
            deidentify.ensureAllRead();
        }
        PolicyInspect look = inspect == null ? null : PolicyInspect.read(inspect, own, names);
        root.ensureAllRead();
        return new PolicyDocument(rules.rules(), rules.suppressions(), look);
    }
}
