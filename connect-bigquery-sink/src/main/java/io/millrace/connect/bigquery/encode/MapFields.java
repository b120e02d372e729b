// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.schema.ColumnNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The columns of a row, or of a record inside it, fed by maps from field names to values without schema. */
public final class MapFields {
    /** More names than a table has columns; a map with ever new keys must not fill the memory. */
    private static final int REMEMBERED = 10_000;

    private static final int UNKNOWN = -1;

    private final List<Column> fed;
    private final IntFunction<FieldWriter> maker;
    /** Those that some map had a field for: a wide table's maps may have few. */
    private final @Nullable FieldWriter[] writers;

    private final ColumnNames names;
    private final Map<String, Integer> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Integer> columnsByField = new HashMap<>();
    private final int[] writtenIn;
    private final int[] namedIn;
    private int run;

    /**
     * Nothing is made yet.
     *
     * @param fed the columns that maps may have fields for
     * @param maker makes the writer for one of these, by its place among them
     */
    MapFields(List<Column> fed, IntFunction<FieldWriter> maker, ColumnNames names) {
        this.fed = fed;
        this.maker = maker;
        this.names = names;
        this.writers = new FieldWriter[fed.size()];
        this.writtenIn = new int[fed.size()];
        this.namedIn = new int[fed.size()];
        for (int i = 0; i < fed.size(); i++) {
            columns.put(fed.get(i).name(), i);
        }
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
                    throw new DataException("column " + writer(index).path() + " is fed by two fields of the record, "
                            + "whose names are equal but for case or for what BigQuery refuses");
                }
                writtenIn[index] = current;
                writer(index).write(field.getValue());
            }
        }
        for (int i = 0; i < writers.length; i++) {
            if (writtenIn[i] != current && fed.get(i).mode() == ColumnMode.REQUIRED) {
                boolean takesDefault = namedIn[i] != current && fed.get(i).defaulted();
                if (!takesDefault) {
                    writer(i).write(null);
                }
            }
        }
    }

    private FieldWriter writer(int index) {
        FieldWriter writer = writers[index];
        if (writer == null) {
            writer = maker.apply(index);
            writers[index] = writer;
        }
        return writer;
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
