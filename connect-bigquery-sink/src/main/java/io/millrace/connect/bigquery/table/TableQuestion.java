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
 * @param onlyIfMissing whether a table that exists is left as it is
 */
public record TableQuestion(Destination table, @Nullable TableShape wanted, List<String> key, boolean onlyIfMissing) {
    public TableQuestion {
        key = List.copyOf(key);
    }

    /** On behalf of records: the table is to hold them. */
    public TableQuestion(Destination table, @Nullable TableShape wanted, List<String> key) {
        this(table, wanted, key, false);
    }

    /** On behalf of records that may come: whatever is there already is theirs to judge. */
    public static TableQuestion ahead(Destination table, TableShape expected, List<String> key) {
        return new TableQuestion(table, expected, key, true);
    }
}
