// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.dlp.audit.Counters;
import io.millrace.connect.dlp.audit.Trail;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.walk.MaskingRules;
import io.millrace.connect.dlp.walk.RecordWalker;
import io.millrace.connect.dlp.walk.Remote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** A configured transform at work. A record with nothing to mask is returned as it came. */
final class Masking implements AutoCloseable {
    private static final int MOST_HEADER_NAMES = 1_000;

    private final RecordPart part;
    private final MaskingRules rules;
    private final @Nullable Remote remote;
    private final RecordWalker walker;
    private final Map<String, RecordWalker> headerWalkers = new HashMap<>();
    private final Counters counters;
    private final @Nullable Trail trail;

    Masking(RecordPart part, MaskingRules rules, @Nullable Remote remote, Counters counters, @Nullable Trail trail) {
        this.part = part;
        this.rules = rules;
        this.remote = remote;
        this.walker = new RecordWalker(rules, List.of(), remote);
        this.counters = counters;
        this.trail = trail;
    }

    Counters counters() {
        return counters;
    }

    /** The masked record; null when it is dropped. */
    <R extends ConnectRecord<R>> @Nullable R apply(R record) {
        counters.record();
        if (trail != null) {
            trail.begin();
        }
        R masked = switch (part) {
            case KEY -> key(record);
            case VALUE -> value(record);
            case HEADERS -> headers(record);
        };
        rules.watch().looked();
        return masked;
    }

    private <R extends ConnectRecord<R>> @Nullable R key(R record) {
        RecordWalker.Masked masked = walker.apply(record.topic(), record.keySchema(), record.key());
        if (masked == null || masked.dropped()) {
            return unchanged(record, masked, walker.spared());
        }
        counters.recordMasked();
        return audited(record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                masked.schema(),
                masked.value(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers()));
    }

    private <R extends ConnectRecord<R>> @Nullable R value(R record) {
        RecordWalker.Masked masked = walker.apply(record.topic(), record.valueSchema(), record.value());
        if (masked == null || masked.dropped()) {
            return unchanged(record, masked, walker.spared());
        }
        counters.recordMasked();
        return audited(record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                masked.schema(),
                masked.value(),
                record.timestamp(),
                record.headers()));
    }

    private <R extends ConnectRecord<R>> @Nullable R headers(R record) {
        ConnectHeaders after = new ConnectHeaders();
        boolean changed = false;
        boolean spared = false;
        long steps = walker.steps();
        for (Header header : record.headers()) {
            RecordWalker headers = headerWalker(header.key());
            RecordWalker.Masked masked = headers.apply(record.topic(), header.schema(), header.value(), steps);
            steps = headers.stepsLeft();
            if (masked != null && masked.dropped()) {
                return unchanged(record, masked, false);
            }
            spared |= headers.spared();
            changed |= masked != null;
            if (masked == null) {
                after.add(header);
            } else {
                after.add(header.key(), masked.value(), masked.schema());
            }
        }
        if (!changed) {
            return unchanged(record, null, spared);
        }
        counters.recordMasked();
        return audited(record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                after));
    }

    private RecordWalker headerWalker(String name) {
        if (headerWalkers.size() >= MOST_HEADER_NAMES) {
            headerWalkers.clear();
        }
        return headerWalkers.computeIfAbsent(
                name, header -> new RecordWalker(rules, List.of(new FieldPath.Step.Entry(header)), remote));
    }

    private <R extends ConnectRecord<R>> @Nullable R unchanged(
            R record, RecordWalker.@Nullable Masked masked, boolean spared) {
        if (masked == null) {
            if (spared) {
                counters.recordMasked();
            }
            return record;
        }
        counters.recordDropped();
        return null;
    }

    private <R extends ConnectRecord<R>> R audited(R masked) {
        if (trail != null) {
            trail.addTo(masked.headers());
        }
        return masked;
    }

    @Override
    public void close() {
        rules.watch().close();
        if (remote != null) {
            remote.close();
        }
        counters.close();
    }
}
