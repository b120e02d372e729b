// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.schema.NullElements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** A REPEATED column fed by a list. An absent list is an empty one: BigQuery knows no difference. */
final class RepeatedField extends FieldWriter {
    private final ValueWriter writer;
    private final NullElements nullElements;
    private final int tag;

    /** @param nullElements never WRAP unless the writer writes records */
    RepeatedField(Column column, String path, int number, ValueWriter writer, NullElements nullElements) {
        super(column, path);
        this.writer = writer;
        this.nullElements = nullElements;
        this.tag = tag(number, writer.wireType());
    }

    @Override
    void writeValue(Object value, WireBuffer out) {
        if (!(value instanceof Collection<?> collection)) {
            throw new UnfitValueException("the column is REPEATED, the value is no list");
        }
        List<?> list = value instanceof RandomAccess && value instanceof List<?> indexed
                ? indexed
                : new ArrayList<>(collection);
        for (int i = list.size() - 1; i >= 0; i--) {
            element(list.get(i), out);
        }
    }

    private void element(@Nullable Object element, WireBuffer out) {
        if (element != null) {
            writer.write(tag, element, out);
            return;
        }
        switch (nullElements) {
            case SKIP -> {}
            case WRAP -> out.enclose(tag, out.mark()); // an element's record without its only field
            case FAIL ->
                throw new UnfitValueException("the list has a null, which no REPEATED column holds;"
                        + " null.array.elements=skip leaves nulls out, and with wrap columns that are made from then on"
                        + " for a schema's arrays keep them");
        }
    }
}
