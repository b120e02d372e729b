// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

import io.millrace.connect.kit.metrics.Metric;
import java.util.Arrays;
import java.util.List;

/** What is counted for one transform of one task. */
public enum DlpMetric implements Metric {
    RECORDS_TOTAL("Records looked at"),
    MASKED_RECORDS_TOTAL("Records that were changed, or would have been"),
    DROPPED_RECORDS_TOTAL("Records dropped by on.error=drop-record or a record suppression"),
    INSPECTED_CHARS_TOTAL("Characters of text inspected for findings"),
    UNREAD_TOTAL("Values of bytes that findings rules cover and that are no text in UTF-8, left as they are"),
    RULES_WITHOUT_MATCH("Rules that have matched no field, once 1,000 records were looked at"),
    DISAGREED_TOTAL("Records in which Cloud DLP found other infoTypes than the local engine, in shadow mode"),
    FINDINGS_TOTAL("Findings", "info-type", "likelihood"),
    // "transformation" is Connect's own tag
    TRANSFORMED_TOTAL("Values and findings transformed, by transformation", "by"),
    FAILED_TOTAL("Fields handled by on.error", "rule", "code"),
    DRIFTED_TOTAL("Values that do not look like the infoType their rule expects", "rule");

    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // it is of List.of
    private final List<String> tags;

    DlpMetric(String description, String... tags) {
        this.description = description;
        this.tags = List.of(tags);
    }

    @Override
    public String description() {
        return description;
    }

    /** What it is counted by, each value on its own; empty for what is one number. */
    public List<String> tags() {
        return tags;
    }

    /** Those that are one number. */
    static List<DlpMetric> untagged() {
        return Arrays.stream(values()).filter(metric -> metric.tags.isEmpty()).toList();
    }
}
