// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

/** A RECORD with one field around a value that BigQuery cannot repeat by itself: an inner list, or a null. */
final class WrappedValue extends ValueWriter {
    private final FieldWriter inner;

    WrappedValue(FieldWriter inner) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.inner = inner;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        int end = out.mark();
        inner.write(value, out);
        out.enclose(tag, end);
    }
}
