// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.table.design.TableLayout;
import java.util.Map;

/**
 * What may be created, and how.
 *
 * @param layout the layout of every table that has none of its own
 * @param layouts whole layouts by table name without dataset: the common one with the table's overrides applied
 */
public record TableSettings(DatasetSettings dataset, TableLayout layout, Map<String, TableLayout> layouts) {
    public TableSettings {
        layouts = Map.copyOf(layouts);
    }

    /** The layout of the named table. */
    public TableLayout layoutOf(String table) {
        return layouts.getOrDefault(table, layout);
    }
}
