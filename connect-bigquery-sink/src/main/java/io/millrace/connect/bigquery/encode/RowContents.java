// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.TableShape;

/**
 * What encoded rows of one shape have values for, at any depth, read from their bytes. A shape says what a table had when
 * its rows were encoded; what they need of it as it is, only they say. One thread.
 */
public interface RowContents {
    /** Looks into a row, too. */
    void add(byte[] row);

    /**
     * The columns that any of the rows has a value for, in the shape's order: REQUIRED if all rows have it (all values of the
     * record that it is a field of), else NULLABLE, or REPEATED.
     */
    TableShape had();

    /** All columns of the shape, those NULLABLE that a row lacks. */
    TableShape relaxed();

    /**
     * Whether a row lacks a column, or a record that a row has lacks such a field.
     *
     * @param path the names, joined by dots; what the shape does not have all rows lack, and fields of what they lack none does
     */
    boolean lacks(String path);
}
