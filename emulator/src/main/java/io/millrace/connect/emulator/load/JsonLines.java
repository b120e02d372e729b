// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.client.json.GenericJson;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.json.JsonRow;
import io.millrace.connect.emulator.json.RowProblem;
import io.millrace.connect.emulator.store.Model;
import io.millrace.connect.emulator.store.WarehouseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** NEWLINE_DELIMITED_JSON. */
final class JsonLines implements Source {
    private static final int LONGEST_LINE = 100_000_000;

    private final JsonRow reader;

    JsonLines(boolean ignoreUnknown) {
        this.reader = JsonRow.loaded(ignoreUnknown);
    }

    @Override
    public Incoming read(InputStream file, List<TableFieldSchema> expected) throws IOException {
        if (expected.isEmpty()) {
            throw WarehouseException.notImplemented("load of NEWLINE_DELIMITED_JSON without a schema (autodetect)");
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                if (line.length() > LONGEST_LINE) {
                    bad.add("JSON row in line " + number + " is larger than 100 MB");
                    continue;
                }
                try {
                    rows.add(reader.toRow(expected, Model.parse(line, GenericJson.class)));
                } catch (RowProblem problem) {
                    bad.add("JSON processing encountered an error in line " + number + ": " + problem.text());
                } catch (UncheckedIOException | IllegalArgumentException broken) {
                    bad.add("JSON parsing error in line " + number);
                }
            }
        }
        return new Incoming(expected, rows, bad);
    }
}
