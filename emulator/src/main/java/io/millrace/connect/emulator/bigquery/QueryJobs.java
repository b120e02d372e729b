// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.DmlStatistics;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.JobStatistics2;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.load.Destination;
import io.millrace.connect.emulator.query.QueryContext;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.query.QueryOutcome;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Query jobs: runs the statement, keeps the rows, fills in statistics. */
final class QueryJobs {
    /** The location of jobs that neither say one nor name a dataset. */
    static final String ANYWHERE = "US";

    private final Warehouse warehouse;
    private final QueryEngine queries;
    private final Results results;

    QueryJobs(Warehouse warehouse, QueryEngine queries, Results results) {
        this.warehouse = warehouse;
        this.queries = queries;
        this.results = results;
    }

    void run(Job job, boolean dryRun, @Nullable String location) {
        JobConfigurationQuery query = job.getConfiguration().getQuery();
        String project = job.getJobReference().getProjectId();
        refuseUnsupported(query);
        QueryContext context = context(project, query, location);
        if (dryRun) {
            describe(job, queries.dryRun(context, query.getQuery()));
            return;
        }
        if (query.getDestinationTable() != null) {
            runInto(job, context, query);
            return;
        }
        QueryOutcome outcome = queries.run(context, query.getQuery());
        QueryResult rows = outcome.result();
        if (rows != null) {
            TableName kept = results.keep(project, job.getJobReference().getJobId(), rows);
            query.setDestinationTable(kept.reference());
        }
        describe(job, outcome);
    }

    private static void refuseUnsupported(JobConfigurationQuery query) {
        String text = query.getQuery();
        if (text == null || text.isBlank()) {
            throw WarehouseException.invalid("Required parameter is missing: query");
        }
        boolean marked = text.stripLeading().toLowerCase(Locale.ROOT).startsWith("#standardsql");
        if (!Boolean.FALSE.equals(query.getUseLegacySql()) && !marked) {
            throw WarehouseException.notImplemented("legacy SQL (set useLegacySql to false)");
        }
        if (query.getTableDefinitions() != null) {
            throw WarehouseException.notImplemented("external tables in a query (tableDefinitions)");
        }
    }

    private static QueryContext context(String project, JobConfigurationQuery query, @Nullable String location) {
        DatasetReference reference = query.getDefaultDataset();
        DatasetName dataset = null;
        if (reference != null) {
            String owner = reference.getProjectId() == null ? project : reference.getProjectId();
            dataset = new DatasetName(owner, reference.getDatasetId());
        }
        return new QueryContext(project, dataset, ParameterText.of(query.getQueryParameters()), location);
    }

    private void runInto(Job job, QueryContext context, JobConfigurationQuery query) {
        TableReference reference = query.getDestinationTable();
        if (reference.getProjectId() == null) {
            reference.setProjectId(context.project());
        }
        TableName target = TableName.of(reference);
        QueryOutcome described = queries.dryRun(context, query.getQuery());
        QueryResult columns = described.result();
        if (columns == null) {
            throw WarehouseException.invalid(
                    "Cannot set destination table in jobs with " + described.type() + " statements");
        }
        List<TableFieldSchema> fields = columns.schema().getFields();
        Table wanted = new Table()
                .setTableReference(reference)
                .setTimePartitioning(query.getTimePartitioning())
                .setRangePartitioning(query.getRangePartitioning())
                .setClustering(query.getClustering());
        Destination destination = new Destination(
                warehouse,
                wanted,
                query.getCreateDisposition(),
                query.getWriteDisposition() == null ? "WRITE_EMPTY" : query.getWriteDisposition(),
                query.getSchemaUpdateOptions());
        warehouse.write(connection -> {
            QueryResult kept = columns;
            if (destination.truncates()) {
                // The query may read the table that it replaces.
                kept = queries.run(context, query.getQuery()).result();
            }
            destination.prepare(fields);
            if (destination.truncates() && kept != null) {
                warehouse.insert(target, Rows.byName(kept));
            } else {
                queries.selectInto(context, query.getQuery(), target, fields);
            }
            return "";
        });
        describe(job, described);
        job.getStatistics().getQuery().setSchema(null);
    }

    private void describe(Job job, QueryOutcome outcome) {
        JobStatistics2 statistics = new JobStatistics2()
                .setStatementType(outcome.type())
                .setCacheHit(false)
                .setTotalBytesProcessed(0L)
                .setTotalBytesBilled(0L);
        job.getStatistics().setQuery(statistics).setTotalBytesProcessed(0L);
        QueryResult result = outcome.result();
        if (result != null) {
            statistics.setSchema(new TableSchema().setFields(result.schema().getFields()));
        }
        QueryOutcome.Changes changes = outcome.changes();
        if (changes != null) {
            statistics.setNumDmlAffectedRows(changes.total());
            statistics.setDmlStats(new DmlStatistics()
                    .setInsertedRowCount(changes.inserted())
                    .setUpdatedRowCount(changes.updated())
                    .setDeletedRowCount(changes.deleted()));
        }
        TableName target = outcome.target();
        if (target != null) {
            statistics.setDdlTargetTable(target.reference());
        }
        statistics.setDdlOperationPerformed(outcome.operation());
    }
}
