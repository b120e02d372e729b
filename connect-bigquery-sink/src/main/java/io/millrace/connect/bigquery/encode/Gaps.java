// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What rows of one live shape mean by lacking a column that has a default: NULL where the record has such a field, else
 * the default. BigQuery is told once for all rows of a request, so a row that has a value goes with whatever the rows
 * before it mean.
 */
final class Gaps {
    private static final long COLUMN = 100;
    private static final Gaps NONE = new Gaps(List.of(), new int[0]);

    private final List<Column> columns;
    private final int[] defaulted;
    private Set<String> nulls = Set.of();
    private Missing last = Missing.NOTHING;

    private Gaps(List<Column> columns, int[] defaulted) {
        this.columns = columns;
        this.defaulted = defaulted;
    }

    static Gaps of(TableShape live) {
        List<Column> columns = live.columns();
        int[] defaulted = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).defaulted())
                .toArray();
        return defaulted.length == 0 ? NONE : new Gaps(columns, defaulted);
    }

    /** Whether the shape has any such column. */
    boolean isPossible() {
        return defaulted.length > 0;
    }

    /** About how many bytes it holds. */
    long weight() {
        return COLUMN * columns.size();
    }

    /**
     * What a row means by lacking columns.
     *
     * @param written the positions of the columns that the row has values for
     * @param named whether the record has a field for the column of this name
     */
    Missing missing(BitSet written, Predicate<String> named) {
        Set<String> lackedNulls = new HashSet<>();
        Set<String> lackedDefaults = new HashSet<>();
        for (int position : defaulted) {
            if (!written.get(position)) {
                String name = columns.get(position).name();
                (named.test(name) ? lackedNulls : lackedDefaults).add(name);
            }
        }
        if (!lackedNulls.equals(last.nulls()) || !lackedDefaults.equals(last.defaults())) {
            last = new Missing(lackedNulls, lackedDefaults);
        }
        return last;
    }

    /**
     * The columns that are NULL where the row lacks them, others having their default; equal sets for rows that may share
     * a request.
     */
    Set<String> nulls(Missing missing) {
        Set<String> wanted = new HashSet<>(nulls);
        wanted.addAll(missing.nulls());
        wanted.removeAll(missing.defaults());
        if (!wanted.equals(nulls)) {
            nulls = Set.copyOf(wanted);
        }
        return nulls;
    }
}
