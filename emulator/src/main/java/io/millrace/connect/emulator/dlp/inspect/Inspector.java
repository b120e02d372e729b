// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.CustomInfoType;
import com.google.privacy.dlp.v2.CustomInfoType.ExclusionType;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.InspectionRuleSet;
import com.google.privacy.dlp.v2.Likelihood;
import io.millrace.connect.emulator.dlp.value.DlpException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One {@code InspectConfig} at work. */
public final class Inspector {
    private final Map<String, List<Detector>> detectors = new LinkedHashMap<>();
    private final Map<String, Rules> rules = new HashMap<>();
    private final Map<String, Likelihood> thresholds = new HashMap<>();
    private final Set<String> unreported = new HashSet<>();
    private final Likelihood threshold;

    /**
     * For one request.
     *
     * @param trained what infoTypes of trained models stand for here
     */
    public Inspector(InspectConfig config, TrainedInfoTypes trained) {
        if (config.getInfoTypesCount() + config.getCustomInfoTypesCount() == 0) {
            throw DlpException.unimplemented("an InspectConfig without infoTypes (name every one)");
        }
        this.threshold = orPossible(config.getMinLikelihood());
        config.getInfoTypesList().forEach(type -> detect(type.getName(), builtIn(type.getName(), trained)));
        config.getCustomInfoTypesList().forEach(this::detect);
        config.getMinLikelihoodPerInfoTypeList().forEach(each -> {
            if (each.getInfoType().getName().isEmpty() || each.getMinLikelihoodValue() == 0) {
                throw DlpException.invalid("min_likelihood_per_info_type needs an infoType and a likelihood");
            }
            thresholds.put(each.getInfoType().getName(), each.getMinLikelihood());
        });
        config.getRuleSetList().forEach(this::add);
    }

    private static Detector builtIn(String name, TrainedInfoTypes trained) {
        List<String> phrases = trained.phrases().get(name);
        @Nullable
        Detector detector = phrases == null ? BuiltInInfoTypes.detector(name) : new Phrases(phrases, Likelihood.LIKELY);
        if (detector == null) {
            throw DlpException.invalid("the infoType " + name
                    + " is unknown to the emulator; Emulator.builder().trainedInfoType(…) gives it phrases");
        }
        return detector;
    }

    private void detect(CustomInfoType custom) {
        String name = custom.getInfoType().getName();
        if (name.isEmpty()) {
            throw DlpException.invalid("a custom infoType has no name");
        }
        detect(name, CustomInfoTypes.detector(custom));
        if (custom.getExclusionType() == ExclusionType.EXCLUSION_TYPE_EXCLUDE) {
            unreported.add(name);
        }
        custom.getDetectionRulesList().forEach(rule -> rulesOf(name).add(rule.getHotwordRule()));
    }

    private void detect(String name, Detector detector) {
        detectors.computeIfAbsent(name, first -> new ArrayList<>()).add(detector);
    }

    private void add(InspectionRuleSet set) {
        if (set.getInfoTypesCount() == 0) {
            throw DlpException.invalid("a rule_set names no infoTypes");
        }
        for (InfoType type : set.getInfoTypesList()) {
            if (!detectors.containsKey(type.getName())) {
                throw DlpException.invalid("a rule_set is for " + type.getName() + ", which is not asked for");
            }
            set.getRulesList().forEach(rule -> rulesOf(type.getName()).add(rule));
        }
    }

    private Rules rulesOf(String infoType) {
        return rules.computeIfAbsent(infoType, first -> new Rules());
    }

    private static Likelihood orPossible(Likelihood likelihood) {
        return likelihood == Likelihood.LIKELIHOOD_UNSPECIFIED ? Likelihood.POSSIBLE : likelihood;
    }

    /** Everything that is asked for, rules applied, in the text's order. {@code column} is empty where there is none. */
    public List<Found> find(String text, String column) {
        List<Found> all = new ArrayList<>();
        detectors.forEach((name, finders) -> finders.forEach(finder -> finder.find(
                text,
                (span, likelihood) -> all.add(rulesOf(name).adjust(new Found(name, likelihood, span), text, column)))));
        Exclusion.Surroundings around = new Exclusion.Surroundings(text, column, List.copyOf(all));
        return all.stream()
                .filter(found -> !unreported.contains(found.infoType()))
                .filter(found ->
                        found.likelihood().compareTo(thresholds.getOrDefault(found.infoType(), threshold)) >= 0)
                .filter(found -> !rulesOf(found.infoType()).exclude(found, around))
                .sorted(Comparator.comparingInt((Found found) -> found.span().start())
                        .thenComparing(found -> -found.span().end()))
                .toList();
    }

    /** Whether the request asks for it. */
    public boolean asksFor(String infoType) {
        return detectors.containsKey(infoType);
    }
}
