// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableReference;

/** A table's full name. */
public record TableName(String project, String dataset, String table) {
    public static TableName of(TableReference reference) {
        return new TableName(reference.getProjectId(), reference.getDatasetId(), reference.getTableId());
    }

    public DatasetName inDataset() {
        return new DatasetName(project, dataset);
    }

    public TableReference reference() {
        return new TableReference().setProjectId(project).setDatasetId(dataset).setTableId(table);
    }

    /** As BigQuery writes it in messages: {@code project:dataset.table}. */
    @Override
    public String toString() {
        return project + ":" + dataset + "." + table;
    }
}
