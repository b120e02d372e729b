// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.DatasetReference;

/** A dataset's full name. */
public record DatasetName(String project, String dataset) {
    public TableName table(String table) {
        return new TableName(project, dataset, table);
    }

    public DatasetReference reference() {
        return new DatasetReference().setProjectId(project).setDatasetId(dataset);
    }

    /** As BigQuery writes it in messages: {@code project:dataset}. */
    @Override
    public String toString() {
        return project + ":" + dataset;
    }
}
