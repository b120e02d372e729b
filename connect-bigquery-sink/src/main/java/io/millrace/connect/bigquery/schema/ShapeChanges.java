// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How somebody else has changed a table, for people. */
public final class ShapeChanges {
    private ShapeChanges() {}

    /** One line for each column that is another or new; where only their order or descriptions differ, that is said. */
    public static List<String> between(TableShape before, TableShape now) {
        List<String> changes = new ArrayList<>();
        compare(before.columns(), now.columns(), "", added -> true, changes);
        return changes.isEmpty()
                ? List.of("the order, descriptions, defaults or limits of its columns differ")
                : changes;
    }

    /** Those changes that keep out rows that were made for the table as it was, whatever they hold. */
    public static List<String> excluding(TableShape before, TableShape now) {
        List<String> changes = new ArrayList<>();
        compare(before.columns(), now.columns(), "", added -> added.mode() == ColumnMode.REQUIRED, changes);
        return changes;
    }

    private static void compare(
            List<Column> before, List<Column> now, String path, Predicate<Column> tellsAdded, List<String> changes) {
        Map<String, Column> rest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        now.forEach(column -> rest.put(column.name(), column));
        for (Column column : before) {
            String name = "column " + path + column.name();
            @Nullable Column other = rest.remove(column.name());
            if (other == null) {
                changes.add(name + " is gone");
            } else if (other.type() != column.type() || other.mode() != column.mode()) {
                changes.add(name + " is " + describe(other) + ", was " + describe(column));
            } else {
                compare(column.fields(), other.fields(), path + column.name() + ".", tellsAdded, changes);
            }
        }
        rest.values().stream()
                .filter(tellsAdded)
                .forEach(column -> changes.add("column " + path + column.name() + " is new: " + describe(column)));
    }

    static String describe(Column column) {
        return column.mode() == ColumnMode.NULLABLE ? column.type().name() : column.mode() + " " + column.type();
    }
}
