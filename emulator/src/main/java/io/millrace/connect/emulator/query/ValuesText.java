// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import io.millrace.connect.emulator.store.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DuckDB text of a relation with given rows. */
final class ValuesText {
    private final List<String> columns = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    ValuesText(String... namesAndTypes) {
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.add(namesAndTypes[i]);
            types.add(namesAndTypes[i + 1]);
        }
    }

    static @Nullable Object time(@Nullable Number epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis.longValue());
    }

    void row(@Nullable Object... values) {
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            String literal = value == null ? "NULL" : Identifier.literal(value.toString());
            literals.add("CAST(" + literal + " AS " + types.get(i) + ")");
        }
        rows.add("(" + String.join(", ", literals) + ")");
    }

    String text() {
        List<String> quoted = columns.stream().map(Identifier::quote).toList();
        if (rows.isEmpty()) {
            row(new @Nullable Object[columns.size()]);
            return "(SELECT * FROM (VALUES " + rows.get(0) + ") AS v(" + String.join(", ", quoted) + ") WHERE FALSE)";
        }
        return "(SELECT * FROM (VALUES " + String.join(", ", rows) + ") AS v(" + String.join(", ", quoted) + "))";
    }
}
