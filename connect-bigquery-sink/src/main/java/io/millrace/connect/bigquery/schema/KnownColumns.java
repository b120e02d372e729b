// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The columns of a table, or of a RECORD in it, found by the names of the fields that feed them, each of which is worked
 * out once: records without a schema name all their fields every time.
 */
final class KnownColumns {
    /** As many as a table has columns; maps with ever new keys must not fill the memory. */
    private static final int REMEMBERED = 10_000;

    private static final int UNKNOWN = -1;

    private final List<Column> columns;
    private final ColumnNames names;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, Fed> fedByField = new HashMap<>();
    private final Map<Integer, KnownColumns> inside = new HashMap<>();

    /**
     * The column that a field feeds.
     *
     * @param name as the field makes it
     * @param position among the columns, negative if there is none yet
     */
    record Fed(String name, int position) {
        boolean isKnown() {
            return position >= 0;
        }
    }

    KnownColumns(List<Column> columns, ColumnNames names) {
        this.columns = columns;
        this.names = names;
        for (int i = 0; i < columns.size(); i++) {
            positions.putIfAbsent(key(columns.get(i).name()), i);
        }
    }

    /** All of them, in their order: the very list that was given. */
    List<Column> all() {
        return columns;
    }

    /** Whether there is a column of this name, whatever its case. */
    boolean has(String name) {
        return positions.containsKey(key(name));
    }

    /**
     * The column for a field.
     *
     * @throws org.apache.kafka.connect.errors.DataException see {@link ColumnNames#of}
     */
    Fed of(String field) {
        Fed known = fedByField.get(field);
        if (known != null) {
            return known;
        }
        String name = names.of(field);
        Fed fed = new Fed(name, positions.getOrDefault(key(name), UNKNOWN));
        if (fedByField.size() < REMEMBERED) {
            fedByField.put(field, fed);
        }
        return fed;
    }

    Column at(int position) {
        return columns.get(position);
    }

    /** The columns of the RECORD at a position. */
    KnownColumns inside(int position) {
        return inside.computeIfAbsent(
                position, first -> new KnownColumns(columns.get(first).fields(), names));
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
