// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.store.QueryResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result's rows in the form that the store takes. */
final class Rows {
    private Rows() {}

    static List<Map<String, @Nullable Object>> byName(QueryResult result) {
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
