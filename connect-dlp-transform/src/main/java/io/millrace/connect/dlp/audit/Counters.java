// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.walk.Audit;
import io.millrace.connect.kit.metrics.JmxPublisher;
import io.millrace.connect.kit.metrics.MetricsPublisher;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.worker.TaskIdentity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts, since the transform started. Written by the task's thread, read by any. */
public final class Counters implements Audit, AutoCloseable {
    private static final String TYPE = "dlp-transform-task";

    private final Numbers<DlpMetric> numbers = new Numbers<>(DlpMetric.values());
    private final Map<Tagged, LongAdder> tagged = new LinkedHashMap<>();
    // The same as above where records are masked all the time: by infoType and likelihood, and by transformation
    private final Map<String, Map<Likelihood, LongAdder>> findings = new HashMap<>();
    private final Map<String, LongAdder> transformed = new HashMap<>();
    private final List<MetricsPublisher> publishers = new ArrayList<>();

    /** A metric with its tags' values. */
    private record Tagged(DlpMetric metric, Map<String, String> tags) {}

    /**
     * Shows the counters by JMX. A JVM that refuses it costs this view only: masking goes on.
     *
     * @param transform the transform's class, shown as {@code DlpTransform$Value}
     */
    public void showByJmx(Class<?> transform) {
        Map<String, String> own = new LinkedHashMap<>();
        TaskIdentity.ofThisThread().ifPresent(task -> own.putAll(task.tags()));
        own.put(
                "transform",
                transform.getName().substring(transform.getPackageName().length() + 1));
        // A connector may have the same transform twice.
        showIn(JmxPublisher.ofOneOfSeveral(own));
    }

    /** Shows every counter there is, and each new one, there too. */
    public void showIn(MetricsPublisher publisher) {
        publishers.add(publisher);
        publisher.show(TYPE, Map.of(), DlpMetric.untagged(), numbers::get);
        tagged.forEach((counter, adder) -> show(publisher, counter, adder));
    }

    private static void show(MetricsPublisher publisher, Tagged counter, LongAdder adder) {
        publisher.show(TYPE, counter.tags(), List.of(counter.metric()), metric -> adder.sum());
    }

    /** A record was looked at. */
    public void record() {
        numbers.add(DlpMetric.RECORDS_TOTAL, 1);
    }

    /** A record was changed, or would have been. */
    public void recordMasked() {
        numbers.add(DlpMetric.MASKED_RECORDS_TOTAL, 1);
    }

    /** A record was dropped. */
    public void recordDropped() {
        numbers.add(DlpMetric.DROPPED_RECORDS_TOTAL, 1);
    }

    /** Cloud DLP and the local engine masked a record differently. */
    public void disagreed() {
        numbers.add(DlpMetric.DISAGREED_TOTAL, 1);
    }

    @Override
    public void found(String field, InfoType infoType, Likelihood likelihood) {
        String name = infoType.name();
        Map<Likelihood, LongAdder> counted = findings.computeIfAbsent(name, each -> new EnumMap<>(Likelihood.class));
        LongAdder adder = counted.get(likelihood);
        if (adder == null) {
            adder = adder(DlpMetric.FINDINGS_TOTAL, name, likelihood.name());
            counted.put(likelihood, adder);
        }
        adder.increment();
    }

    @Override
    public void transformed(String field, String transformation) {
        transformed
                .computeIfAbsent(transformation, by -> adder(DlpMetric.TRANSFORMED_TOTAL, by))
                .increment();
    }

    @Override
    public void failed(String field, String rule, MaskingException.Code code) {
        adder(DlpMetric.FAILED_TOTAL, rule, code.name()).increment();
    }

    @Override
    public void drifted(String field, String rule) {
        adder(DlpMetric.DRIFTED_TOTAL, rule).increment();
    }

    @Override
    public void inspected(int chars) {
        numbers.add(DlpMetric.INSPECTED_CHARS_TOTAL, chars);
    }

    @Override
    public void unread(String field) {
        numbers.add(DlpMetric.UNREAD_TOTAL, 1);
    }

    @Override
    public void withoutMatch(int rules) {
        numbers.set(DlpMetric.RULES_WITHOUT_MATCH, rules);
    }

    private LongAdder adder(DlpMetric metric, String... values) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            tags.put(metric.tags().get(i), values[i]);
        }
        Tagged counter = new Tagged(metric, tags);
        LongAdder known = tagged.get(counter);
        if (known != null) {
            return known;
        }
        LongAdder created = new LongAdder();
        tagged.put(counter, created);
        publishers.forEach(publisher -> show(publisher, counter, created));
        return created;
    }

    /** Takes everything back from where it is shown. */
    @Override
    public void close() {
        publishers.forEach(MetricsPublisher::close);
        publishers.clear();
    }
}
