// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import io.millrace.connect.bigquery.model.Destination;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The primary key of a table.
 *
 * @param columns its columns; none where the table has no key
 */
public record DeclaredKey(List<String> columns) {
    public DeclaredKey {
        columns = List.copyOf(columns);
    }

    /** That of a table as it is. */
    public static DeclaredKey of(Table live) {
        TableConstraints constraints = live.getTableConstraints();
        boolean none = constraints == null
                || constraints.getPrimaryKey() == null
                || constraints.getPrimaryKey().getColumns() == null;
        return new DeclaredKey(none ? List.of() : constraints.getPrimaryKey().getColumns());
    }

    /** Whether there is one. */
    public boolean isThere() {
        return !columns.isEmpty();
    }

    /** Whether these are its columns, in any order: the key of a row is the same. */
    public boolean isOf(List<String> others) {
        return columns.size() == others.size() && columns.stream().allMatch(column -> contains(others, column));
    }

    /** What keeps a table with this key from being changed by another one, and the statements that mend it. */
    public String unlike(Destination table, List<String> wanted) {
        String name = "`" + table.project() + "." + table.dataset() + "." + table.table() + "`";
        return "table " + table + " has the primary key " + columns + ", the records have " + wanted
                + "; set primary.key to what it has, or change it with ALTER TABLE " + name
                + " DROP PRIMARY KEY; ALTER TABLE " + name + " ADD PRIMARY KEY ("
                + wanted.stream().map(column -> "`" + column + "`").collect(Collectors.joining(", "))
                + ") NOT ENFORCED;";
    }

    /** As a part of a table to be. */
    public TableConstraints constraints() {
        return new TableConstraints().setPrimaryKey(new TableConstraints.PrimaryKey().setColumns(columns));
    }

    private static boolean contains(List<String> columns, String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }
}
