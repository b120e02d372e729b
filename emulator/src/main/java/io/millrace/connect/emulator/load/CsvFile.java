// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.json.JsonRow;
import io.millrace.connect.emulator.json.RowProblem;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
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

/** CSV: DuckDB splits the lines, values are read as BigQuery reads them. */
final class CsvFile implements Source {
    private final Warehouse warehouse;
    private final JobConfigurationLoad options;

    CsvFile(Warehouse warehouse, JobConfigurationLoad options) {
        this.warehouse = warehouse;
        this.options = options;
    }

    @Override
    public Incoming read(InputStream file, List<TableFieldSchema> expected) throws IOException {
        if (expected.isEmpty()) {
            throw WarehouseException.notImplemented("load of CSV without a schema (autodetect)");
        }
        Path copy = Files.createTempFile("millrace-load", ".csv");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            List<TableFieldSchema> texts = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            for (TableFieldSchema field : expected) {
                if (FieldType.isRepeated(field) || FieldType.of(field) == FieldType.RECORD) {
                    throw WarehouseException.invalid("CSV cannot hold the nested or repeated field " + field.getName());
                }
                texts.add(new TableFieldSchema().setName(field.getName()).setType("STRING"));
                columns.add(Identifier.literal(field.getName()) + ": 'VARCHAR'");
            }
            String sql = "SELECT * FROM read_csv(" + Identifier.literal(copy.toString()) + ", auto_detect = false"
                    + ", header = false, skip = "
                    + (options.getSkipLeadingRows() == null ? 0 : options.getSkipLeadingRows())
                    + ", delim = " + Identifier.literal(delimiter()) + ", quote = " + Identifier.literal(quote())
                    + ", escape = " + Identifier.literal(quote()) + ", nullstr = "
                    + Identifier.literal(options.getNullMarker() == null ? "" : options.getNullMarker())
                    + ", null_padding = " + Boolean.TRUE.equals(options.getAllowJaggedRows())
                    + ", columns = {" + String.join(", ", columns) + "})";
            return typed(expected, warehouse.select(sql, texts).rows());
        } finally {
            Files.delete(copy);
        }
    }

    private String delimiter() {
        String delimiter = options.getFieldDelimiter();
        if (delimiter == null) {
            return ",";
        }
        return delimiter.equals("\\t") || delimiter.equals("tab") ? "\t" : delimiter;
    }

    private String quote() {
        return options.getQuote() == null ? "\"" : options.getQuote();
    }

    private static Incoming typed(List<TableFieldSchema> fields, List<List<@Nullable Object>> texts) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            try {
                for (int j = 0; j < fields.size(); j++) {
                    row.put(
                            fields.get(j).getName(),
                            value(fields.get(j), texts.get(i).get(j)));
                }
                rows.add(row);
            } catch (RowProblem problem) {
                bad.add("Error while reading data in row " + (i + 1) + ": " + problem.text());
            }
        }
        return new Incoming(fields, rows, bad);
    }

    private static @Nullable Object value(TableFieldSchema field, @Nullable Object text) {
        if (text == null) {
            if (FieldType.isRequired(field)) {
                throw new RowProblem(field.getName(), "Missing required field: " + field.getName() + ".");
            }
            return null;
        }
        FieldType type = FieldType.of(field);
        try {
            return type == FieldType.JSON ? text : JsonRow.scalar(type, text.toString());
        } catch (RuntimeException unreadable) {
            throw new RowProblem(
                    field.getName(), "Could not parse value as " + type.sqlName() + " for field " + field.getName());
        }
    }
}
