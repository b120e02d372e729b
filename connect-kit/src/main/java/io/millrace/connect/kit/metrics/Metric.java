// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.metrics;

import java.util.Locale;

/** A number that operators watch: a constant of one of a plugin's enums. Totals only grow and end with {@code _TOTAL}. */
public interface Metric {
    /** The constant's name. */
    String name();

    /** The constant's position. */
    int ordinal();

    /** One sentence for operators. */
    String description();

    /** The name that operators see: {@code rows-total}. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
