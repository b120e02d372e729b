// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes one column of a row, or of a record inside it, to what its format writes to. */
public abstract class FieldWriter {
    private final Column column;
    private final String path;
    private final int position;

    protected FieldWriter(Place place) {
        this.column = place.column();
        this.path = place.path();
        this.position = place.position();
    }

    /**
     * Writes the column's value, which may be null.
     *
     * @throws DataException if the column cannot hold the value: names the column and the limit, never the value
     */
    public final void write(@Nullable Object value) {
        if (value != null) {
            try {
                writeValue(value);
            } catch (UnfitValueException unfit) {
                throw new DataException(
                        "column " + path + " is " + column.type() + column.limits() + ": " + unfit.getMessage());
            } catch (ClassCastException otherType) {
                throw new DataException("column " + path + " is " + column.type() + ": the value is a "
                        + value.getClass().getName() + ", which is not what its schema says");
            }
        } else if (column.mode() == ColumnMode.REQUIRED) {
            throw lacks(path);
        }
    }

    /** A record without a column, of this dotted path, that it must have. */
    public static DataException lacks(String path) {
        return new DataException("column " + path + " is REQUIRED: the record has no value for it; make it NULLABLE");
    }

    /**
     * Writes a value that there is.
     *
     * @throws UnfitValueException if the column's type cannot hold it
     */
    protected abstract void writeValue(Object value);

    /** The column's dotted path. */
    final String path() {
        return path;
    }

    /** See {@link Place#position}. */
    public final int position() {
        return position;
    }
}
