// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns by name, in any case. */
final class Columns {
    private Columns() {}

    static @Nullable TableFieldSchema find(List<TableFieldSchema> fields, String name) {
        for (TableFieldSchema field : fields) {
            if (field.getName().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }
}
