// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import io.millrace.connect.emulator.store.DatasetName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement runs.
 *
 * @param project of names that have none
 * @param defaultDataset of tables without a dataset
 * @param location where every dataset has to be; null where that does not matter
 * @param parameters DuckDB literals by name, positional ones by {@code ?0}, {@code ?1}, …
 */
public record QueryContext(
        String project,
        @Nullable DatasetName defaultDataset,
        Map<String, String> parameters,
        @Nullable String location) {
    public static QueryContext of(String project) {
        return new QueryContext(project, null, Map.of(), null);
    }
}
