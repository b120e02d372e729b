// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Materials;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.detect.Inspector;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.options.UnfitOption;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import io.millrace.connect.dlp.rules.UnfitRule;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what a rule does to fields, from the rule, the keys and what is to be found. */
public final class Treatments {
    private static final String UNDONE_BY_NAME =
            "findings cannot be re-identified; leave it out, and name the transform and its surrogate.info.type";

    private final Materials materials;
    private final InspectSettings inspect;
    private final Clock clock;
    private final boolean reidentify;

    /** Treatments that mask. */
    public static Treatments masking(Materials materials, InspectSettings inspect, Clock clock) {
        return new Treatments(materials, inspect, clock, false);
    }

    /** Treatments that bring tokens back. */
    public static Treatments reidentifying(Materials materials, InspectSettings inspect, Clock clock) {
        return new Treatments(materials, inspect, clock, true);
    }

    private Treatments(Materials materials, InspectSettings inspect, Clock clock, boolean reidentify) {
        this.materials = materials;
        this.inspect = inspect;
        this.clock = clock;
        this.reidentify = reidentify;
    }

    /**
     * What the rule does.
     *
     * @throws UnfitRule naming the option that cannot be used
     */
    FieldTreatment of(Rule rule) {
        return rule.treatment()
                .<FieldTreatment>fold(
                        whole -> reidentify ? reidentifying(rule, whole.primitive()) : whole(rule, whole),
                        findings -> {
                            if (reidentify) {
                                throw new UnfitRule(rule, null, new UnfitOption("info.types", UNDONE_BY_NAME));
                            }
                            return scan(rule, findings);
                        },
                        FieldTreatment.Keep::new);
    }

    private FieldTreatment reidentifying(Rule rule, Primitive primitive) {
        try {
            return new FieldTreatment.Reidentify(
                    primitive.startUndoing(materials), primitive.name(), rule.name(), primitive.context());
        } catch (UnfitOption unfit) {
            throw new UnfitRule(rule, primitive, unfit);
        }
    }

    private FieldTreatment whole(Rule rule, Treatment.WholeValue whole) {
        return new FieldTreatment.Whole(
                bound(rule, whole.primitive(), whole.infoType()),
                rule.name(),
                whole,
                whole.infoType() == null ? null : expecting(whole.infoType()));
    }

    private @Nullable Inspector expecting(String infoType) {
        InfoType expected = new InfoType(infoType);
        boolean known = inspect.customInfoTypes().stream()
                        .anyMatch(custom -> custom.infoType().equals(expected))
                || BuiltInInfoType.named(infoType).isPresent();
        return known ? inspector(Set.of(expected)) : null;
    }

    private FieldTreatment.Scan scan(Rule rule, Treatment.Findings findings) {
        Map<String, FieldTreatment.Bound> byInfoType = new HashMap<>();
        findings.byInfoType()
                .forEach((infoType, primitive) -> byInfoType.put(infoType, bound(rule, primitive, infoType)));
        Primitive others = findings.forOthers();
        Set<InfoType> wanted = new HashSet<>();
        byInfoType.keySet().forEach(name -> wanted.add(new InfoType(name)));
        if (others != null) {
            wanted.addAll(inspect.infoTypes());
        }
        return new FieldTreatment.Scan(
                inspector(wanted),
                Map.copyOf(byInfoType),
                others == null ? null : bound(rule, others, null),
                spelledOut(findings));
    }

    /** One look for all of them; what several look for is the first one's. */
    FieldTreatment.Scan together(List<FieldTreatment.Scan> scans) {
        Map<String, FieldTreatment.Bound> byInfoType = new HashMap<>();
        Map<String, Primitive> remote = new HashMap<>();
        Set<InfoType> wanted = new HashSet<>();
        for (FieldTreatment.Scan scan : scans) {
            scan.remote().byInfoType().forEach((name, primitive) -> {
                FieldTreatment.Bound bound = scan.byInfoType().getOrDefault(name, scan.others());
                if (bound != null && remote.putIfAbsent(name, primitive) == null) {
                    byInfoType.put(name, bound);
                    wanted.add(new InfoType(name));
                }
            });
        }
        return new FieldTreatment.Scan(
                inspector(wanted), Map.copyOf(byInfoType), null, new Treatment.Findings(remote, null));
    }

    /**
     * As Cloud DLP is told: each infoType by name, since one request looks for what all rules want, and "all others" of one
     * rule are not those of the other rules.
     */
    private Treatment.Findings spelledOut(Treatment.Findings findings) {
        Map<String, Primitive> byInfoType = new HashMap<>(findings.byInfoType());
        Primitive others = findings.forOthers();
        if (others != null) {
            inspect.infoTypes().forEach(type -> byInfoType.putIfAbsent(type.name(), others));
            inspect.customInfoTypes().stream()
                    .filter(CustomInfoType::reported)
                    .forEach(type -> byInfoType.putIfAbsent(type.infoType().name(), others));
        }
        return new Treatment.Findings(byInfoType, null);
    }

    /** Finds what this process can; what only Cloud DLP knows is accepted only where Cloud DLP is asked. */
    private Inspector inspector(Set<InfoType> wanted) {
        Set<InfoType> builtIn = new HashSet<>(wanted);
        builtIn.removeIf(type -> BuiltInInfoType.named(type.name()).isEmpty());
        return Inspector.compile(inspect.withInfoTypes(builtIn), clock);
    }

    private FieldTreatment.Bound bound(Rule rule, Primitive primitive, @Nullable String infoType) {
        try {
            return new FieldTreatment.Bound(
                    primitive.start(materials, infoType), primitive.name(), primitive.context());
        } catch (UnfitOption unfit) {
            throw new UnfitRule(rule, primitive, unfit);
        }
    }
}
