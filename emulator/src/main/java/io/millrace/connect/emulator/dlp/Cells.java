// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import java.util.Optional;

/** A row of a table, its values by field. An index in a header, as in {@code nums[0].type}, counts for nothing. */
record Cells(Table table, Table.Row row) {
    Cells {
        ensureComplete(table, row);
    }

    static void ensureComplete(Table table, Table.Row row) {
        if (row.getValuesCount() != table.getHeadersCount()) {
            throw DlpException.invalid(
                    "a row has " + row.getValuesCount() + " values for " + table.getHeadersCount() + " headers");
        }
    }

    Optional<Value> value(FieldId field) {
        for (int column = 0; column < row.getValuesCount(); column++) {
            if (isColumn(column, field)) {
                return Optional.of(row.getValues(column));
            }
        }
        return Optional.empty();
    }

    boolean isColumn(int column, FieldId field) {
        return withoutIndex(table.getHeaders(column)).equals(withoutIndex(field));
    }

    private static String withoutIndex(FieldId field) {
        return field.getName().replaceAll("\\[\\d+]", "");
    }
}
