// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Transformation.Output;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.Patterns;
import io.millrace.connect.dlp.field.Place;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of one transform, ready to run: answers, for a place and type, what is done there. */
public final class MaskingRules {
    private final List<Rule> rules;
    private final List<ReadyRule> ready;
    private final Treatments treatments;
    private final WalkSettings settings;
    private final Audit audit;
    private final RuleWatch watch;
    private final Patterns patterns;
    private final Map<List<Integer>, ReadyRule> together = new HashMap<>();

    private MaskingRules(
            List<Rule> rules, List<ReadyRule> ready, Treatments treatments, WalkSettings settings, Audit audit) {
        this.rules = rules;
        this.ready = ready;
        this.treatments = treatments;
        this.settings = settings;
        this.audit = audit;
        this.watch = new RuleWatch(rules, audit);
        List<FieldPath> ofRules =
                rules.stream().flatMap(rule -> rule.fields().stream()).toList();
        this.patterns = new Patterns(
                Stream.concat(ofRules.stream(), settings.scanExclude().stream()).toList(), ofRules);
    }

    /**
     * Makes every rule's treatment.
     *
     * @throws UnfitRule naming the rule, the transformation and the option that cannot be used
     */
    public static MaskingRules compile(List<Rule> rules, Treatments treatments, WalkSettings settings, Audit audit) {
        List<ReadyRule> ready = new ArrayList<>();
        for (Rule rule : rules) {
            ready.add(new ReadyRule(rule.name(), List.of(ready.size()), rule.condition(), treatments.of(rule)));
        }
        return new MaskingRules(List.copyOf(rules), List.copyOf(ready), treatments, settings, audit);
    }

    /** The same in every record and heard by nobody, to find out what rules would make of a schema's default. */
    MaskingRules triedOut() {
        List<ReadyRule> always = ready.stream()
                .map(each -> new ReadyRule(each.name(), each.numbers(), Condition.ALWAYS, each.treatment()))
                .toList();
        return new MaskingRules(rules, always, treatments, settings, new Unheard());
    }

    /** Notices rules that treat nothing. */
    public RuleWatch watch() {
        return watch;
    }

    /** A rule treats a field. */
    void matched(ReadyRule rule) {
        rule.numbers().forEach(watch::matched);
    }

    /** One look for the findings of several rules. */
    ReadyRule together(List<ReadyRule> scans) {
        List<Integer> numbers =
                scans.stream().flatMap(each -> each.numbers().stream()).toList();
        return together.computeIfAbsent(
                numbers,
                missing -> new ReadyRule(
                        scans.stream().map(ReadyRule::name).collect(Collectors.joining(",")),
                        numbers,
                        Condition.ALWAYS,
                        treatments.together(scans.stream()
                                .map(each -> (FieldTreatment.Scan) each.treatment())
                                .toList())));
    }

    WalkSettings settings() {
        return settings;
    }

    Audit audit() {
        return audit;
    }

    /** The place that these steps lead to. */
    Place place(List<FieldPath.Step> steps) {
        return Place.of(patterns, steps);
    }

    /** Whether any rule asks for the topic, so that plans cannot be shared between topics. */
    boolean dependOnTopic() {
        return rules.stream().anyMatch(each -> each.topics() != null);
    }

    /**
     * The rules that may treat a field, in order; an unconditional one that treats the whole value ends the list, and leaves
     * nothing to look for.
     */
    List<Candidate> covering(String topic, Place place, Set<String> tags, FieldType type) {
        List<Candidate> covering = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            ReadyRule each = ready.get(i);
            if (!each.treatment().scans() || scannable(place, type)) {
                Rule rule = rules.get(i);
                if (rule.covers(topic, place, tags)) {
                    covering.add(new Candidate(each, null));
                } else if (rule.coversSomeEntry(topic, place)) {
                    covering.add(new Candidate(each, rule));
                }
                if (endsWithAll(covering)) {
                    break;
                }
            }
        }
        if (endsWithAll(covering)) {
            boolean keeps = last(covering).treatment().keeps();
            for (int i = 0; i < ready.size(); i++) {
                tellTaken(i, topic, place, tags, last(covering).ready(), keeps);
            }
            covering.removeIf(each -> !keeps && each.treatment().scans());
        }
        covering.stream().filter(each -> each.entries() == null).forEach(each -> matched(each.ready()));
        return oneLook(covering);
    }

    /**
     * The first rule that may treat something within what stands there and is too deep to be walked; null when none does, or
     * another rule keeps all of it.
     */
    @Nullable
    ReadyRule leadingInto(String topic, Place place, Set<String> tags) {
        for (int i = 0; i < ready.size(); i++) {
            ReadyRule each = ready.get(i);
            boolean excluded =
                    each.treatment().scans() && settings.scanExclude().stream().anyMatch(place::isCoveredBy);
            if (!excluded && each.treatment().keeps()) {
                if (each.condition().all().isEmpty() && rules.get(i).covers(topic, place, tags)) {
                    return null;
                }
            } else if (!excluded && rules.get(i).leadsInto(topic, place)) {
                return each;
            }
        }
        return null;
    }

    /** Tells of a rule that covers a field which an unconditional one treats whole, or keeps from those behind it. */
    private void tellTaken(int rule, String topic, Place place, Set<String> tags, ReadyRule by, boolean keeps) {
        boolean behind = rule > by.numbers().get(0);
        boolean overruled = !behind && !keeps && ready.get(rule).treatment().scans();
        if ((behind || overruled) && watch.waitsFor(rule) && rules.get(rule).covers(topic, place, tags)) {
            watch.taken(rule, by.name());
        }
    }

    private static boolean endsWithAll(List<Candidate> covering) {
        return !covering.isEmpty()
                && last(covering).always()
                && !last(covering).treatment().scans();
    }

    private static Candidate last(List<Candidate> covering) {
        return covering.get(covering.size() - 1);
    }

    /** Neighbours that look for findings in every record look together. */
    private List<Candidate> oneLook(List<Candidate> covering) {
        List<Candidate> fewer = new ArrayList<>();
        List<ReadyRule> scans = new ArrayList<>();
        for (Candidate each : covering) {
            boolean scan = each.always() && each.treatment().scans();
            if (scan && !scans.isEmpty()) {
                scans.add(each.ready());
                fewer.set(fewer.size() - 1, new Candidate(together(scans), null));
            } else {
                scans.clear();
                fewer.add(each);
                if (scan) {
                    scans.add(each.ready());
                }
            }
        }
        return fewer;
    }

    private boolean scannable(Place place, FieldType type) {
        boolean number = type == FieldType.INTEGER
                || type == FieldType.FLOATING
                || type == FieldType.DECIMAL
                || type == FieldType.VARIABLE_SCALE_DECIMAL;
        return (type == FieldType.TEXT || type == FieldType.BYTES || (number && settings.scanNumbers()))
                && settings.scanExclude().stream().noneMatch(place::isCoveredBy);
    }

    /** What the field becomes whichever of the rules applies, or none. */
    static Output output(List<Candidate> covering, FieldType type) {
        Set<Output> outputs = EnumSet.noneOf(Output.class);
        for (Candidate each : covering) {
            outputs.add(each.treatment().output(type));
        }
        if (!last(covering).always()) {
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
