// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.Identifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a select list.
 *
 * @param name its alias or the last name of its path; null where BigQuery makes one up
 * @param star whether it stands for many columns
 */
record Item(String text, @Nullable String name, boolean star) {

    /** As columns; those without a name are called {@code f0_}, {@code f1_}, …. */
    static String listed(List<Item> items, boolean asValue) {
        List<String> columns = new ArrayList<>();
        int unnamed = 0;
        for (Item item : items) {
            if (item.star()) {
                columns.add(item.text());
            } else if (asValue) {
                columns.add(item.text() + " AS \"value\"");
            } else {
                String name = item.name() == null ? "f" + unnamed++ + "_" : item.name();
                columns.add(item.text() + " AS " + Identifier.quote(name));
            }
        }
        return String.join(", ", columns);
    }

    /** As one struct. */
    static String packed(List<Item> items) {
        List<String> fields = new ArrayList<>();
        for (Item item : items) {
            if (item.star()) {
                throw Functions.unsupported("SELECT AS STRUCT *");
            }
            String name = item.name() == null ? "_field_" + (fields.size() + 1) : item.name();
            fields.add(Identifier.quote(name) + " := " + item.text());
        }
        return "struct_pack(" + String.join(", ", fields) + ") AS \"struct\"";
    }
}
