// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Materials;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.key.TestKeys;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules and walkers for tests of this room. */
final class Walks {
    static final String TOPIC = "shop.orders";
    private static final String KEYSET = TestKeys.prf("k");

    private Walks() {}

    static Rule whole(String fields, Primitive primitive) {
        return rule("whole", fields, Condition.ALWAYS, new Treatment.WholeValue(primitive, null));
    }

    static Rule whole(String fields, String condition, Primitive primitive) {
        return rule("when", fields, Condition.parse(condition), new Treatment.WholeValue(primitive, null));
    }

    static Rule findings(String fields, Primitive primitive) {
        return rule("findings", fields, Condition.ALWAYS, new Treatment.Findings(Map.of(), primitive));
    }

    static Rule keep(String fields) {
        return rule("keep", fields, Condition.ALWAYS, new Treatment.Keep());
    }

    private static Rule rule(String name, String fields, Condition condition, Treatment treatment) {
        List<FieldPath> paths =
                Stream.of(fields.split(",", -1)).map(FieldPath::parse).toList();
        return new Rule(name, paths, Set.of(), null, condition, treatment);
    }

    static WalkSettings settings(OnError onError) {
        return new WalkSettings(false, onError, List.of(), false, 1_000, 5_000_000, Set.of("tags"), List.of());
    }

    static WalkSettings inspecting() {
        return new WalkSettings(true, OnError.REDACT, List.of(), false, 1_000, 5_000_000, Set.of(), List.of());
    }

    static WalkSettings suppressing(String condition) {
        return new WalkSettings(
                false,
                OnError.REDACT,
                List.of(),
                false,
                1_000,
                5_000_000,
                Set.of(),
                List.of(Condition.parse(condition)));
    }

    static MaskingRules compiled(WalkSettings settings, Audit audit, Rule... rules) {
        Materials materials = new Materials(Keyring.parse(KEYSET, null), new Random(3));
        Treatments treatments =
                Treatments.masking(materials, InspectSettings.of(BuiltInInfoType.DEFAULT_V1), Clock.systemUTC());
        return MaskingRules.compile(List.of(rules), treatments, settings, audit);
    }

    static RecordWalker walker(Rule... rules) {
        return walker(settings(OnError.REDACT), rules);
    }

    static RecordWalker walker(WalkSettings settings, Rule... rules) {
        return new RecordWalker(compiled(settings, new HeardAudit(), rules), List.of(), null);
    }

    static RecordWalker walker(MaskingRules rules, @Nullable Remote remote) {
        return new RecordWalker(rules, List.of(), remote);
    }
}
