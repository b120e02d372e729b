// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * By what rows and changes are matched: texts that differ are different keys, also where the table's column takes them for
 * equal, as it does where its collation ignores case (cloud.google.com/bigquery/docs/reference/standard-sql/collation-concepts,
 * 2026-11).
 *
 * @param columns none of whose values is null
 * @param collated those of them that BigQuery would compare otherwise than by their characters
 */
record MatchedKey(List<String> columns, Set<String> collated) {
    MatchedKey {
        columns = List.copyOf(columns);
        collated = Set.copyOf(collated);
    }

    /** Of tables whose texts are compared as they are. */
    static MatchedKey of(List<String> columns) {
        return new MatchedKey(columns, Set.of());
    }

    /** Whether a row of one table has the key of a row of the other. */
    String equal(String one, String other) {
        return columns.stream()
                .map(column -> exact(one, column) + " = " + exact(other, column))
                .collect(Collectors.joining(" AND "));
    }

    /** The key of a table's row, to group by. */
    String of(String alias) {
        return list(column -> exact(alias, column));
    }

    /** The columns, each so written. */
    String list(Function<String, String> each) {
        return columns.stream().map(each).collect(Collectors.joining(", "));
    }

    private String exact(String alias, String column) {
        String name = alias + ".`" + column + "`";
        return collated.contains(column) ? "COLLATE(" + name + ", '')" : name;
    }
}
