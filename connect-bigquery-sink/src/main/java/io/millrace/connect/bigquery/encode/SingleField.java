// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;

/** A REQUIRED or NULLABLE column. */
final class SingleField extends FieldWriter {
    private final ValueWriter writer;
    private final int tag;

    SingleField(Column column, String path, int number, ValueWriter writer) {
        super(column, path);
        this.writer = writer;
        this.tag = tag(number, writer.wireType());
    }

    @Override
    void writeValue(Object value, WireBuffer out) {
        writer.write(tag, value, out);
    }
}
