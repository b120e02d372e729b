// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** A kind of change that the sink may make to a live table: {@code schema.evolution}. */
public enum SchemaEvolution {
    /** New columns, and new fields of RECORD columns. */
    ADD_FIELDS,
    /** REQUIRED columns become NULLABLE. */
    RELAX_REQUIRED,
    /**
     * INT64 to NUMERIC, BIGNUMERIC or FLOAT64, NUMERIC to BIGNUMERIC or FLOAT64, and parameters such as those of STRING(20)
     * away; top level, load jobs only.
     */
    WIDEN_TYPES
}
