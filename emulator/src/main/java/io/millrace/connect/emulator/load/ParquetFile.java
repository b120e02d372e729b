// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.Warehouse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PARQUET: DuckDB reads the file; an expected column's type is what its values are cast to. */
final class ParquetFile implements Source {
    private final Warehouse warehouse;

    ParquetFile(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    @Override
    public Incoming read(InputStream file, List<TableFieldSchema> expected) throws IOException {
        Path copy = Files.createTempFile("millrace-load", ".parquet");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            String relation = "read_parquet(" + Identifier.literal(copy.toString()) + ")";
            List<TableFieldSchema> fields = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            for (TableFieldSchema found : QueryEngine.columns(warehouse, "SELECT * FROM " + relation)) {
                TableFieldSchema wanted = Columns.find(expected, found.getName());
                TableFieldSchema field = wanted == null ? found : wanted;
                fields.add(field);
                columns.add("CAST(" + Identifier.quote(found.getName()) + " AS " + FieldType.duckDb(field) + ") AS "
                        + Identifier.quote(field.getName()));
            }
            String sql = "SELECT " + String.join(", ", columns) + " FROM " + relation;
            return new Incoming(fields, byName(warehouse.select(sql, fields)), List.of());
        } finally {
            Files.delete(copy);
        }
    }

    private static List<Map<String, @Nullable Object>> byName(QueryResult result) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>(result.rows().size());
        for (List<@Nullable Object> values : result.rows()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                row.put(result.schema().getFields().get(i).getName(), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
