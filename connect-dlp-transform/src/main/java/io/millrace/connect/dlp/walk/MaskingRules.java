// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Transformation.Output;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.rules.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of one transform, ready to run: answers, for a place and type, what is done there. */
public final class MaskingRules {
    private final List<Ready> ready;
    private final WalkSettings settings;
    private final Audit audit;
    private final Set<String> spelled = new HashSet<>();

    /** A rule with its treatment. */
    record Ready(Rule rule, FieldTreatment treatment) {
        boolean always() {
            return rule.condition().all().isEmpty();
        }
    }

    private MaskingRules(List<Ready> ready, WalkSettings settings, Audit audit) {
        this.ready = ready;
        this.settings = settings;
        this.audit = audit;
        for (Ready each : ready) {
            for (FieldPath field : each.rule().fields()) {
                for (FieldPath.Step step : field.steps()) {
                    if (step instanceof FieldPath.Step.Name name) {
                        spelled.add(name.name());
                    }
                }
            }
        }
    }

    /**
     * Makes every rule's treatment.
     *
     * @throws UnfitRule naming the rule, the transformation and the option that cannot be used
     */
    public static MaskingRules compile(List<Rule> rules, Treatments treatments, WalkSettings settings, Audit audit) {
        List<Ready> ready = new ArrayList<>();
        for (Rule rule : rules) {
            ready.add(new Ready(rule, treatments.of(rule)));
        }
        return new MaskingRules(List.copyOf(ready), settings, audit);
    }

    WalkSettings settings() {
        return settings;
    }

    Audit audit() {
        return audit;
    }

    /**
     * A place as errors, logs, headers and metrics may show it: the keys of maps without a schema may be data, so that
     * only those are named that the configuration spells out.
     */
    String shown(List<FieldPath.Step> place) {
        return place.isEmpty()
                ? "(the whole value)"
                : FieldPath.text(place.stream().map(this::shown).toList());
    }

    private FieldPath.Step shown(FieldPath.Step step) {
        return step instanceof FieldPath.Step.Entry entry && !spelled.contains(entry.name())
                ? FieldPath.Step.Wildcard.MAP_VALUES
                : step;
    }

    /** Whether any rule asks for the topic, so that plans cannot be shared between topics. */
    boolean dependOnTopic() {
        return ready.stream().anyMatch(each -> each.rule().topics() != null);
    }

    /** The rules that may apply to a field, in order; an unconditional one ends the list. */
    List<Ready> covering(String topic, List<FieldPath.Step> place, Set<String> tags, FieldType type) {
        List<Ready> covering = new ArrayList<>();
        for (Ready each : ready) {
            if (each.rule().covers(topic, place, tags) && (!each.treatment().scans() || scannable(place, type))) {
                covering.add(each);
                if (each.always()) {
                    break;
                }
            }
        }
        return covering;
    }

    private boolean scannable(List<FieldPath.Step> place, FieldType type) {
        boolean number =
                type == FieldType.INTEGER || type == FieldType.DECIMAL || type == FieldType.VARIABLE_SCALE_DECIMAL;
        return (type == FieldType.TEXT || (number && settings.scanNumbers()))
                && settings.scanExclude().stream().noneMatch(path -> path.covers(place));
    }

    /** What the field becomes whichever of the rules applies, or none. */
    static Output output(List<Ready> covering, FieldType type) {
        Set<Output> outputs = EnumSet.noneOf(Output.class);
        for (Ready each : covering) {
            outputs.add(each.treatment().output(type));
        }
        if (!covering.get(covering.size() - 1).always()) {
            outputs.add(Output.SAME); // no rule may hold
        }
        boolean several = outputs.size() > 1;
        if (outputs.contains(Output.TEXT) || (outputs.contains(Output.INT32) && several)) {
            return Output.TEXT;
        }
        if (outputs.contains(Output.INT32)) {
            return Output.INT32;
        }
        return outputs.contains(Output.SAME_OR_NULL) || outputs.contains(Output.UNSUPPORTED)
                ? Output.SAME_OR_NULL
                : Output.SAME;
    }
}
