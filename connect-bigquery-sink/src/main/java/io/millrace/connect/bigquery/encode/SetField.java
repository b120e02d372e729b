// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Limits;

/** A REPEATED STRING fed by a text that joins a set's members with commas. */
final class SetField extends FieldWriter {
    private final int tag;
    private final Limits limits;

    SetField(Column column, String path, int number) {
        super(column, path);
        this.tag = tag(number, WireBuffer.LENGTH_DELIMITED);
        this.limits = column.limits();
    }

    @Override
    void writeValue(Object value, WireBuffer out) {
        String members = (String) value;
        int end = members.length();
        while (end > 0) {
            int comma = members.lastIndexOf(',', end - 1);
            out.text(tag, Lengths.checkedText(members.substring(comma + 1, end), limits));
            end = comma;
        }
    }
}
