// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.MapFields;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.encode.RowFormat.Part;
import io.millrace.connect.bigquery.encode.value.FieldReader;
import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A RECORD: what it lacks is written, too. */
abstract class RecordValue implements AvroValue {
    private final Layout layout;
    private final Slots slots = new Slots();

    private RecordValue(Layout layout) {
        this.layout = layout;
        slots.clear(layout.size());
    }

    @Override
    public void write(Object value, AvroBuffer out) {
        Slots outer = out.enter(slots);
        for (int i = 0; i < layout.size(); i++) {
            int start = out.size();
            field(i, value);
            if (out.size() == start) {
                layout.lack(i, out);
            }
        }
        out.enter(outer);
    }

    /** Writes the field at a position of the record, if it has a value for it. */
    abstract void field(int position, Object value);

    private static @Nullable FieldWriter[] byPosition(Layout layout, FieldWriter... writers) {
        @Nullable FieldWriter[] byPosition = new FieldWriter[layout.size()];
        for (FieldWriter writer : writers) {
            byPosition[writer.position()] = writer;
        }
        return byPosition;
    }

    /** Fed by structs. */
    static RecordValue of(Layout layout, FieldReader[] readers, FieldWriter[] writers) {
        @Nullable FieldWriter[] fields = byPosition(layout, writers);
        FieldReader[] values = new FieldReader[layout.size()];
        for (int i = 0; i < writers.length; i++) {
            values[writers[i].position()] = readers[i];
        }
        return new RecordValue(layout) {
            @Override
            void field(int position, Object value) {
                FieldWriter field = fields[position];
                if (field != null) {
                    field.write(values[position].read((Struct) value));
                }
            }
        };
    }

    /** Fed by parts of a value. */
    static RecordValue of(Layout layout, List<Part> parts) {
        Part[] byPosition = new Part[layout.size()];
        parts.forEach(part -> byPosition[part.writer().position()] = part);
        return new RecordValue(layout) {
            @Override
            void field(int position, Object value) {
                Part part = byPosition[position];
                if (part != null) {
                    part.writer().write(part.of().apply(value));
                }
            }
        };
    }

    /** Fed by the entries of maps. */
    static RecordValue of(Layout layout, FieldWriter key, FieldWriter entryValue) {
        return new RecordValue(layout) {
            @Override
            void field(int position, Object value) {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
                if (position == key.position()) {
                    key.write(entry.getKey());
                } else if (position == entryValue.position()) {
                    entryValue.write(entry.getValue());
                }
            }
        };
    }

    /** Fed by maps without schema, in whatever order their fields are. */
    static AvroValue of(Place place, MapFields fields) {
        Layout layout = new Layout(place.column().fields(), place.path() + ".");
        Slots slots = new Slots();
        return (value, out) -> {
            if (!(value instanceof Map<?, ?> map)) {
                throw new UnfitValueException("the value is no map of fields");
            }
            int start = out.size();
            slots.clear(layout.size());
            Slots outer = out.enter(slots);
            fields.write(map);
            out.replace(start, layout.inOrder(slots, Set.of(), out));
            out.enter(outer);
        };
    }
}
