// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of templates in properties: which placeholders may stand in a name. */
enum NameTemplate {
    /** {@code ${topic}} and {@code ${topic:N}}. */
    TOPIC("\\$\\{topic(:-?[1-9]\\d{0,3})?}", "${topic} or ${topic:N}"),
    /** {@code ${table}}. */
    TABLE("\\$\\{table}", "${table}");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}?");

    private final Pattern known;
    private final String accepted;

    NameTemplate(String known, String accepted) {
        this.known = Pattern.compile(known);
        this.accepted = accepted;
    }

    /** Throws IllegalArgumentException naming the first placeholder that is none of this template's. */
    void ensure(String template) {
        if (template.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        Matcher placeholders = PLACEHOLDER.matcher(template);
        while (placeholders.find()) {
            if (!known.matcher(placeholders.group()).matches()) {
                throw new IllegalArgumentException(
                        "'" + placeholders.group() + "' is not accepted; accepted: " + accepted);
            }
        }
    }

    /** For the reference. */
    String accepted() {
        return String.join(" ", List.of("a name with", accepted));
    }
}
