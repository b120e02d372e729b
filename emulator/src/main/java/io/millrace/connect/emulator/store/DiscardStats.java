// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Rows and bytes that were acknowledged and thrown away, by table. Thread-safe. */
public final class DiscardStats {
    private final Map<String, Counter> tables = new ConcurrentHashMap<>();

    private record Counter(LongAdder requests, LongAdder rows, LongAdder bytes) {}

    /** Sums since the start. */
    public record Sums(long requests, long rows, long bytes) {}

    public void count(String table, long rows, long bytes) {
        Counter counter =
                tables.computeIfAbsent(table, key -> new Counter(new LongAdder(), new LongAdder(), new LongAdder()));
        counter.requests().increment();
        counter.rows().add(rows);
        counter.bytes().add(bytes);
    }

    /** By {@code project.dataset.table}, in that order. */
    public Map<String, Sums> byTable() {
        Map<String, Sums> sums = new TreeMap<>();
        tables.forEach((table, counter) -> sums.put(
                table,
                new Sums(
                        counter.requests().sum(),
                        counter.rows().sum(),
                        counter.bytes().sum())));
        return sums;
    }
}
