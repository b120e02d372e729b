// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

/** Writes values of one kind for columns of one type, without tag: {@link FieldWriter} adds it. */
abstract class ValueWriter {
    private final int wireType;

    ValueWriter(int wireType) {
        this.wireType = wireType;
    }

    /** Protobuf's wire type of what is written. */
    final int wireType() {
        return wireType;
    }

    /**
     * Writes one value, with its length if it is delimited by it.
     *
     * @throws UnfitValueException if the column's type cannot hold the value
     */
    abstract void write(Object value, WireBuffer out);
}
