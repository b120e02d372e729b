// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import io.millrace.connect.bigquery.encode.Elements;
import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.schema.NullElements;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A column as a member of its object. */
final class Member extends FieldWriter {
    private final byte[] name;
    private final JsonValue value;
    private final JsonRow row;
    private final boolean top;

    private Member(Place place, JsonValue value, JsonRow row) {
        super(place);
        this.name = name(place.column());
        this.value = value;
        this.row = row;
        this.top = place.path().equals(place.column().name());
    }

    /** Of a REQUIRED or NULLABLE column. */
    static Member single(Place place, JsonValue value, JsonRow row) {
        return new Member(place, value, row);
    }

    /** Of a REPEATED column fed by a collection. */
    static Member repeated(Place place, JsonValue element, NullElements nullElements, JsonRow row) {
        return new Member(place, (value, out) -> elements(value, element, nullElements, out), row);
    }

    /** Of a REPEATED RECORD of key and value fed by a map. */
    static Member entries(Place place, FieldWriter key, FieldWriter entryValue, JsonRow row) {
        return new Member(
                place,
                (map, out) -> {
                    out.octet('[');
                    for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
                        out.octet('{');
                        key.write(entry.getKey());
                        entryValue.write(entry.getValue());
                        out.close('}');
                        out.octet(',');
                    }
                    out.close(']');
                },
                row);
    }

    private static void elements(Object value, JsonValue writer, NullElements nullElements, JsonBuffer out) {
        out.octet('[');
        for (Object element : Elements.of(value)) {
            if (element != null) {
                writer.write(element, out);
                out.octet(',');
            } else if (nullElements == NullElements.FAIL) {
                throw Elements.refusedNull();
            } else if (nullElements == NullElements.WRAP) {
                out.ascii("{},"); // an element's record without its only field
            }
        }
        out.close(']');
    }

    @Override
    protected void writeValue(Object there) {
        if (top) {
            row.columns().set(position());
        }
        JsonBuffer out = row.out();
        out.raw(name);
        value.write(there, out);
        out.octet(',');
    }

    /** The column's name as a member begins. */
    static byte[] name(Column column) {
        JsonBuffer name = new JsonBuffer();
        name.text(column.name());
        return (new String(name.toByteArray(), StandardCharsets.UTF_8) + ':').getBytes(StandardCharsets.UTF_8);
    }
}
