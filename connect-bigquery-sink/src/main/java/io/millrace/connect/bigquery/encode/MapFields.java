// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.schema.ColumnNames;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The columns of a row, or of a record inside it, fed by maps from field names to values without schema. */
public final class MapFields {
    /** More names than a table has columns; a map with ever new keys must not fill the memory. */
    private static final int REMEMBERED = 10_000;

    private static final int UNKNOWN = -1;

    private final FieldWriter[] writers;
    private final ColumnNames names;
    private final Map<String, Integer> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Integer> columnsByField = new HashMap<>();
    private final int[] writtenIn;
    private final int[] namedIn;
    private int run;

    MapFields(FieldWriter[] writers, Map<String, Integer> columns, ColumnNames names) {
        this.writers = writers;
        this.columns.putAll(columns);
        this.names = names;
        this.writtenIn = new int[writers.length];
        this.namedIn = new int[writers.length];
    }

    /** Writes the columns that the map has fields for, in the map's order, then those that it lacks. */
    public void write(Map<?, ?> fields) {
        run++;
        int current = run; // a record inside a list of this very column's records cannot be: shapes are trees
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            int index = field.getKey() instanceof String name ? column(name) : UNKNOWN;
            if (index != UNKNOWN) {
                namedIn[index] = current;
            }
            if (index != UNKNOWN && field.getValue() != null) {
                if (writtenIn[index] == current) {
                    throw new DataException("column " + writers[index].path() + " is fed by two fields of the record, "
                            + "whose names are equal but for case or for what BigQuery refuses");
                }
                writtenIn[index] = current;
                writers[index].write(field.getValue());
            }
        }
        for (int i = 0; i < writers.length; i++) {
            boolean takesDefault = namedIn[i] != current && writers[i].isDefaulted();
            if (writtenIn[i] != current && !takesDefault) {
                writers[i].write(null);
            }
        }
    }

    /** Whether the last map had a field for a column, whatever its value. */
    boolean hasNamed(String column) {
        Integer index = columns.get(column);
        return index != null && namedIn[index] == run;
    }

    private int column(String field) {
        @Nullable Integer known = columnsByField.get(field);
        if (known != null) {
            return known;
        }
        int index = columns.getOrDefault(names.of(field), UNKNOWN);
        if (columnsByField.size() < REMEMBERED) {
            columnsByField.put(field, index);
        }
        return index;
    }
}
