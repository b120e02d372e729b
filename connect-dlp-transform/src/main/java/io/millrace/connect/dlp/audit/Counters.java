// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

import io.millrace.connect.dlp.audit.Counter.Kind;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.walk.Audit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Counts, since the transform started. Written by the task's thread, read by any. */
public final class Counters implements Audit {
    private final Map<Counter, LongAdder> counts = new ConcurrentHashMap<>();
    // The same as above where records are masked all the time: by infoType and likelihood, and by transformation
    private final Map<String, Map<Likelihood, LongAdder>> findings = new HashMap<>();
    private final Map<String, LongAdder> transformed = new HashMap<>();
    private BiConsumer<Counter, LongSupplier> onNew = (counter, value) -> {};

    private final LongAdder records = adder(Counter.of(Kind.RECORDS));
    private final LongAdder masked = adder(Counter.of(Kind.MASKED_RECORDS));
    private final LongAdder inspected = adder(Counter.of(Kind.INSPECTED_CHARS));

    /** Tells every counter there is, and each new one, to a publisher. */
    public void publishTo(BiConsumer<Counter, LongSupplier> publisher) {
        onNew = onNew.andThen(publisher);
        counts.forEach((counter, adder) -> publisher.accept(counter, adder::sum));
    }

    /** The counts as they are now, by {@link Counter#toString}. */
    public Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new TreeMap<>();
        counts.forEach((counter, adder) -> snapshot.put(counter.toString(), adder.sum()));
        return snapshot;
    }

    /** A record was looked at. */
    public void record() {
        records.increment();
    }

    /** A record was changed, or would have been. */
    public void recordMasked() {
        masked.increment();
    }

    /** A record was dropped. */
    public void recordDropped() {
        adder(Counter.of(Kind.DROPPED_RECORDS)).increment();
    }

    /** Cloud DLP and the local engine masked a record differently. */
    public void disagreed() {
        adder(Counter.of(Kind.DISAGREED)).increment();
    }

    @Override
    public void found(String field, InfoType infoType, Likelihood likelihood) {
        String name = infoType.name();
        Map<Likelihood, LongAdder> counted = findings.computeIfAbsent(name, each -> new EnumMap<>(Likelihood.class));
        LongAdder adder = counted.get(likelihood);
        if (adder == null) {
            adder = adder(Counter.of(Kind.FINDINGS, "info-type", name, "likelihood", likelihood.name()));
            counted.put(likelihood, adder);
        }
        adder.increment();
    }

    @Override
    public void transformed(String field, String transformation) {
        // "transformation" is Connect's own tag
        transformed
                .computeIfAbsent(transformation, by -> adder(Counter.of(Kind.TRANSFORMED, "by", by)))
                .increment();
    }

    @Override
    public void failed(String field, String rule, MaskingException.Code code) {
        adder(Counter.of(Kind.FAILED, "code", code.name(), "rule", rule)).increment();
    }

    @Override
    public void drifted(String field, String rule) {
        adder(Counter.of(Kind.DRIFTED, "rule", rule)).increment();
    }

    @Override
    public void inspected(int chars) {
        inspected.add(chars);
    }

    private LongAdder adder(Counter counter) {
        LongAdder known = counts.get(counter);
        if (known != null) {
            return known;
        }
        LongAdder created = new LongAdder();
        counts.put(counter, created); // one thread writes
        onNew.accept(counter, created::sum);
        return created;
    }
}
