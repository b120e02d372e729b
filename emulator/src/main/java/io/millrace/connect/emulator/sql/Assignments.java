// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What goes into the columns of a table: a STRING takes nothing but texts, where DuckDB would make a text of anything.
 *
 * @param columns of the table
 */
record Assignments(List<TableFieldSchema> columns) {
    /** The value, checked where its column wants that. */
    String checked(String column, String value) {
        return isText(column) && !value.equals("DEFAULT") ? "bq_assigned_string(" + value + ")" : value;
    }

    /** A row of values for these columns, in brackets; for all in their order where none are named. */
    String row(List<String> named, List<String> values) {
        List<String> names = targets(named);
        return IntStream.range(0, values.size())
                .mapToObj(i -> i < names.size() ? checked(names.get(i), values.get(i)) : values.get(i))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The rows of a query for these columns. */
    String rows(List<String> named, String query) {
        List<String> names = targets(named);
        List<String> places = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String place = "c" + i;
            places.add(place);
            if (isText(names.get(i))) {
                checks.add("bq_assigned_string(" + place + ") AS " + place);
            }
        }
        return checks.isEmpty()
                ? query
                : "SELECT * REPLACE (" + String.join(", ", checks) + ") FROM (" + query + ") AS source("
                        + String.join(", ", places) + ")";
    }

    private List<String> targets(List<String> named) {
        return named.isEmpty()
                ? columns.stream()
                        .map(column -> Identifier.quote(column.getName()))
                        .toList()
                : named;
    }

    private boolean isText(String column) {
        return columns.stream()
                .anyMatch(field -> Identifier.quote(field.getName()).equalsIgnoreCase(column)
                        && !FieldType.isRepeated(field)
                        && FieldType.of(field) == FieldType.STRING);
    }
}
