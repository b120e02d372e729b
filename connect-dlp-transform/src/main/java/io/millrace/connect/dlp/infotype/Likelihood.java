// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.infotype;

/** How sure a finding is, in Cloud DLP's five steps; the order of the constants is the order of likelihood. */
public enum Likelihood {
    VERY_UNLIKELY,
    UNLIKELY,
    /** Cloud DLP's threshold when a request names none. */
    POSSIBLE,
    LIKELY,
    VERY_LIKELY;

    private static final Likelihood[] STEPS = values();

    /** This likelihood moved by {@code steps}, clamped at both ends. */
    @SuppressWarnings("EnumOrdinal") // the steps are the order
    public Likelihood plus(int steps) {
        return STEPS[Math.max(0, Math.min(STEPS.length - 1, ordinal() + steps))];
    }

    /** True when this is {@code threshold} or surer. */
    public boolean atLeast(Likelihood threshold) {
        return compareTo(threshold) >= 0;
    }
}
