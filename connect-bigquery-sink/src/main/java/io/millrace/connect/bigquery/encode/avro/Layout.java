// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;

/** The columns of a row, or of a record inside it: Avro wants each of them, in their order, also where there is nothing. */
final class Layout {
    /** The first branch of a union, which is null; an array's last block, which is its first where it is empty. */
    private static final int NOTHING = 0;

    private final List<Column> columns;
    private final String prefix;
    private final boolean[] held;

    /** @param prefix of the columns' paths */
    Layout(List<Column> columns, String prefix) {
        this.columns = columns;
        this.prefix = prefix;
        this.held = new boolean[columns.size()];
        for (int i = 0; i < held.length; i++) {
            held[i] = AvroSchemas.holds(columns.get(i));
        }
    }

    int size() {
        return held.length;
    }

    /**
     * Writes that a record has nothing for a column.
     *
     * @throws DataException if it must have it
     */
    void lack(int position, AvroBuffer out) {
        if (isLacked(position)) {
            out.octet(NOTHING);
        }
    }

    /** A record that has nothing at all. */
    void lackAll(AvroBuffer out) {
        for (int i = 0; i < held.length; i++) {
            lack(i, out);
        }
    }

    /** Whether what is not there takes its place in the file. */
    private boolean isLacked(int position) {
        Column column = columns.get(position);
        boolean defaulted = !held[position] && column.defaulted();
        if (column.mode() == ColumnMode.REQUIRED && !defaulted) {
            throw FieldWriter.lacks(prefix + column.name());
        }
        return held[position];
    }

    /**
     * The fields that were written, wherever they are, one after the other.
     *
     * @param omitted names of columns that the file lacks
     * @throws DataException if a column is missing that must be there
     */
    byte[] inOrder(Slots slots, Set<String> omitted, AvroBuffer out) {
        if (slots.areAll(held.length, out.size())) {
            return out.all();
        }
        byte[] row = new byte[length(slots, omitted)];
        int at = 0;
        int from = 0;
        int to = 0; // what is between was written in order, and is not copied yet
        for (int i = 0; i < held.length; i++) {
            if (slots.has(i)) {
                if (slots.start(i) != to) {
                    at = out.copy(from, to, row, at);
                    from = slots.start(i);
                }
                to = slots.end(i);
            } else if (!isOmitted(i, omitted) && held[i]) {
                at = out.copy(from, to, row, at);
                from = to;
                row[at++] = NOTHING;
            }
        }
        out.copy(from, to, row, at);
        return row;
    }

    private int length(Slots slots, Set<String> omitted) {
        int length = 0;
        for (int i = 0; i < held.length; i++) {
            if (slots.has(i)) {
                length += slots.end(i) - slots.start(i);
            } else if (!isOmitted(i, omitted) && isLacked(i)) {
                length++;
            }
        }
        return length;
    }

    private boolean isOmitted(int position, Set<String> omitted) {
        return !omitted.isEmpty() && omitted.contains(columns.get(position).name());
    }
}
