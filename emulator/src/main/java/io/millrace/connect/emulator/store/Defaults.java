// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Default values of columns, evaluated by DuckDB for the rows that leave the column out. */
final class Defaults {
    private Defaults() {}

    /** The columns, where a default makes REQUIRED harmless. */
    static List<TableFieldSchema> relaxed(List<TableFieldSchema> fields) {
        List<TableFieldSchema> relaxed = new ArrayList<>();
        for (TableFieldSchema field : fields) {
            boolean filled = field.getDefaultValueExpression() != null && FieldType.isRequired(field);
            relaxed.add(filled ? Model.copy(field).setMode("NULLABLE") : field);
        }
        return relaxed;
    }

    static void fill(DuckDBConnection connection, StoredTable table, List<Map<String, @Nullable Object>> rows)
            throws SQLException {
        for (TableFieldSchema field : table.fields()) {
            if (field.getDefaultValueExpression() == null) {
                continue;
            }
            List<Map<String, @Nullable Object>> lacking = rows.stream()
                    .filter(row -> !row.containsKey(field.getName()))
                    .toList();
            if (lacking.isEmpty()) {
                continue;
            }
            String expression = expression(connection, table.name(), field.getName());
            String sql = "SELECT CAST(" + expression + " AS " + FieldType.duckDb(field) + ") AS "
                    + Identifier.quote(field.getName()) + " FROM range(" + lacking.size() + ")";
            QueryResult values = RowReader.read(connection, sql, List.of(field));
            for (int i = 0; i < lacking.size(); i++) {
                lacking.get(i).put(field.getName(), values.rows().get(i).get(0));
            }
        }
    }

    /** DuckDB has the default already translated. */
    private static String expression(DuckDBConnection connection, TableName table, String column) throws SQLException {
        String sql = "SELECT column_default FROM duckdb_columns() WHERE schema_name = "
                + Identifier.literal(Identifier.physical(table.inDataset().toString())) + " AND table_name = "
                + Identifier.literal(Identifier.physical(table.table())) + " AND column_name = "
                + Identifier.literal(column);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            String expression = result.next() ? result.getString(1) : null;
            return expression == null ? "NULL" : expression;
        }
    }
}
