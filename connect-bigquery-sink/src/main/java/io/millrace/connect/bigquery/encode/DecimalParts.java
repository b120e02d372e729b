// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import java.math.BigDecimal;

/** A RECORD of a decimal's scale and its unscaled number's bytes, highest first, as Debezium's variable decimals are. */
final class DecimalParts extends ValueWriter {
    private final FieldWriter scale;
    private final FieldWriter unscaled;

    DecimalParts(FieldWriter scale, FieldWriter unscaled) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.scale = scale;
        this.unscaled = unscaled;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        BigDecimal decimal = (BigDecimal) value;
        int end = out.mark();
        unscaled.write(decimal.unscaledValue().toByteArray(), out);
        scale.write(decimal.scale(), out);
        out.enclose(tag, end);
    }
}
