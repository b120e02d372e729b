// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import org.apache.kafka.connect.data.Struct;

/** A RECORD, or a whole row, fed by structs of one schema. */
final class StructValue extends ValueWriter {
    private final FieldReader[] readers;
    private final FieldWriter[] writers;

    /** Readers and writers in the order of columns, one pair for each column that the schema has a field for. */
    StructValue(FieldReader[] readers, FieldWriter[] writers) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.readers = readers;
        this.writers = writers;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        int end = out.mark();
        fields((Struct) value, out);
        out.enclose(tag, end);
    }

    /** Writes the fields without the length of them all. */
    void fields(Struct struct, WireBuffer out) {
        for (int i = writers.length - 1; i >= 0; i--) {
            writers[i].write(readers[i].read(struct), out);
        }
    }
}
