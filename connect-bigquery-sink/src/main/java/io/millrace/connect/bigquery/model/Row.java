// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

import java.util.Set;

/**
 * A record encoded for a table.
 *
 * @param origin the record it was made from
 * @param shape the table's shape it was encoded for: rows of different shapes never share a request
 * @param bytes the encoded row in the writer's format, owned by this row; holds payload, so it is never printed
 * @param nulls of the columns with a default, those that are NULL where the row lacks them; in others that it lacks it takes
 *     the default
 * @param omitted the columns that a file must lack for the row to take their defaults; empty where rows or requests tell
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per record is what the encoder exists to avoid
public record Row(Origin origin, TableShape shape, byte[] bytes, Set<String> nulls, Set<String> omitted) {
    /** A row that takes the default of each column that it lacks, where there is one. */
    public Row(Origin origin, TableShape shape, byte[] bytes) {
        this(origin, shape, bytes, Set.of(), Set.of());
    }

    /** The same row for another shape of its table. */
    public Row as(TableShape other, byte[] encoded) {
        return as(other, encoded, omitted);
    }

    /** The same, with what a file must then lack. */
    public Row as(TableShape other, byte[] encoded, Set<String> omittedThen) {
        return new Row(origin, other, encoded, nulls, omittedThen);
    }

    /** Whether one request, or one file, can hold both. */
    @SuppressWarnings("ReferenceEquality") // another object may be an equal shape; then there are two requests, no harm
    public boolean goesWith(Row other) {
        return shape == other.shape && nulls.equals(other.nulls) && omitted.equals(other.omitted);
    }

    @Override
    public String toString() {
        return origin + " (" + bytes.length + " bytes)";
    }
}
