// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import java.util.Locale;

/** A number that operators watch. */
public sealed interface Metric permits TaskMetric, TableMetric {
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
