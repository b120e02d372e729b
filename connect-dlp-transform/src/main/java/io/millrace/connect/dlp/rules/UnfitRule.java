// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.options.UnfitOption;
import org.jspecify.annotations.Nullable;

/** A rule that cannot be used, for one of its options. */
public final class UnfitRule extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Rule rule;
    private final transient @Nullable Primitive primitive;
    private final String option;

    /**
     * A rule at fault.
     *
     * @param primitive whose option it is; null when it is the rule's own
     */
    public UnfitRule(Rule rule, @Nullable Primitive primitive, UnfitOption unfit) {
        super(unfit.getMessage());
        this.rule = rule;
        this.primitive = primitive;
        this.option = unfit.option();
    }

    /** The rule. */
    public Rule rule() {
        return rule;
    }

    /** The transformation whose option it is; null when it is the rule's own. */
    public @Nullable Primitive primitive() {
        return primitive;
    }

    /** The option, as rules call it. */
    public String option() {
        return option;
    }
}
