// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.Elements;
import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.schema.NullElements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** A REPEATED column fed by a collection. */
final class RepeatedField extends FieldWriter {
    private final ValueWriter writer;
    private final NullElements nullElements;
    private final WireBuffer out;
    private final int tag;

    RepeatedField(Place place, ValueWriter writer, NullElements nullElements, WireBuffer out) {
        super(place);
        this.writer = writer;
        this.nullElements = nullElements;
        this.out = out;
        this.tag = WriterSchema.tag(place, writer.wireType());
    }

    @Override
    protected void writeValue(Object value) {
        Collection<?> collection = Elements.of(value);
        List<?> list = value instanceof RandomAccess && value instanceof List<?> indexed
                ? indexed
                : new ArrayList<>(collection);
        for (int i = list.size() - 1; i >= 0; i--) {
            element(list.get(i));
        }
    }

    private void element(@Nullable Object element) {
        if (element != null) {
            writer.write(tag, element, out);
            return;
        }
        switch (nullElements) {
            case SKIP -> {}
            case WRAP -> out.enclose(tag, out.mark()); // an element's record without its only field
            case FAIL -> throw Elements.refusedNull();
        }
    }
}
