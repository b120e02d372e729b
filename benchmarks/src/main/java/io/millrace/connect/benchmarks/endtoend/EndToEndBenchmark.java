// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The worker's CPU time per million rows, in turn in one warm worker: the floor, ours, and ours where bad records are
 * reported. A poll delivers 500 records, as is Kafka's default.
 */
public final class EndToEndBenchmark {
    private static final int ROWS = Integer.getInteger("rows", 1_000_000);
    private static final String FLOOR = "floor";
    private static final String OURS = "millrace";
    /** Where bad records are reported, all records are kept until their rows are acknowledged. */
    private static final String OURS_WITH_REPORTER = "millrace-with-reporter";

    private EndToEndBenchmark() {}

    /** Prints a line per run; the last line is the result. */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        Stage.run("end-to-end", OrderTopics.one(ROWS), (runs, cloud) -> {
            Map<String, Map<String, String>> sinks = new LinkedHashMap<>();
            sinks.put(FLOOR, Stage.floor());
            sinks.put(OURS, Stage.ours(cloud, Map.of()));
            sinks.put(
                    OURS_WITH_REPORTER,
                    Stage.ours(
                            cloud,
                            Map.of(
                                    "errors.tolerance", "all",
                                    "errors.log.enable", "true",
                                    "errors.deadletterqueue.topic.name", "bad-orders",
                                    "errors.deadletterqueue.topic.replication.factor", "1")));
            Comparison comparison = Comparison.of(runs, sinks);
            int ours = runs.runsOf(OURS) + runs.runsOf(OURS_WITH_REPORTER);
            Arrived.at(cloud).refuseFewerThan((long) ours * ROWS, ours);
            System.out.printf(
                    "cpu_s_per_million: %.2f floor: %.2f with_reporter: %.2f%n",
                    comparison.median(OURS), comparison.median(FLOOR), comparison.median(OURS_WITH_REPORTER));
        });
    }
}
