// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.RowFormat;
import java.util.List;

/** A RECORD whose fields are parts of a value that is none itself. */
final class PartsValue extends ValueWriter {
    private final RowFormat.Part[] parts;

    PartsValue(List<RowFormat.Part> parts) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.parts = parts.toArray(RowFormat.Part[]::new);
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        int end = out.mark();
        for (int i = parts.length - 1; i >= 0; i--) {
            parts[i].writer().write(parts[i].of().apply(value));
        }
        out.enclose(tag, end);
    }
}
