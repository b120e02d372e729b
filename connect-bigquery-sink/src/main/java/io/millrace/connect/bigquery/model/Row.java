// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

/**
 * A record encoded for a table.
 *
 * @param origin the record it was made from
 * @param shape the table's shape it was encoded for: rows of different shapes never share a request
 * @param bytes the encoded row in the writer's format, owned by this row; holds payload, so it is never printed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per record is what the encoder exists to avoid
public record Row(Origin origin, TableShape shape, byte[] bytes) {
    @Override
    public String toString() {
        return origin + " (" + bytes.length + " bytes)";
    }
}
