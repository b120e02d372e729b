// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

import org.jspecify.annotations.Nullable;

/**
 * What a parameterized type says beyond its name, as in {@code NUMERIC(10, 2)} or {@code STRING(20)}; BigQuery refuses or
 * rounds values beyond.
 *
 * @param precision most digits of a NUMERIC or BIGNUMERIC, null for as many as the type takes
 * @param scale most of these digits behind the point; 0 if precision is null
 * @param maxLength most characters of a STRING or bytes of a BYTES, null for any number
 */
public record Limits(
        @Nullable Integer precision, int scale, @Nullable Long maxLength) {
    /** Whatever the type takes. */
    public static final Limits NONE = new Limits(null, 0, null);

    /** As GoogleSQL writes it behind the type's name: {@code (10, 2)}; empty for no limits. */
    @Override
    public String toString() {
        if (precision != null) {
            return "(" + precision + ", " + scale + ")";
        }
        return maxLength == null ? "" : "(" + maxLength + ")";
    }
}
