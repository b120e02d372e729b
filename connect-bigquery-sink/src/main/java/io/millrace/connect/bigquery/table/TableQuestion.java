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
 * @param existing what is done about a table that exists
 * @param known the table as the task knows it, of which what is wanted is made: if it is another by now, or gone, only that is
 *     answered; null where what is wanted is what records need, whatever the table is
 */
public record TableQuestion(
        Destination table,
        @Nullable TableShape wanted,
        List<String> key,
        Existing existing,
        @Nullable TableShape known) {
    /** What is done about a table that exists. */
    public enum Existing {
        /** It is left as it is. */
        STAYS,
        /** Its columns stay, since the records are judged by them first; it gets its view. */
        IS_SEEN,
        /** It grows to what is wanted, and gets its view. */
        GROWS
    }

    public TableQuestion {
        key = List.copyOf(key);
    }

    /** On behalf of records: the table is to hold them. */
    public TableQuestion(Destination table, @Nullable TableShape wanted, List<String> key) {
        this(table, wanted, key, Existing.GROWS, null);
    }

    /** On behalf of records that do not fit into the table as it is known: it is to grow so. */
    public static TableQuestion growth(Destination table, TableShape known, TableShape wanted, List<String> key) {
        return new TableQuestion(table, wanted, key, Existing.GROWS, known);
    }

    /** On behalf of the first records, which do not know yet whether there is a table: it is made for them if it is missing. */
    public static TableQuestion first(Destination table, TableShape wanted, List<String> key) {
        return new TableQuestion(table, wanted, key, Existing.IS_SEEN, null);
    }

    /** On behalf of records that may come: whatever is there already is theirs to judge. */
    public static TableQuestion ahead(Destination table, TableShape expected, List<String> key) {
        return new TableQuestion(table, expected, key, Existing.STAYS, null);
    }
}
