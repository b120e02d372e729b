// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;

/** A REPEATED STRING fed by a text that joins a set's members with commas. */
final class SetField extends FieldWriter {
    private final int tag;

    SetField(Column column, String path, int number) {
        super(column, path);
        this.tag = tag(number, WireBuffer.LENGTH_DELIMITED);
    }

    @Override
    void writeValue(Object value, WireBuffer out) {
        String members = (String) value;
        int end = members.length();
        while (end > 0) {
            int comma = members.lastIndexOf(',', end - 1);
            out.text(tag, members.substring(comma + 1, end));
            end = comma;
        }
    }
}
