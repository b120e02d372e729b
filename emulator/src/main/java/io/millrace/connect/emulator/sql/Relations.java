// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.TableFieldSchema;
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

    /** The columns of a table that a statement writes to; none where it is not there. */
    List<TableFieldSchema> columns(TableName name);

    /** The DuckDB literal of a query parameter; {@code name} is {@code ?} with its place, or a name. */
    String parameter(String name);
}
