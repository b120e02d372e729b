// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Row;
import org.apache.kafka.connect.errors.DataException;

/**
 * Turns rows that were encoded for one shape of a table into rows for a later one, without their records: for a column
 * that was dropped, at any depth, while rows were on their way. What the later shape has no column for is left out, so
 * call it only where unknown fields may be ignored. Thread-safe.
 */
public interface RowTrimmer {
    /**
     * The row as the later shape has it.
     *
     * @param row encoded for the earlier shape
     * @throws DataException if the row has no value for a column that is REQUIRED: names the column
     */
    Row trimmed(Row row);
}
