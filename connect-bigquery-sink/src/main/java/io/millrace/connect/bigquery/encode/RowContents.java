// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.function.BiConsumer;

/**
 * What encoded rows of one shape have values for, at any depth, read from their bytes. A shape says what a table had when
 * its rows were encoded; what they need of it as it is, only they say. One thread.
 */
public final class RowContents {
    private final Contents contents;
    private final BiConsumer<Row, Contents> reader;

    /** @param reader counts what a row has, in a row of this shape */
    public RowContents(TableShape shape, BiConsumer<Row, Contents> reader) {
        this.contents = new Contents(shape.columns());
        this.reader = reader;
    }

    /** Looks into a row, too. */
    public void add(Row row) {
        reader.accept(row, contents);
    }

    /**
     * The columns that any of the rows has a value for, in the shape's order: REQUIRED if all rows have it (all values of the
     * record that it is a field of), else NULLABLE, or REPEATED.
     */
    public TableShape had() {
        return contents.had();
    }

    /** All columns of the shape, those NULLABLE that a row lacks. */
    public TableShape relaxed() {
        return contents.relaxed();
    }

    /**
     * Whether a row lacks a column, or a record that a row has lacks such a field.
     *
     * @param path the names, joined by dots; what the shape does not have all rows lack, and fields of what they lack none does
     */
    public boolean lacks(String path) {
        return contents.lacks(path);
    }
}
