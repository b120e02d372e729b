// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** The column type of Connect's Decimal: {@code decimal.type}. */
public enum DecimalType {
    /** NUMERIC where precision and scale fit, else BIGNUMERIC, else STRING. */
    AUTO,
    NUMERIC,
    BIGNUMERIC,
    STRING,
    FLOAT64,
    /** RECORD of {@code scale}, INT64, and {@code value}, the unscaled number's BYTES, as KCBQ makes them. */
    RECORD
}
