// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import io.millrace.connect.bigquery.model.ColumnMode;

/** A column as a field of its record. */
final class ColumnField extends FieldWriter {
    /** The second branch of a union. */
    private static final int VALUE = 2;

    private final AvroValue value;
    private final AvroBuffer out;
    private final boolean union;

    private ColumnField(Place place, AvroValue value, AvroBuffer out) {
        super(place);
        this.value = value;
        this.out = out;
        this.union = place.column().mode() == ColumnMode.NULLABLE;
    }

    static ColumnField of(Place place, AvroValue value, AvroBuffer out) {
        return new ColumnField(place, AvroSchemas.holds(place.column()) ? value : ColumnField::refuse, out);
    }

    private static void refuse(Object value, AvroBuffer out) {
        throw new UnfitValueException("files of Avro hold only columns whose names are ASCII letters, digits and "
                + "underscores and begin with no digit; set load.format=json, or name.sanitize.fields=strict for tables "
                + "that are made from then on");
    }

    @Override
    protected void writeValue(Object there) {
        int start = out.size();
        if (union) {
            out.octet(VALUE);
        }
        value.write(there, out);
        out.slots().put(position(), start, out.size());
    }
}
