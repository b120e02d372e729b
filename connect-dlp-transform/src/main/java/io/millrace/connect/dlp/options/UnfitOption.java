// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.options;

import org.jspecify.annotations.Nullable;

/** An option that cannot be used; whoever knows where it was written says so of that place. */
public final class UnfitOption extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * An option at fault.
     *
     * @param option as rules call it, e.g. {@code lower.bound.days}
     * @param message what was found and what would be accepted
     */
    public UnfitOption(String option, @Nullable String message) {
        super(message);
        this.option = option;
    }

    /** As rules call it. */
    public String option() {
        return option;
    }
}
