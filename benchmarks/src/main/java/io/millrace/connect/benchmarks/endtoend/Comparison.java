// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Several sinks in turn in one warm worker: each warms up, then all are measured in rounds. */
final class Comparison {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    /** Who costs much has as many runs to be compiled in as who costs little. */
    private static final int WARM_RUNS = Integer.getInteger("warmRuns", 4);

    private static final Duration WARM = Duration.ofSeconds(Integer.getInteger("warm", 20));

    private final Map<String, List<Run>> measured = new LinkedHashMap<>();

    private Comparison() {}

    /** Measures all; prints a line per run. */
    static Comparison of(Sinks runs, Map<String, Map<String, String>> sinks)
            throws ExecutionException, InterruptedException {
        for (Map.Entry<String, Map<String, String>> sink : sinks.entrySet()) {
            Duration spent = Duration.ZERO;
            for (int warmed = 0; spent.compareTo(WARM) < 0 || warmed < WARM_RUNS; warmed++) {
                Run run = runs.run(sink.getKey(), sink.getValue());
                spent = spent.plus(run.cpu());
                System.out.println("warm-up  " + run);
            }
        }
        Comparison comparison = new Comparison();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Map<String, String>> sink : sinks.entrySet()) {
                Run run = runs.run(sink.getKey(), sink.getValue());
                comparison
                        .measured
                        .computeIfAbsent(sink.getKey(), first -> new ArrayList<>())
                        .add(run);
                System.out.println("measured " + run);
            }
        }
        return comparison;
    }

    /** The median of a sink's CPU seconds per million rows. */
    double median(String sink) {
        List<Double> sorted = measured.getOrDefault(sink, List.of()).stream()
                .map(Run::cpuSecondsPerMillion)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get(sorted.size() / 2);
    }
}
