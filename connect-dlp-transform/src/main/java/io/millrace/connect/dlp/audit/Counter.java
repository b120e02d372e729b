// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * A counter's name: what is counted, and of what.
 *
 * @param name e.g. {@code findings}
 * @param tags e.g. infoType and likelihood
 */
public record Counter(String name, Map<String, String> tags) {

    /** What is counted, with the sentence that the reference shows. */
    enum Kind {
        RECORDS("records", "Records looked at"),
        MASKED_RECORDS("masked-records", "Records that were changed, or would have been"),
        DROPPED_RECORDS("dropped-records", "Records dropped by on.error=drop-record or a record suppression"),
        INSPECTED_CHARS("inspected-chars", "Characters of text inspected for findings"),
        FINDINGS("findings", "Findings, by info-type and likelihood"),
        TRANSFORMED("transformed", "Values and findings transformed, by transformation"),
        FAILED("failed", "Fields handled by on.error, by rule and code"),
        DRIFTED("drifted", "Values that do not look like the infoType their rule expects, by rule"),
        DISAGREED("disagreed", "Records that Cloud DLP masked otherwise than the local engine, in shadow mode");

        private final String text;
        private final String sentence;

        Kind(String text, String sentence) {
            this.text = text;
            this.sentence = sentence;
        }

        String text() {
            return text;
        }

        String sentence() {
            return sentence;
        }
    }

    static Counter of(Kind kind) {
        return new Counter(kind.text, Map.of());
    }

    static Counter of(Kind kind, String tag, String value) {
        return new Counter(kind.text, Map.of(tag, value));
    }

    static Counter of(Kind kind, String tag, String value, String second, String secondValue) {
        return new Counter(kind.text, Map.of(tag, value, second, secondValue));
    }

    /** What is counted, as the reference says it. */
    public String sentence() {
        for (Kind kind : Kind.values()) {
            if (kind.text.equals(name)) {
                return kind.sentence;
            }
        }
        return "";
    }

    /** One word for it, e.g. {@code findings.EMAIL_ADDRESS.LIKELY}. */
    @Override
    public String toString() {
        return tags.isEmpty() ? name : name + "." + String.join(".", new TreeMap<>(tags).values());
    }
}
