// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.util.Locale;

/** Names as DuckDB knows them. */
public final class Identifier {
    private Identifier() {}

    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String schema(DatasetName name) {
        return quote(physical(name.project() + ":" + name.dataset()));
    }

    /** Schema and table, quoted. */
    public static String table(TableName name) {
        return schema(name.inDataset()) + "." + quote(physical(name.table()));
    }

    /** DuckDB folds case where BigQuery does not, so capitals are noted behind the name. */
    static String physical(String name) {
        if (name.equals(name.toLowerCase(Locale.ROOT))) {
            return name;
        }
        StringBuilder capitals = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (Character.isUpperCase(name.charAt(i))) {
                capitals.append('^').append(i);
            }
        }
        return name + capitals;
    }
}
