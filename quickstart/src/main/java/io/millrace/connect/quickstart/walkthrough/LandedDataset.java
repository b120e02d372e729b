// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dataset that the stream lands in, read with Google's own client. */
final class LandedDataset {

    private final BigQuery bigQuery;
    private final String dataset;

    LandedDataset(BigQuery bigQuery, String dataset) {
        this.bigQuery = bigQuery;
        this.dataset = dataset;
    }

    /** Rows of a table; 0 as long as there is none. */
    long count(String table) {
        if (bigQuery.getTable(TableId.of(dataset, table)) == null) {
            return 0;
        }
        return query("SELECT COUNT(*) AS n FROM " + dataset + "." + table)
                .iterateAll()
                .iterator()
                .next()
                .get(0)
                .getLongValue();
    }

    /**
     * The load jobs that a table has had.
     *
     * @param rows of those that succeeded
     */
    record Loads(int jobs, long rows) {}

    /** As BigQuery's own list of jobs has it. */
    Loads loads(String table) {
        int jobs = 0;
        long rows = 0;
        for (Job job : bigQuery.listJobs().iterateAll()) {
            if (job.getConfiguration() instanceof LoadJobConfiguration load
                    && load.getDestinationTable().getTable().equals(table)
                    && job.getStatistics() instanceof JobStatistics.LoadStatistics statistics
                    && statistics.getOutputRows() != null) {
                jobs++;
                rows += statistics.getOutputRows();
            }
        }
        return new Loads(jobs, rows);
    }

    /** What SQL answers of a table or view, ordered by {@code key}. */
    Rows rows(String table, String key) {
        TableResult result = query("SELECT * FROM " + dataset + "." + table + " ORDER BY " + key);
        FieldList fields = result.getSchema().getFields();
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (FieldValueList values : result.iterateAll()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                row.add(Cell.of(values.get(i), fields.get(i)));
            }
            rows.add(row);
        }
        return new Rows(fields.stream().map(Field::getName).toList(), rows);
    }

    private TableResult query(String sql) {
        try {
            return bigQuery.query(
                    QueryJobConfiguration.newBuilder(sql).setUseLegacySql(false).build());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + sql, stopped);
        }
    }
}
