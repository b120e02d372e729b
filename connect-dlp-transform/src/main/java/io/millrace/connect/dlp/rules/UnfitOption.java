// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import org.jspecify.annotations.Nullable;

/** An option of a rule that cannot be used; whoever knows where the rule was written says so of that place. */
public final class UnfitOption extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String option;
    private final transient @Nullable Primitive primitive;
    private final transient @Nullable Rule rule;

    /**
     * An option at fault.
     *
     * @param option as rules call it, e.g. {@code lower.bound.days}
     * @param message what was found and what would be accepted
     */
    public UnfitOption(String option, @Nullable String message) {
        this(option, message, null, null);
    }

    private UnfitOption(String option, @Nullable String message, @Nullable Primitive primitive, @Nullable Rule rule) {
        super(message);
        this.option = option;
        this.primitive = primitive;
        this.rule = rule;
    }

    /** The same, of this transformation. */
    public UnfitOption of(Primitive owner) {
        return new UnfitOption(option, getMessage(), owner, rule);
    }

    /** The same, in this rule. */
    public UnfitOption in(Rule owner) {
        return new UnfitOption(option, getMessage(), primitive, owner);
    }

    public String option() {
        return option;
    }

    /** The transformation whose option it is; null when it is the rule's own. */
    public @Nullable Primitive primitive() {
        return primitive;
    }

    /** The rule; null before it is known. */
    public @Nullable Rule rule() {
        return rule;
    }
}
