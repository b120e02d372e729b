// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.MapFields;
import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import java.util.Map;

/** A RECORD fed by maps without schema; protobuf does not mind the order of its fields. */
final class MapValue extends ValueWriter {
    private final MapFields columns;

    MapValue(MapFields columns) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.columns = columns;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw new UnfitValueException("the value is no map of fields");
        }
        int end = out.mark();
        columns.write(fields);
        out.enclose(tag, end);
    }
}
