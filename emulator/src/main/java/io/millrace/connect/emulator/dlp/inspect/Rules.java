// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.CustomInfoType.DetectionRule.HotwordRule;
import com.google.privacy.dlp.v2.CustomInfoType.DetectionRule.LikelihoodAdjustment;
import com.google.privacy.dlp.v2.InspectionRule;
import com.google.privacy.dlp.v2.Likelihood;
import io.millrace.connect.emulator.dlp.value.DlpException;
import java.util.ArrayList;
import java.util.List;

/** What changes the likelihood of one infoType's findings, in order, and then what takes findings away. */
final class Rules {
    private final List<Adjustment> adjustments = new ArrayList<>();
    private final List<Exclusion> exclusions = new ArrayList<>();

    /** What a hotword does to a finding near it. */
    private record Adjustment(Hotword hotword, LikelihoodAdjustment change) {
        Found apply(Found finding, String text, String column) {
            return hotword.isNear(finding.span(), text, column)
                    ? finding.with(adjusted(finding.likelihood(), change))
                    : finding;
        }
    }

    void add(InspectionRule rule) {
        switch (rule.getTypeCase()) {
            case HOTWORD_RULE -> add(rule.getHotwordRule());
            case EXCLUSION_RULE -> exclusions.add(Exclusion.of(rule.getExclusionRule()));
            case ADJUSTMENT_RULE -> throw DlpException.unimplemented("adjustment rules");
            case TYPE_NOT_SET -> throw DlpException.invalid("an inspection rule is empty");
        }
    }

    void add(HotwordRule rule) {
        adjustments.add(new Adjustment(
                Hotword.of(rule.getHotwordRegex(), rule.getProximity()), rule.getLikelihoodAdjustment()));
    }

    private static Likelihood adjusted(Likelihood base, LikelihoodAdjustment change) {
        return change.hasFixedLikelihood()
                ? change.getFixedLikelihood()
                : Likelihood.forNumber(Math.max(
                        Likelihood.VERY_UNLIKELY_VALUE,
                        Math.min(Likelihood.VERY_LIKELY_VALUE, base.getNumber() + change.getRelativeLikelihood())));
    }

    Found adjust(Found finding, String text, String column) {
        Found adjusted = finding;
        for (Adjustment adjustment : adjustments) {
            adjusted = adjustment.apply(adjusted, text, column);
        }
        return adjusted;
    }

    boolean exclude(Found finding, Exclusion.Surroundings around) {
        return exclusions.stream().anyMatch(exclusion -> exclusion.drops(finding, around));
    }
}
