// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.ArrayList;
import java.util.List;

/** What makes a column of a table that is there, in DuckDB's SQL; {@code %s} stands for the table's name. */
public final class AddedColumn {
    private static final String FILL = "UPDATE ";

    private AddedColumn() {}

    /** In the order in which they may run; a REPEATED column is empty in the rows that are there. */
    public static List<String> statements(TableFieldSchema field) {
        String name = Identifier.quote(field.getName());
        List<String> statements = new ArrayList<>();
        statements.add("ALTER TABLE %s ADD COLUMN " + name + " " + FieldType.duckDb(field) + Collation.duckDb(field));
        if (FieldType.isRepeated(field)) {
            // Not ADD COLUMN DEFAULT []: that touches the rows, and may even kill the database where rows were deleted.
            statements.add("ALTER TABLE %s ALTER COLUMN " + name + " SET DEFAULT []");
            statements.add(FILL + "%s SET " + name + " = []");
        }
        return statements;
    }

    /** Whether it touches rows: DuckDB never commits a transaction that alters a table after it has touched its rows. */
    static boolean touchesRows(String statement) {
        return statement.startsWith(FILL);
    }
}
