// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.WarehouseException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** What statements do to the rows of a table beyond DuckDB's own SQL. */
final class TableRows {
    private TableRows() {}

    /** Adds the rows of a query in DuckDB's SQL. */
    static void insert(DuckDBConnection connection, TableName target, List<TableFieldSchema> columns, String duckSql)
            throws SQLException {
        List<String> names =
                columns.stream().map(field -> Identifier.quote(field.getName())).toList();
        List<String> values = columns.stream()
                .map(field -> FieldType.isRepeated(field)
                        ? "coalesce(" + Identifier.quote(field.getName()) + ", [])"
                        : Identifier.quote(field.getName()))
                .toList();
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO " + Identifier.table(target) + " (" + String.join(", ", names) + ") SELECT "
                    + String.join(", ", values) + " FROM (" + duckSql + ") AS result(" + String.join(", ", names)
                    + ")");
        }
    }

    /** Lets the metadata of what DML changed stay true: empty arrays are never null, lengths hold. */
    static void tidy(DuckDBConnection connection, StoredTable table) throws SQLException {
        String name = Identifier.table(table.name());
        try (java.sql.Statement statement = connection.createStatement()) {
            for (TableFieldSchema field : table.fields()) {
                String column = Identifier.quote(field.getName());
                if (FieldType.isRepeated(field)) {
                    statement.execute("UPDATE " + name + " SET " + column + " = [] WHERE " + column + " IS NULL");
                } else if (field.getMaxLength() != null) {
                    String length = FieldType.of(field) == FieldType.BYTES ? "octet_length(" : "length(";
                    try (ResultSet tooLong = statement.executeQuery("SELECT 1 FROM " + name + " WHERE " + length
                            + column + ") > " + field.getMaxLength() + " LIMIT 1")) {
                        if (tooLong.next()) {
                            throw new WarehouseException(
                                    WarehouseException.Reason.INVALID_QUERY,
                                    "Value of column " + field.getName() + " has length greater than "
                                            + field.getMaxLength());
                        }
                    }
                }
            }
        }
    }
}
