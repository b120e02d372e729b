// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.Place;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A REPEATED RECORD of key and value fed by a map; entries keep the map's order. */
final class EntriesField extends FieldWriter {
    private final FieldWriter key;
    private final FieldWriter value;
    private final WireBuffer out;
    private final int tag;
    /** Keys and values in turn, in the map's order, which is written from the end; reused for every map. */
    private @Nullable Object[] pairs = new Object[16];

    private int count;
    private final BiConsumer<@Nullable Object, @Nullable Object> collect = this::add;

    EntriesField(Place place, FieldWriter key, FieldWriter value, WireBuffer out) {
        super(place);
        this.key = key;
        this.value = value;
        this.out = out;
        this.tag = WriterSchema.tag(place, WireBuffer.LENGTH_DELIMITED);
    }

    @Override
    protected void writeValue(Object map) {
        count = 0;
        ((Map<?, ?>) map).forEach(collect);
        for (int i = count - 2; i >= 0; i -= 2) {
            int end = out.mark();
            value.write(pairs[i + 1]);
            key.write(pairs[i]);
            out.enclose(tag, end);
        }
    }

    private void add(@Nullable Object entryKey, @Nullable Object entryValue) {
        if (count == pairs.length) {
            pairs = Arrays.copyOf(pairs, count * 2);
        }
        pairs[count++] = entryKey;
        pairs[count++] = entryValue;
    }
}
