// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes one column of a row or of a record inside it, tags included. */
abstract class FieldWriter {
    private final Column column;
    private final String path;

    FieldWriter(Column column, String path) {
        this.column = column;
        this.path = path;
    }

    /**
     * Writes the column's value, which may be null.
     *
     * @throws DataException if the column cannot hold the value: names the column and the limit, never the value
     */
    final void write(@Nullable Object value, WireBuffer out) {
        if (value != null) {
            try {
                writeValue(value, out);
            } catch (UnfitValueException unfit) {
                throw new DataException(
                        "column " + path + " is " + column.type() + column.limits() + ": " + unfit.getMessage());
            } catch (ClassCastException otherType) {
                throw new DataException("column " + path + " is " + column.type() + ": the value is a "
                        + value.getClass().getName() + ", which is not what its schema says");
            }
        } else if (column.mode() == ColumnMode.REQUIRED) {
            throw new DataException(
                    "column " + path + " is REQUIRED: the record has no value for it; make it NULLABLE");
        }
    }

    abstract void writeValue(Object value, WireBuffer out);

    /** The column's dotted path. */
    final String path() {
        return path;
    }

    /** Whether BigQuery has a value for rows that lack the column. */
    final boolean isDefaulted() {
        return column.defaulted();
    }

    final boolean isRequired() {
        return column.mode() == ColumnMode.REQUIRED;
    }

    static int tag(int number, int wireType) {
        return number << 3 | wireType;
    }
}
