// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.growth;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the measuring thread used for one of many, the best of several rounds: whatever else the machine does makes it more,
 * nothing makes it less.
 *
 * @param nanos of CPU
 * @param bytes allocated
 */
record Cost(double nanos, double bytes) {
    private static final int ROUNDS = 7;
    private static final long WARM_NANOS = 1_000_000L * Integer.getInteger("warm.ms", 1_500);
    private static final long ROUND_NANOS = 50_000_000L;
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Work that comes in portions. */
    interface Work extends AutoCloseable {
        /** What a portion needs; not measured. */
        default void prepare() {}

        /** Does a portion, and answers of how many it consists. */
        int portion();

        /** Nothing more will be asked for. */
        @Override
        default void close() {}
    }

    static Cost of(Work work) {
        run(work, WARM_NANOS);
        Cost best = run(work, ROUND_NANOS);
        for (int round = 1; round < ROUNDS; round++) {
            Cost one = run(work, ROUND_NANOS);
            best = new Cost(Math.min(best.nanos, one.nanos), Math.min(best.bytes, one.bytes));
        }
        return best;
    }

    private static Cost run(Work work, long leastNanos) {
        long nanos = 0;
        long bytes = 0;
        long count = 0;
        while (nanos < leastNanos) {
            work.prepare();
            long allocated = THREAD.getCurrentThreadAllocatedBytes();
            long start = THREAD.getCurrentThreadCpuTime();
            count += work.portion();
            nanos += THREAD.getCurrentThreadCpuTime() - start;
            bytes += THREAD.getCurrentThreadAllocatedBytes() - allocated;
        }
        return new Cost((double) nanos / count, (double) bytes / count);
    }
}
