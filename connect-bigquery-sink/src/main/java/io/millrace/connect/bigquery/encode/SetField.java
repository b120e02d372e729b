// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import java.util.Arrays;
import java.util.List;

/** A REPEATED STRING fed by a text that joins a set's members with commas. */
final class SetField extends FieldWriter {
    private final FieldWriter members;

    /** @param members fed by a list of texts */
    SetField(Place place, FieldWriter members) {
        super(place);
        this.members = members;
    }

    @Override
    protected void writeValue(Object value) {
        String text = (String) value;
        if (!text.isEmpty()) {
            List<String> all = Arrays.asList(text.split(",", -1));
            members.writeValue(all.get(0).isEmpty() ? all.subList(1, all.size()) : all);
        }
    }
}
