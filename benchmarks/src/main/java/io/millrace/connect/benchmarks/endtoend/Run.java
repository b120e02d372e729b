// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.time.Duration;

/**
 * One sink over all rows of the topic.
 *
 * @param cpu of the worker's process, from before the connector was submitted until its last offset was committed
 * @param wall from the connector's first committed row to its last
 * @param peakHeapMegabytes in use after a collection
 * @param peakThreads of the worker's process, the JVM's own among them
 */
record Run(String sink, long rows, Duration cpu, Duration wall, long peakHeapMegabytes, int peakThreads) {

    double cpuSecondsPerMillion() {
        return cpu.toMillis() / 1_000.0 / (rows / 1_000_000.0);
    }

    @Override
    public String toString() {
        return String.format(
                "%-22s %,d rows  %5.2f CPU s per million  %,9.0f rows/s  peak heap after GC %d MB" + "  %d threads",
                sink, rows, cpuSecondsPerMillion(), rows / (wall.toMillis() / 1_000.0), peakHeapMegabytes, peakThreads);
    }
}
