// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table, or one field of a RECORD column.
 *
 * @param name the column's name as BigQuery spells it; unique without regard to case among its siblings
 * @param fields the fields of a RECORD, in order; empty for every other type
 * @param description what the catalog and the console show; null when nothing is known
 * @param infoType the kind of sensitive data its values were masked as, from which the table's layout finds the policy tag;
 *     null when nothing was masked, and for columns read from a live table
 * @param defaulted whether the live table has a default value for rows that do not have this column
 * @param limits what the live table's type says beyond its name
 */
public record Column(
        String name,
        ColumnType type,
        ColumnMode mode,
        List<Column> fields,
        @Nullable String description,
        @Nullable String infoType,
        boolean defaulted,
        Limits limits) {
    public Column {
        fields = List.copyOf(fields);
        if ((type == ColumnType.RECORD) == fields.isEmpty()) {
            throw new IllegalArgumentException("column " + name + " is " + type + " with " + fields.size() + " fields");
        }
    }

    /** A column as a record needs it: without a default, and with whatever values its type takes. */
    public Column(
            String name,
            ColumnType type,
            ColumnMode mode,
            List<Column> fields,
            @Nullable String description,
            @Nullable String infoType) {
        this(name, type, mode, fields, description, infoType, false, Limits.NONE);
    }

    /** A column that is neither nested nor described. */
    public static Column of(String name, ColumnType type, ColumnMode mode) {
        return new Column(name, type, mode, List.of(), null, null);
    }

    /** A RECORD column with the given fields. */
    public static Column record(String name, ColumnMode mode, List<Column> fields) {
        return new Column(name, ColumnType.RECORD, mode, fields, null, null);
    }

    /** The same column with another mode and other fields. */
    public Column with(ColumnMode mode, List<Column> fields) {
        return new Column(name, type, mode, fields, description, infoType, defaulted, limits);
    }
}
