// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

/**
 * When a fault happens: counts the calls that fit and fires on some of them.
 *
 * <pre>{@code
 * Trigger.on("AppendRows").of("raw.orders").at(3)               // the third append to raw.orders
 * Trigger.on("tables.*").times(2)                               // the first two calls on any table
 * Trigger.on("AppendRows").every(10).always()                   // the 10th, 20th, 30th … append
 * Trigger.on("AppendRows").withProbability(0.05).always()       // 5 of 100 appends, by the plan's seed
 * }</pre>
 *
 * @param method pattern for {@link Call#method}; {@code *} stands for anything
 * @param resource pattern for {@link Call#resource}, with or without the project
 * @param at the first call that may fire, counted from 1
 * @param every of the calls from there on, each n-th fires; 1 is all
 * @param probability chance that a call fires which otherwise would
 * @param times after so many firings the fault is over
 */
public record Trigger(String method, String resource, long at, long every, double probability, long times) {
    public Trigger {
        if (at < 1 || every < 1 || times < 1 || !(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "trigger: at, every and times are 1 or more, probability is above 0 and at most 1");
        }
    }

    /** The first call of this method, whatever it is about. */
    public static Trigger on(String method) {
        return new Trigger(method, "*", 1, 1, 1.0, 1);
    }

    public Trigger of(String resourcePattern) {
        return new Trigger(method, resourcePattern, at, every, probability, times);
    }

    /** Not before the n-th call that fits. */
    public Trigger at(long call) {
        return new Trigger(method, resource, call, every, probability, times);
    }

    /** Each n-th call that fits; the n-th is the first. */
    public Trigger every(long calls) {
        return new Trigger(method, resource, calls, calls, probability, times);
    }

    public Trigger withProbability(double chance) {
        return new Trigger(method, resource, at, every, chance, times);
    }

    public Trigger times(long firings) {
        return new Trigger(method, resource, at, every, probability, firings);
    }

    public Trigger always() {
        return times(Long.MAX_VALUE);
    }

    boolean fits(Call call) {
        return Glob.matches(method, call.method()) && Glob.matchesResource(resource, call.resource());
    }

    /** Whether the n-th fitting call is one to fire on, chance aside. */
    boolean due(long call) {
        return call >= at && (call - at) % every == 0;
    }
}
