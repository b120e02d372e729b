// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.walk.Audit;
import io.millrace.connect.kit.masking.MaskedField;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.header.Headers;

/**
 * Collects what happened to one record, for its headers, and passes everything on to the counters.
 *
 * <p>Headers: {@code millrace.dlp.policy} (the policy id), {@code millrace.dlp.findings} ({@code EMAIL_ADDRESS=2}) and,
 * when fields are asked for, {@code millrace.masking} ({@code after.email:crypto-hash;…}, at most 1,000 characters).
 */
public final class Trail implements Audit {
    private static final int LONGEST = 1_000;
    private static final String POLICY = "millrace.dlp.policy";
    private static final String FINDINGS = "millrace.dlp.findings";

    private final Counters counters;
    private final String policyId;
    private final boolean withFields;
    private final Map<String, Integer> findings = new TreeMap<>();
    private final Map<String, String> masked = new TreeMap<>();

    /**
     * A trail.
     *
     * @param withFields whether each masked field is named
     */
    public Trail(Counters counters, String policyId, boolean withFields) {
        this.counters = counters;
        this.policyId = policyId;
        this.withFields = withFields;
    }

    /** Forgets the last record. */
    public void begin() {
        findings.clear();
        masked.clear();
    }

    /** Adds the headers. */
    public void addTo(Headers headers) {
        headers.remove(POLICY); // whoever writes to the topic may have written one
        if (!policyId.isEmpty()) {
            headers.addString(POLICY, policyId);
        }
        if (!findings.isEmpty()) {
            StringBuilder text = new StringBuilder();
            findings.forEach((infoType, count) -> text.append(text.isEmpty() ? "" : ";")
                    .append(infoType)
                    .append('=')
                    .append(count));
            headers.remove(FINDINGS).addString(FINDINGS, cut(text));
        }
        if (withFields && !masked.isEmpty()) {
            StringBuilder text = new StringBuilder();
            masked.forEach((field, transformation) -> text.append(text.isEmpty() ? "" : ";")
                    .append(field)
                    .append(':')
                    .append(transformation));
            headers.remove(MaskedField.MASKING).addString(MaskedField.MASKING, cut(text));
        }
    }

    private static String cut(StringBuilder text) {
        return text.length() <= LONGEST ? text.toString() : text.substring(0, LONGEST - 1) + "…";
    }

    @Override
    public void found(String field, InfoType infoType, Likelihood likelihood) {
        findings.merge(infoType.name(), 1, Integer::sum);
        counters.found(field, infoType, likelihood);
    }

    @Override
    public void transformed(String field, String transformation) {
        masked.put(field, transformation);
        counters.transformed(field, transformation);
    }

    @Override
    public void failed(String field, String rule, MaskingException.Code code) {
        masked.put(field, "failed-" + code.name());
        counters.failed(field, rule, code);
    }

    @Override
    public void drifted(String field, String rule) {
        counters.drifted(field, rule);
    }

    @Override
    public void inspected(int chars) {
        counters.inspected(chars);
    }

    @Override
    public void unread(String field) {
        counters.unread(field);
    }

    @Override
    public void withoutMatch(int rules) {
        counters.withoutMatch(rules);
    }
}
