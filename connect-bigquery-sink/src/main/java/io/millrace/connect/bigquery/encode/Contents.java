// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the rows, or the records inside them, that have each of their columns, level by level. */
public final class Contents {
    private final List<Column> columns;
    /** How many records of this level have each of the columns. */
    private final long[] having;
    /** What is inside a column; null for what is no RECORD. */
    private final @Nullable Contents[] nested;

    private long records;

    /** Of no record yet. */
    public Contents(List<Column> columns) {
        this.columns = columns;
        this.having = new long[columns.size()];
        this.nested = columns.stream()
                .map(column -> column.fields().isEmpty() ? null : new Contents(column.fields()))
                .toArray(Contents[]::new);
    }

    /** Counts a record that has values for the columns at these positions. */
    public void add(BitSet positions) {
        records++;
        positions.stream().forEach(position -> having[position]++);
    }

    /** What counts the records inside a column; null for what is no RECORD. */
    public @Nullable Contents inside(int position) {
        return nested[position];
    }

    /** Whether the column is REPEATED: what of it is empty is none. */
    public boolean repeats(int position) {
        return columns.get(position).mode() == REPEATED;
    }

    /** Where the column is, without regard to case; -1 if there is none. */
    public int position(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** See {@link RowContents#had}. */
    TableShape had() {
        List<Column> had = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Contents inside = nested[i];
            List<Column> fields = inside == null ? List.of() : inside.had().columns();
            boolean tells = inside == null || !fields.isEmpty(); // a record without any field says nothing of the table
            if (having[i] > 0 && tells) {
                Column column = columns.get(i);
                had.add(column.with(
                        column.mode() == REPEATED ? REPEATED : having[i] < records ? NULLABLE : REQUIRED, fields));
            }
        }
        return new TableShape(had);
    }

    /** See {@link RowContents#relaxed}. */
    TableShape relaxed() {
        List<Column> relaxed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Contents inside = nested[i];
            List<Column> fields = inside == null ? List.of() : inside.relaxed().columns();
            boolean relax = column.mode() == REQUIRED && having[i] < records;
            relaxed.add(column.with(relax ? NULLABLE : column.mode(), fields));
        }
        return new TableShape(relaxed);
    }

    /** See {@link RowContents#lacks}. */
    boolean lacks(String path) {
        int dot = path.indexOf('.');
        int position = position(dot < 0 ? path : path.substring(0, dot));
        if (dot < 0) {
            return position < 0 ? records > 0 : having[position] < records;
        }
        Contents inside = position < 0 ? null : nested[position];
        return inside != null && inside.lacks(path.substring(dot + 1));
    }
}
