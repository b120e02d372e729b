// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How records are understood and what their tables look like.
 *
 * @param change how they are understood that go to tables which are not named
 * @param changes by the name of a table how its own are, where that is otherwise
 * @param registry where that is known before the first record, null if nowhere
 */
public record RecordSettings(
        ChangeSettings change,
        Map<String, ChangeSettings> changes,
        SchemaSettings schema,
        @Nullable RegistrySettings registry) {
    public RecordSettings {
        changes = Map.copyOf(changes);
    }

    /** How the records of a table are understood. */
    public ChangeSettings changeOf(Destination table) {
        return changes.getOrDefault(table.table(), change);
    }
}
