// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.growth;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * One thing that there may be more and more of. Prints what each number of it costs, and how much of that is above the step
 * before, taken as many times as it ought to be.
 */
final class Growth {
    private final String only;
    private double worst;

    /** @param only measures what has this in its name */
    Growth(String only) {
        this.only = only;
    }

    /** How the cost of one may grow. */
    enum Law {
        /** Not at all. */
        FLAT,
        /** With the number. */
        LINEAR
    }

    /** The largest step above its law of all that was measured. */
    double worst() {
        return worst;
    }

    /** @param work what to measure for each number, made just before that */
    void measure(String what, String unit, Law law, IntFunction<Cost.Work> work, int... numbers) {
        if (!what.contains(only)) {
            return;
        }
        System.out.printf("%n%s (%s)%n", what, law == Law.FLAT ? "flat" : "linear");
        Cost before = null;
        int numberBefore = 0;
        for (int number : numbers) {
            Cost cost;
            try (Cost.Work ofNumber = work.apply(number)) {
                cost = Cost.of(ofNumber);
            }
            double times = law == Law.FLAT || numberBefore == 0 ? 1 : (double) number / numberBefore;
            double step = before == null ? 1 : cost.nanos() / (before.nanos() * times);
            worst = Math.max(worst, step);
            System.out.printf(
                    Locale.ROOT,
                    "%,10d %s  %,14.0f ns %,14.0f B  step %.2f%n",
                    number,
                    unit,
                    cost.nanos(),
                    cost.bytes(),
                    step);
            before = cost;
            numberBefore = number;
        }
    }
}
