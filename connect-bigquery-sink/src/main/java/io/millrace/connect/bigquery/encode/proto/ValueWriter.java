// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.value.UnfitValueException;

/** Writes values of one kind for columns of one type. */
public abstract class ValueWriter {
    private final int wireType;

    ValueWriter(int wireType) {
        this.wireType = wireType;
    }

    /** Protobuf's wire type of what is written. */
    final int wireType() {
        return wireType;
    }

    /**
     * Writes one value, with its length if it is delimited by it, and in front of both the tag of its field.
     *
     * @param tag see {@link WriterSchema#tag}
     * @throws UnfitValueException if the column's type cannot hold the value
     */
    abstract void write(int tag, Object value, WireBuffer out);
}
