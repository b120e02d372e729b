// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The worker's CPU time per million changes by change data capture, and the floor, in turn in one warm worker. Each change
 * is the row of its order from then on.
 */
public final class UpsertBenchmark {
    private static final int ROWS = Integer.getInteger("rows", 1_000_000);
    private static final String FLOOR = "floor";
    private static final String OURS = "upsert";

    private UpsertBenchmark() {}

    /** Prints a line per run; the last line is the result. */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        Stage.run("upsert", OrderTopics.one(ROWS), (runs, cloud) -> {
            Map<String, Map<String, String>> sinks = new LinkedHashMap<>();
            sinks.put(FLOOR, Stage.floor());
            sinks.put(OURS, Stage.ours(cloud, Map.of("change.mode", "upsert-delete", "primary.key", "order_id")));
            Comparison comparison = Comparison.of(runs, sinks);
            int ours = runs.runsOf(OURS);
            Arrived.at(cloud).refuseFewerThan((long) ours * ROWS, ours);
            System.out.printf(
                    "cpu_s_per_million: %.2f floor: %.2f%n", comparison.median(OURS), comparison.median(FLOOR));
        });
    }
}
