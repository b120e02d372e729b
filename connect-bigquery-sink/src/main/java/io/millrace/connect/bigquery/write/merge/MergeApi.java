// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.GetQueryResultsResponse;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableCell;
import com.google.api.services.bigquery.model.TableList;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableRow;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.load.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of BigQuery's REST API what merges call. Each call waits for its answer; any thread. */
final class MergeApi {
    private static final int CONFLICT = 409;
    private static final int MISSING = 404;
    private static final String FILE = "application/octet-stream";

    private final Bigquery bigquery;

    MergeApi(Bigquery bigquery) {
        this.bigquery = bigquery;
    }

    static TableReference reference(Destination table) {
        return new TableReference()
                .setProjectId(table.project())
                .setDatasetId(table.dataset())
                .setTableId(table.table());
    }

    /** A table with all that is known of it. */
    Table table(Destination table) throws IOException {
        return Answer.of(bigquery.tables().get(table.project(), table.dataset(), table.table()));
    }

    /** Makes a table, unless there is one of this name. */
    void make(Destination name, Table table) throws IOException {
        try {
            var unused = Answer.of(
                    bigquery.tables().insert(name.project(), name.dataset(), table.setTableReference(reference(name))));
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != CONFLICT) {
                throw refused;
            }
        }
    }

    /** Drops a table, if it is there. */
    void drop(Destination table) throws IOException {
        try {
            bigquery.tables()
                    .delete(table.project(), table.dataset(), table.table())
                    .execute();
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != MISSING) {
                throw refused;
            }
        }
    }

    /** All tables of a dataset. */
    List<TableList.Tables> tables(String project, String dataset) throws IOException {
        List<TableList.Tables> all = new ArrayList<>();
        String page = null;
        do {
            TableList some = Answer.of(bigquery.tables()
                    .list(project, dataset)
                    .setMaxResults(1000L)
                    .setPageToken(page));
            if (some.getTables() != null) {
                all.addAll(some.getTables());
            }
            page = some.getNextPageToken();
        } while (page != null);
        return all;
    }

    /**
     * Asks for a job; one with this id that was asked for before is it.
     *
     * @param file what it loads; null for jobs that load none
     */
    void start(Job job, byte @Nullable [] file) throws IOException {
        String project = job.getJobReference().getProjectId();
        try {
            if (file == null) {
                var unused = Answer.of(bigquery.jobs().insert(project, job));
                return;
            }
            Bigquery.Jobs.Insert insert = bigquery.jobs().insert(project, job, new ByteArrayContent(FILE, file));
            insert.getMediaHttpUploader().setDirectUploadEnabled(true); // in one request, with the job
            insert.setDisableGZipContent(true); // it is gzipped already
            var unused = Answer.of(insert);
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != CONFLICT) {
                throw refused;
            }
        }
    }

    /** How far a job is. */
    Job job(Job asked) throws IOException {
        return Answer.of(bigquery.jobs()
                .get(
                        asked.getJobReference().getProjectId(),
                        asked.getJobReference().getJobId())
                .setLocation(asked.getJobReference().getLocation())
                .setFields("jobReference,status,statistics"));
    }

    /** The first row of what a query found. */
    List<@Nullable String> firstRow(Job query) throws IOException {
        GetQueryResultsResponse found = Answer.of(bigquery.jobs()
                .getQueryResults(
                        query.getJobReference().getProjectId(),
                        query.getJobReference().getJobId())
                .setLocation(query.getJobReference().getLocation())
                .setMaxResults(1L));
        List<@Nullable String> values = new ArrayList<>();
        List<TableRow> rows = found.getRows();
        if (rows != null && !rows.isEmpty()) {
            for (TableCell cell : rows.get(0).getF()) {
                values.add(cell.getV() instanceof String text ? text : null);
            }
        }
        return values;
    }
}
