// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Where the columns of rows go that were encoded for an earlier shape; columns are the same without regard to case. */
public final class TrimmedColumns {
    private final List<@Nullable Move> moves;
    private final List<Column> later;
    private final String prefix;

    private TrimmedColumns(List<@Nullable Move> moves, List<Column> later, String prefix) {
        this.moves = moves;
        this.later = later;
        this.prefix = prefix;
    }

    /**
     * Where a column goes.
     *
     * @param position in the later shape, from 0
     * @param column as it is there
     * @param nested where what is inside goes; null for what is no RECORD
     */
    public record Move(
            int position, Column column, @Nullable TrimmedColumns nested) {}

    /** Between two shapes; empty if a column of both has another type now, or is REPEATED in only one. */
    public static Optional<TrimmedColumns> between(TableShape from, TableShape to) {
        return Optional.ofNullable(between(from.columns(), to.columns(), ""));
    }

    private static @Nullable TrimmedColumns between(List<Column> from, List<Column> to, String prefix) {
        Map<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < to.size(); i++) {
            positions.put(to.get(i).name(), i);
        }
        List<@Nullable Move> moves = new ArrayList<>();
        for (Column column : from) {
            Integer position = positions.get(column.name());
            if (position == null) {
                moves.add(null);
                continue;
            }
            Column target = to.get(position);
            TrimmedColumns nested = between(column.fields(), target.fields(), prefix + target.name() + ".");
            if (nested == null || !isSameType(column, target)) {
                return null;
            }
            moves.add(new Move(position, target, target.fields().isEmpty() ? null : nested));
        }
        return new TrimmedColumns(moves, to, prefix);
    }

    private static boolean isSameType(Column from, Column to) {
        return from.type() == to.type() && (from.mode() == ColumnMode.REPEATED) == (to.mode() == ColumnMode.REPEATED);
    }

    /** Where the earlier shape's column at a position goes; null if the later one has none like it. */
    public @Nullable Move move(int position) {
        return moves.get(position);
    }

    /** The later shape's columns. */
    public List<Column> later() {
        return later;
    }

    /**
     * Makes sure that a record has what the later shape requires.
     *
     * @param written the positions, in the later shape, of what it has
     * @throws DataException if it lacks a column that is REQUIRED and without a default: names it
     */
    public void ensureRequired(Set<Integer> written) {
        for (int i = 0; i < later.size(); i++) {
            Column column = later.get(i);
            boolean needed = column.mode() == ColumnMode.REQUIRED && !column.defaulted();
            if (needed && !written.contains(i)) {
                throw lacks(column);
            }
        }
    }

    /** A record without one of the later shape's columns, which cannot be. */
    public DataException lacks(Column column) {
        return FieldWriter.lacks(prefix + column.name());
    }

    /**
     * What a file must lack for a trimmed row: what it had to lack before, and what has come with a default since. A default
     * that went with its column, or left it, is none.
     */
    public Set<String> omitted(Row row) {
        Set<Integer> had = new HashSet<>();
        Set<String> omitted = new HashSet<>();
        for (int i = 0; i < moves.size(); i++) {
            Move move = moves.get(i);
            boolean absent = row.omitted().contains(row.shape().columns().get(i).name());
            if (move != null && !absent) {
                had.add(move.position());
            }
        }
        for (int i = 0; i < later.size(); i++) {
            if (later.get(i).defaulted() && !had.contains(i)) {
                omitted.add(later.get(i).name());
            }
        }
        return Set.copyOf(omitted);
    }
}
