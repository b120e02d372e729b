// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What a task keeps for a thousand tables by load jobs: heap and threads of the worker. */
public final class LoadTablesBenchmark {
    private static final int ROWS = Integer.getInteger("rows", 500_000);
    private static final int TABLES = Integer.getInteger("tables", 1_000);

    private LoadTablesBenchmark() {}

    /** Prints a line per run, ours after the floor; the last line is the result. */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        Stage.run("load-tables", OrderTopics.many(TABLES, ROWS), (runs, cloud) -> {
            Run floor = runs.run("floor", Stage.floor());
            System.out.println("measured " + floor);
            Map<String, String> loads = Stage.loads(cloud, Map.of("load.interval.ms", "30000"));
            Run first = runs.run("load", loads);
            System.out.println("warm-up  " + first);
            Run second = runs.run("load", loads);
            System.out.println("measured " + second);
            Arrived.at(cloud).refuseFewerThan(2L * ROWS, 2);
            System.out.printf(
                    "tables: %d heap_mb: %d floor_heap_mb: %d threads: %d floor_threads: %d%n",
                    TABLES,
                    second.peakHeapMegabytes(),
                    floor.peakHeapMegabytes(),
                    second.peakThreads(),
                    floor.peakThreads());
        });
    }
}
