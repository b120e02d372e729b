// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Surrogate;
import io.millrace.connect.dlp.deidentify.Transformations;
import io.millrace.connect.dlp.detect.Inspector;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.rules.Primitive;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import io.millrace.connect.dlp.rules.UnfitOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what a rule does to fields, from the rule, the keys and what is to be found. */
public final class Treatments {
    private final Transformations transformations;
    private final InspectSettings inspect;
    private final Clock clock;
    private final boolean reidentify;

    /** Treatments that mask. */
    public static Treatments masking(Transformations transformations, InspectSettings inspect, Clock clock) {
        return new Treatments(transformations, inspect, clock, false);
    }

    /** Treatments that bring tokens back. */
    public static Treatments reidentifying(Transformations transformations, InspectSettings inspect, Clock clock) {
        return new Treatments(transformations, inspect, clock, true);
    }

    private Treatments(Transformations transformations, InspectSettings inspect, Clock clock, boolean reidentify) {
        this.transformations = transformations;
        this.inspect = inspect;
        this.clock = clock;
        this.reidentify = reidentify;
    }

    FieldTreatment of(Rule rule) {
        if (rule.treatment() instanceof Treatment.WholeValue whole) {
            return reidentify ? reidentifying(rule.name(), whole.primitive()) : whole(rule.name(), whole);
        }
        if (rule.treatment() instanceof Treatment.Findings findings) {
            if (reidentify) {
                throw new UnfitOption(
                        "info.types",
                        "findings cannot be re-identified; leave it out, and name the transform and its surrogate.info.type");
            }
            return scan(findings);
        }
        return new FieldTreatment.Keep();
    }

    private FieldTreatment reidentifying(String rule, Primitive primitive) {
        String surrogate = primitive instanceof Primitive.CryptoDeterministic deterministic
                ? deterministic.surrogateInfoType()
                : primitive instanceof Primitive.CryptoReplaceFfxFpe ffx ? ffx.surrogateInfoType() : null;
        return new FieldTreatment.Reidentify(
                transformations.reversible(primitive),
                primitive.name(),
                rule,
                primitive.context(),
                surrogate == null ? null : new Surrogate(surrogate));
    }

    private FieldTreatment whole(String rule, Treatment.WholeValue whole) {
        return new FieldTreatment.Whole(
                bound(whole.primitive(), whole.infoType()),
                rule,
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

    private FieldTreatment.Scan scan(Treatment.Findings findings) {
        Map<String, FieldTreatment.Bound> byInfoType = new HashMap<>();
        findings.byInfoType().forEach((infoType, primitive) -> byInfoType.put(infoType, bound(primitive, infoType)));
        Primitive others = findings.forOthers();
        Set<InfoType> wanted = new HashSet<>();
        byInfoType.keySet().forEach(name -> wanted.add(new InfoType(name)));
        if (others != null) {
            wanted.addAll(inspect.infoTypes());
        }
        return new FieldTreatment.Scan(
                inspector(wanted),
                Map.copyOf(byInfoType),
                others == null ? null : bound(others, null),
                spelledOut(findings));
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

    private FieldTreatment.Bound bound(Primitive primitive, @Nullable String infoType) {
        return new FieldTreatment.Bound(transformations.of(primitive, infoType), primitive.name(), primitive.context());
    }
}
