// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the task wants to know of a table, or wants it to be.
 *
 * @param wanted the columns that waiting records need; null to only look
 * @param key the columns that identify a row, for the view over a changelog; may be empty
 */
public record TableQuestion(Destination table, @Nullable TableShape wanted, List<String> key) {
    public TableQuestion {
        key = List.copyOf(key);
    }
}
