// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import java.util.ArrayList;
import java.util.List;

/** A column's type as GoogleSQL writes it: {@code ARRAY<STRUCT<a INT64>>}. */
final class SqlTypeText {
    private SqlTypeText() {}

    static String of(TableFieldSchema field) {
        String element = element(field);
        return FieldType.isRepeated(field) ? "ARRAY<" + element + ">" : element;
    }

    private static String element(TableFieldSchema field) {
        FieldType type = FieldType.of(field);
        if (type == FieldType.RECORD) {
            List<String> parts = new ArrayList<>();
            for (TableFieldSchema child : FieldType.children(field)) {
                parts.add(child.getName() + " " + of(child));
            }
            return "STRUCT<" + String.join(", ", parts) + ">";
        }
        if (field.getMaxLength() != null) {
            return type.sqlName() + "(" + field.getMaxLength() + ")";
        }
        if (field.getPrecision() != null) {
            return type.sqlName() + "(" + field.getPrecision()
                    + (field.getScale() == null ? "" : ", " + field.getScale()) + ")";
        }
        return type.sqlName();
    }
}
