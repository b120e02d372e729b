// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import java.util.Collection;
import java.util.Map;

/** A column as a field of its record. */
final class ColumnField extends FieldWriter {
    /** The second branch of a union. */
    private static final int VALUE = 2;

    private final AvroValue value;
    private final AvroBuffer out;
    private final boolean union;
    /** Whether it is a list that files do not hold. */
    private final boolean unheldList;

    private ColumnField(Place place, AvroValue value, AvroBuffer out, boolean held) {
        super(place);
        this.value = value;
        this.out = out;
        this.unheldList = !held && place.column().mode() == ColumnMode.REPEATED;
        this.union = place.column().mode() == ColumnMode.NULLABLE;
    }

    static ColumnField of(Place place, AvroValue value, AvroBuffer out) {
        boolean held = AvroSchemas.holds(place.column());
        return new ColumnField(place, held ? value : refusal(place.column()), out, held);
    }

    private static AvroValue refusal(Column column) {
        String what = AvroSchemas.isName(column.name())
                ? "none of its fields can be in a file of Avro, which holds"
                : "files of Avro hold";
        String message = what
                + " only columns whose names are ASCII letters, digits and underscores and begin with no digit; set"
                + " load.format=json, or name.sanitize.fields=strict for tables that are made from then on";
        return (value, out) -> {
            throw new UnfitValueException(message);
        };
    }

    @Override
    protected void writeValue(Object there) {
        if (unheldList && isEmpty(there)) {
            return; // BigQuery knows no difference between an empty list and none
        }
        int start = out.size();
        if (union) {
            out.octet(VALUE);
        }
        value.write(there, out);
        out.slots().put(position(), start, out.size());
    }

    private static boolean isEmpty(Object there) {
        return there instanceof Collection<?> list ? list.isEmpty() : there instanceof Map<?, ?> map && map.isEmpty();
    }
}
