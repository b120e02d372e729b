// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

/** INT64 fed by integers: most columns that are no text, so it goes without the function of {@link VarintValue}. */
final class IntegerValue extends ValueWriter {
    IntegerValue() {
        super(WireBuffer.VARINT);
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        out.varint(tag, ((Number) value).longValue());
    }
}
