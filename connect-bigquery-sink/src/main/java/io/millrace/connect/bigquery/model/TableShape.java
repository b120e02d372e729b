// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

import java.util.List;
import java.util.Set;

/**
 * The columns of a table, in order. Two shapes are compared by identity first: every shape of a live table is one
 * object until the table changes, so that encoders are cached by reference.
 */
public record TableShape(List<Column> columns) {
    public TableShape {
        columns = List.copyOf(columns);
    }

    /** The same without the columns of these names. */
    public TableShape without(Set<String> names) {
        return new TableShape(columns.stream()
                .filter(column -> !names.contains(column.name()))
                .toList());
    }
}
