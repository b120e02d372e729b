// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigValue;

/**
 * A connector's properties as written, and what they say in our own names.
 *
 * @param written as the user wrote them, empty ones too
 * @param translated our own names only; a name of KCBQ is replaced by what it stands for
 * @param writtenAs by our name, the old name that the user wrote for it
 * @param refused old names that cannot be translated
 * @param told old names that have no effect, or another one than the user may expect
 */
record SinkProperties(
        Map<String, String> written,
        Map<String, String> translated,
        Map<String, String> writtenAs,
        List<Finding> refused,
        List<Finding> told) {
    /** Without one of these a dataset is missing, which need not be said beside what is wrong with it. */
    private static final Set<String> DATASETS = Set.of(KcbqReadings.KCBQ_DATASET, KcbqReadings.CLOUD_DATASET);

    /** Properties that were ours, with what to write now. */
    private static final Map<String, String> RETIRED = Map.of(
            "retry.timeout.ms",
            "what is refused for a passing reason is repeated for as long as it takes; write outage.timeout.ms for the"
                    + " time after which the task fails");

    static SinkProperties of(Map<String, String> written) {
        Map<String, String> translated = new LinkedHashMap<>(written);
        Map<String, String> writtenAs = new LinkedHashMap<>();
        List<Finding> refused = new ArrayList<>();
        List<Finding> told = new ArrayList<>();
        RETIRED.forEach((old, why) -> {
            if (translated.remove(old) != null) {
                told.add(new Finding(old, old + " has no effect: " + why));
            }
        });
        KcbqNames.RULES.forEach((old, rule) -> {
            String value = translated.remove(old);
            if (value != null && old.equals(KcbqReadings.KCBQ_DATASET)) {
                writtenAs.put(DestinationOptions.DATASET.name(), old); // an empty one is missing
            }
            if (value == null || OptionValues.isEmpty(value)) {
                return;
            }
            try {
                KcbqRule.Meaning meaning = rule.reading().read(written, value);
                meaning.ours().forEach((ours, text) -> {
                    if (written.containsKey(ours)) {
                        refused.add(new Finding(
                                old, old + ": the same as " + ours + ", which is set too; keep one of them"));
                    }
                    translated.put(ours, text);
                    writtenAs.putIfAbsent(ours, old);
                });
                if (meaning.told() != null) {
                    told.add(new Finding(old, old + " " + meaning.told()));
                }
            } catch (IllegalArgumentException instead) {
                refused.add(new Finding(old, old + ": " + instead.getMessage()));
            }
        });
        // An empty text is as good as not written; for one table it says that it has not what the others have.
        translated
                .entrySet()
                .removeIf(
                        entry -> OptionValues.isEmpty(entry.getValue()) && !TableOverrides.isOverride(entry.getKey()));
        KcbqDefaults.of(written).forEach(translated::putIfAbsent);
        return new SinkProperties(written, translated, writtenAs, refused, told);
    }

    TableOverrides overrides() {
        return new TableOverrides(translated);
    }

    /** Every property with its value and what is wrong with it, on the name that the user wrote. */
    Map<String, ConfigValue> validate() {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        SinkOptions.configDef().validate(translated).forEach(value -> values.put(value.name(), value));
        if (refused.stream().anyMatch(finding -> DATASETS.contains(finding.property()))) {
            values.computeIfPresent(DestinationOptions.DATASET.name(), (name, missing) -> withoutErrors(missing));
        }
        List<Finding> findings = new ArrayList<>(refused);
        for (ConfigValue value : List.copyOf(values.values())) {
            if (writtenAs.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
                value.errorMessages().forEach(message -> findings.add(new Finding(value.name(), message)));
                values.put(value.name(), withoutErrors(value));
            }
        }
        TableOverrides overrides = overrides();
        findings.addAll(overrides.findings());
        findings.addAll(UnknownNames.in(translated.keySet(), overrides::contains));
        attach(findings, values);
        if (values.values().stream().allMatch(value -> value.errorMessages().isEmpty())) {
            OptionValues parsed = SinkOptions.parse(translated);
            attach(WritingOptions.conflicts(parsed, Option::name), values);
            overrides
                    .valuesByTable()
                    .forEach((table, ofTable) -> attach(
                            WritingOptions.conflicts(ofTable, option -> overrides.written(table, option)), values));
            attach(Conflicts.in(parsed, overrides), values);
            attach(LoadConflicts.in(parsed, overrides, translated), values);
            attach(MergeConflicts.in(parsed, overrides), values);
            attach(RegistryConflicts.in(parsed, overrides, translated), values);
            attach(DeadLetterOptions.conflicts(parsed, translated), values);
        }
        return values;
    }

    /** Puts each finding on the property that the user wrote. */
    void attach(List<Finding> findings, Map<String, ConfigValue> values) {
        for (Finding finding : findings) {
            String name = writtenAs.getOrDefault(finding.property(), finding.property());
            String ours = finding.property() + ": ";
            String message = finding.message();
            if (!name.equals(finding.property()) && !message.startsWith(name + ": ")) {
                message = name + ": " + (message.startsWith(ours) ? message.substring(ours.length()) : message);
            }
            values.computeIfAbsent(name, unknown -> new ConfigValue(unknown)).addErrorMessage(message);
        }
    }

    private static ConfigValue withoutErrors(ConfigValue value) {
        return new ConfigValue(value.name(), value.value(), value.recommendedValues(), new ArrayList<>());
    }
}
