// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import io.millrace.connect.dlp.detect.text.FoldedText;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.Scan.Candidate;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** Finds sensitive data in one text at a time. Keeps buffers between calls: one inspector per thread. */
public final class Inspector {

    private static final Comparator<Candidate> IN_ORDER = Comparator.comparingInt(Candidate::start)
            .thenComparing(Comparator.comparingInt(Candidate::end).reversed())
            .thenComparing(Comparator.comparing(Candidate::likelihood).reversed())
            .thenComparing(Candidate::infoType);

    private final InspectSettings settings;
    private final TriggerTable triggers;
    private final Scan scan;
    private final Map<CustomInfoType, CustomDetector> customs;
    private final RuleBook rules;
    private final Set<InfoType> unreported = new HashSet<>();

    private Inspector(
            InspectSettings settings,
            TriggerTable triggers,
            Scan scan,
            Map<CustomInfoType, CustomDetector> customs,
            RuleBook rules) {
        this.settings = settings;
        this.triggers = triggers;
        this.scan = scan;
        this.customs = customs;
        this.rules = rules;
        customs.keySet().stream()
                .filter(type -> !type.reported())
                .map(CustomInfoType::infoType)
                .forEach(unreported::add);
    }

    /**
     * Builds an inspector.
     *
     * @param clock tells which birth dates are still to come
     * @throws IllegalArgumentException when an infoType, region, pattern or rule cannot be used; names it
     */
    public static Inspector compile(InspectSettings settings, Clock clock) {
        RuleBook rules = new RuleBook(settings.ruleSets());
        Map<BuiltInInfoType, Likelihood> floors = new EnumMap<>(BuiltInInfoType.class);
        for (InfoType infoType : settings.infoTypes()) {
            BuiltInInfoType type = BuiltInInfoType.named(infoType.name())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "infoType " + infoType + " is neither built in nor defined as a custom one"));
            Likelihood floor = settings.minLikelihoodOf(infoType);
            floors.put(type, rules.adjusts(infoType) ? Likelihood.VERY_UNLIKELY : floor);
        }
        Map<CustomInfoType, CustomDetector> customs = new HashMap<>();
        settings.customInfoTypes().forEach(type -> customs.put(type, CustomDetector.of(type)));
        TriggerTable triggers = new TriggerTable(floors, settings.regions(), LocalDate.now(clock));
        return new Inspector(settings, triggers, new Scan(floors), customs, rules);
    }

    /** Findings in a text that has no name. */
    public List<Finding> inspect(String text) {
        return inspect(text, "");
    }

    /** As below, whatever it costs. */
    public List<Finding> inspect(String text, String fieldName) {
        return inspect(text, fieldName, any -> {});
    }

    /**
     * Findings in order of their start, possibly overlapping; see {@link DisjointFindings}.
     *
     * @param text what to look at; never kept
     * @param fieldName the field, column or key that holds the text, whose words count as hotwords; may be empty
     * @param cost told of what hotwords and libraries cost before it is spent, in characters times the parts of an expression; may
     *     throw
     * @return the same empty list whenever there is nothing
     */
    public List<Finding> inspect(String text, String fieldName, LongConsumer cost) {
        scan.begin(text, fieldName, cost);
        try {
            do {
                triggers.scan(scan);
            } while (scan.readNext());
            List<Candidate> candidates = scan.candidates();
            if (!customs.isEmpty()) {
                customs.forEach((type, detector) -> detector.find(
                        text,
                        (start, end) -> candidates.add(new Candidate(type.infoType(), type.likelihood(), start, end))));
            }
            return candidates.isEmpty() ? List.of() : settle(text, fieldName, candidates, cost);
        } finally {
            scan.end();
        }
    }

    /** A finding's characters without the escapes that the text around it asked for; the same text when there are none. */
    public static String withoutEscapes(String quote) {
        return FoldedText.withoutEscapes(quote);
    }

    private List<Finding> settle(String text, String fieldName, List<Candidate> found, LongConsumer cost) {
        if (found.size() == 1 && rules.isEmpty() && unreported.isEmpty()) {
            Candidate only = found.get(0);
            return only.likelihood().atLeast(settings.minLikelihoodOf(only.infoType()))
                    ? Located.in(text, found, scan.text().isAscii())
                    : List.of();
        }
        List<Candidate> candidates = new ArrayList<>(found);
        if (!rules.isEmpty()) {
            candidates = rules.adjust(text, fieldName, candidates, cost);
        }
        candidates.removeIf(
                candidate -> !candidate.likelihood().atLeast(settings.minLikelihoodOf(candidate.infoType())));
        candidates.sort(IN_ORDER);
        candidates = withoutRepetition(candidates);
        if (!rules.isEmpty()) {
            candidates = rules.exclude(text, fieldName, candidates, cost);
        }
        candidates.removeIf(candidate -> unreported.contains(candidate.infoType()));
        return Located.in(text, candidates, scan.text().isAscii());
    }

    /** Of findings of one infoType within each other, the outer one says it all, unless the inner is surer. */
    private static List<Candidate> withoutRepetition(List<Candidate> sorted) {
        if (sorted.size() < 2) {
            return sorted;
        }
        Map<InfoType, Candidate> outer = new HashMap<>();
        List<Candidate> kept = new ArrayList<>(sorted.size());
        for (Candidate candidate : sorted) {
            Optional<Candidate> last = Optional.ofNullable(outer.get(candidate.infoType()));
            boolean repeats = last.filter(before -> candidate.end() <= before.end()
                            && before.likelihood().atLeast(candidate.likelihood()))
                    .isPresent();
            if (!repeats) {
                kept.add(candidate);
                outer.put(candidate.infoType(), candidate);
            }
        }
        return kept;
    }
}
