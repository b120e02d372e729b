// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud;

import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field that Cloud DLP masks.
 *
 * @param text the value; payload, so it is never printed
 * @param number whether the field holds a number
 * @param treatment what the rule does; findings name every infoType
 * @param context the value of the context field; null when the rule names none or the record lacks it
 */
public record Question(
        String text,
        boolean number,
        Treatment treatment,
        @Nullable Object context) {

    /** The questions whose texts are looked into; the others are masked whatever they say. */
    public static List<Question> inspected(List<Question> row) {
        return row.stream()
                .filter(question -> question.treatment() instanceof Treatment.Findings)
                .toList();
    }

    /** True for what the rule of this field masks; one request looks for what all rules want. */
    public boolean wants(InfoType infoType) {
        return treatment instanceof Treatment.Findings findings && findings.of(infoType.name()) != null;
    }

    @Override
    public String toString() {
        return "Question[***]";
    }
}
