// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.Place;

/** A REQUIRED or NULLABLE column. */
final class SingleField extends FieldWriter {
    private final ValueWriter writer;
    private final WireBuffer out;
    private final int tag;

    SingleField(Place place, ValueWriter writer, WireBuffer out) {
        super(place);
        this.writer = writer;
        this.out = out;
        this.tag = WriterSchema.tag(place, writer.wireType());
    }

    @Override
    protected void writeValue(Object value) {
        writer.write(tag, value, out);
    }
}
