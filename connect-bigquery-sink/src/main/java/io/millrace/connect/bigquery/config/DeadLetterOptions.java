// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.reject.LetterContent;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What dead letters hold. Connect's own properties say whether there are any; the transforms say whether what was consumed
 * may be read by those who read dead letters.
 */
final class DeadLetterOptions {
    static final String TOPIC = "errors.deadletterqueue.topic.name";
    private static final String CONTEXT_HEADERS = "errors.deadletterqueue.context.headers.enable";
    private static final String TRANSFORMS = "transforms";
    /** Transforms whose purpose is that nobody reads what was there before: the class, however its package is written. */
    private static final List<String> MASKING = List.of("DlpTransform$", "MaskField$");

    static final Option<LetterContent> CONTENT = Option.choice(
            "dead.letters",
            LetterContent.class,
            "What the dead letter queue gets of a record that cannot be written. consumed: its bytes as they were consumed,"
                    + " before transforms, in clear text; transformed: what the transforms made of it, written by the"
                    + " connector's converters; origin: no key and no value, only Connect's headers, which say where it is."
                    + " Not set: transformed where one of the transforms masks (DlpTransform, MaskField), else consumed."
                    + " Records that a converter or a transform refuses never reach the sink: Connect reports them as"
                    + " consumed.");

    static final OptionGroup GROUP = OptionGroup.of("Dead letters", CONTENT);

    private DeadLetterOptions() {}

    /** @param properties all of the connector's, Connect's own among them */
    static LetterContent read(OptionValues values, Map<String, String> properties) {
        if (!properties.containsKey(TOPIC)) {
            return LetterContent.CONSUMED; // Connect's log names a record, and never shows one
        }
        return CONTENT.find(values).orElse(masks(properties) ? LetterContent.TRANSFORMED : LetterContent.CONSUMED);
    }

    static List<Finding> conflicts(OptionValues values, Map<String, String> properties) {
        boolean headers = Boolean.parseBoolean(
                properties.getOrDefault(CONTEXT_HEADERS, "").trim());
        return read(values, properties) == LetterContent.ORIGIN && !headers
                ? List.of(new Finding(
                        CONTENT.name(),
                        CONTENT + ": origin says where a record is in Connect's headers alone; set " + CONTEXT_HEADERS
                                + "=true"))
                : List.of();
    }

    /** What somebody who masks has to know of dead letters. */
    static List<Finding> told(OptionValues values, Map<String, String> properties) {
        if (!properties.containsKey(TOPIC) || !masks(properties)) {
            return List.of();
        }
        String topic = properties.get(TOPIC);
        String message = read(values, properties) == LetterContent.CONSUMED
                ? CONTENT + " is consumed: records that cannot be written go to topic " + topic
                        + " as they were before masking, in clear text; set " + CONTENT
                        + "=transformed or restrict who reads"
                        + " that topic"
                : TOPIC
                        + ": records that a converter or a transform refuses never reach the sink, and Connect writes them"
                        + " to topic " + topic
                        + " as they were before masking, in clear text; restrict who reads that topic";
        return List.of(new Finding(CONTENT.name(), message));
    }

    private static boolean masks(Map<String, String> properties) {
        return Stream.of(properties.getOrDefault(TRANSFORMS, "").split(","))
                .map(name -> properties.getOrDefault(TRANSFORMS + "." + name.trim() + ".type", ""))
                .map(type -> type.trim().substring(type.trim().lastIndexOf('.') + 1))
                .anyMatch(type -> MASKING.stream().anyMatch(type::startsWith));
    }
}
