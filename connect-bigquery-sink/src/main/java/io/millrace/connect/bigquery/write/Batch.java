// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table and one shape that are sent together. Compared by identity: it is a piece of work, not a value.
 */
public final class Batch {
    private final Destination table;
    private final @Nullable String location;
    private final List<Row> rows;
    private final long bytes;

    /**
     * @param location BigQuery's location of the table, null if unknown; tables of different locations do not share
     *     connections
     * @param rows at least one, all of the same shape
     */
    public Batch(Destination table, @Nullable String location, List<Row> rows) {
        this.table = table;
        this.location = location;
        this.rows = List.copyOf(rows);
        long sum = 0;
        for (Row row : this.rows) {
            sum += row.bytes().length;
        }
        this.bytes = sum;
    }

    public Destination table() {
        return table;
    }

    public @Nullable String location() {
        return location;
    }

    public List<Row> rows() {
        return rows;
    }

    /** The shape that all rows were encoded for. */
    public TableShape shape() {
        return rows.get(0).shape();
    }

    /** See {@link Row#nulls}: the same for all rows. */
    public Set<String> nulls() {
        return rows.get(0).nulls();
    }

    /** Encoded bytes of all rows. */
    public long bytes() {
        return bytes;
    }

    /** The rows whose positions are not among these, as another batch; null if none is left. */
    public @Nullable Batch without(Set<Integer> positions) {
        List<Row> rest = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (!positions.contains(i)) {
                rest.add(rows.get(i));
            }
        }
        return rest.isEmpty() ? null : new Batch(table, location, rest);
    }

    @Override
    public String toString() {
        return table + " rows=" + rows.size() + " bytes=" + bytes;
    }
}
