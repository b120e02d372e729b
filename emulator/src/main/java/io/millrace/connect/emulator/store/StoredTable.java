// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.List;

/**
 * A table or view as it is at one moment.
 *
 * @param metadata a copy; changing it changes nothing
 * @param generation differs between two tables that had the same name one after the other
 * @param schemaVersion grows with every change of the schema
 */
public record StoredTable(TableName name, Table metadata, long generation, long schemaVersion) {
    /** The columns, in order. */
    public List<TableFieldSchema> fields() {
        List<TableFieldSchema> fields =
                metadata.getSchema() == null ? null : metadata.getSchema().getFields();
        return fields == null ? List.of() : fields;
    }

    /** The columns of the primary key, empty where there is none. */
    public List<String> primaryKey() {
        TableConstraints constraints = metadata.getTableConstraints();
        if (constraints == null || constraints.getPrimaryKey() == null) {
            return List.of();
        }
        List<String> columns = constraints.getPrimaryKey().getColumns();
        return columns == null ? List.of() : columns;
    }

    public boolean isView() {
        return metadata.getView() != null;
    }
}
