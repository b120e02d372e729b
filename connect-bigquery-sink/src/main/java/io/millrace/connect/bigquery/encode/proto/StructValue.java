// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.value.FieldReader;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Struct;

/** A RECORD, or a whole row, fed by structs of one schema. */
final class StructValue extends ValueWriter implements Consumer<Struct> {
    private final FieldReader[] readers;
    private final FieldWriter[] writers;

    StructValue(FieldReader[] readers, FieldWriter[] writers) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.readers = readers;
        this.writers = writers;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        int end = out.mark();
        accept((Struct) value);
        out.enclose(tag, end);
    }

    /** Writes the fields without the length of them all. */
    @Override
    public void accept(Struct struct) {
        for (int i = writers.length - 1; i >= 0; i--) {
            writers[i].write(readers[i].read(struct));
        }
    }
}
