// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A REPEATED RECORD of key and value fed by a map; entries keep the map's order. */
final class EntriesField extends FieldWriter {
    private final FieldWriter key;
    private final FieldWriter value;
    private final int tag;

    EntriesField(Column column, String path, int number, FieldWriter key, FieldWriter value) {
        super(column, path);
        this.key = key;
        this.value = value;
        this.tag = tag(number, WireBuffer.LENGTH_DELIMITED);
    }

    @Override
    void writeValue(Object map, WireBuffer out) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(((Map<?, ?>) map).entrySet());
        for (int i = entries.size() - 1; i >= 0; i--) {
            int end = out.mark();
            value.write(entries.get(i).getValue(), out);
            key.write(entries.get(i).getKey(), out);
            out.length(end);
            out.tag(tag);
        }
    }
}
