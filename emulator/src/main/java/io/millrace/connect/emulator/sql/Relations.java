// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.TableName;
import java.util.List;

/** Where tables named in a statement come from. */
public interface Relations {
    /**
     * The DuckDB text of a table, view or INFORMATION_SCHEMA view, to stand in a FROM clause.
     *
     * @param path the name's parts, e.g. project, dataset, table
     */
    String from(List<String> path);

    /** The full name of a table that a statement writes to. */
    TableName table(List<String> path);

    /** The DuckDB literal of a query parameter; {@code name} is {@code ?} with its place, or a name. */
    String parameter(String name);
}
