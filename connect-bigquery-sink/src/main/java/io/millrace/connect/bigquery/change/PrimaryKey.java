// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.util.List;

/**
 * Which fields identify a row: {@code primary.key}.
 *
 * @param fields top-level fields of the row; empty means the fields of the record's key, a struct or an object; a
 *     primitive key has no fields, so name here the column that it stands for
 */
public record PrimaryKey(List<String> fields) {
    /** The record's key. */
    public static final PrimaryKey RECORD_KEY = new PrimaryKey(List.of());

    public PrimaryKey {
        fields = List.copyOf(fields);
    }

    /** Whether the record's key is used. */
    public boolean isRecordKey() {
        return fields.isEmpty();
    }
}
