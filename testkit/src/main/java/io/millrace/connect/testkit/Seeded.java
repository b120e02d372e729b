// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Tries a law on random data. The seed is new for every run, printed, and part of the failure's message; the system
 * property {@code millrace.seed} repeats a run.
 */
public final class Seeded {
    private Seeded() {}

    /**
     * Tries the law a number of times, each time with a Random that follows from the seed alone.
     *
     * @param law throws if it does not hold
     */
    public static void tries(String name, int times, Consumer<Random> law) {
        long seed = Long.getLong("millrace.seed", ThreadLocalRandom.current().nextLong());
        System.out.println(name + ": seed " + seed);
        for (int i = 0; i < times; i++) {
            try {
                law.accept(new Random(seed + i));
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        name + " does not hold for try " + i + "; repeat with -Dmillrace.seed=" + (seed + i), broken);
            }
        }
    }
}
