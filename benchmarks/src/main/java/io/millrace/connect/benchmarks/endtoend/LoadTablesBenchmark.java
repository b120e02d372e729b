// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What a task keeps for one, a hundred and a thousand tables by load jobs: heap and threads of the worker. */
public final class LoadTablesBenchmark {
    private static final int ROWS = Integer.getInteger("rows", 500_000);
    private static final List<Integer> TABLES = List.of(1, 100, 1_000);

    private LoadTablesBenchmark() {}

    /** Prints a line per run, ours after the floor; the last line is the result. */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        OrderTopics all = OrderTopics.many(TABLES.get(TABLES.size() - 1), ROWS);
        Stage.run("load-tables", all, (runs, cloud) -> {
            Map<String, String> loads = Stage.loads(cloud, Map.of("load.interval.ms", "15000"));
            List<String> results = new ArrayList<>();
            long arrived = 0;
            int loaded = 0;
            for (int tables : TABLES) {
                OrderTopics some = all.first(tables);
                Run floor = runs.run("floor", Stage.floor(), some);
                System.out.println("measured " + floor);
                Run load = runs.run("load", loads, some);
                System.out.println("measured " + load);
                arrived += load.rows();
                loaded++;
                results.add(String.format(
                        "tables: %d heap_mb: %d floor_heap_mb: %d threads: %d floor_threads: %d",
                        tables,
                        load.peakHeapMegabytes(),
                        floor.peakHeapMegabytes(),
                        load.peakThreads(),
                        floor.peakThreads()));
            }
            Arrived.at(cloud).refuseFewerThan(arrived, loaded);
            System.out.println(String.join("  ", results));
        });
    }
}
