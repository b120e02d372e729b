// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.GetQueryResultsResponse;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobCancelResponse;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.JobList;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.JobStatistics;
import com.google.api.services.bigquery.model.JobStatistics2;
import com.google.api.services.bigquery.model.JobStatus;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import com.google.api.services.bigquery.model.TableReference;
import io.millrace.connect.emulator.faults.Call;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.FaultPlan;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.MultipartRelated;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.load.LoadJob;
import io.millrace.connect.emulator.load.ObjectReader;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.DiscardStats;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code jobs}: insert, get, list, cancel, delete, query, getQueryResults. */
final class JobRoutes {
    private static final String JOBS = Routes.ROOT + "/{projectId}/jobs";
    private static final String QUERIES = Routes.ROOT + "/{projectId}/queries";

    private final Warehouse warehouse;
    private final ObjectReader objects;
    private final Jobs jobs;
    private final LoadRuns loads;
    private final LoadQuota quota;
    private final @Nullable DiscardStats discarded;
    private final QueryJobs queryJobs;
    private final ResultPages pages;
    private final FaultPlan faults;

    JobRoutes(
            Warehouse warehouse,
            QueryEngine queries,
            Results results,
            ObjectReader objects,
            BigQuerySettings settings) {
        this.warehouse = warehouse;
        this.objects = objects;
        this.jobs = new Jobs(warehouse.clock());
        this.loads = new LoadRuns(settings);
        this.quota = new LoadQuota(warehouse.clock(), settings.loadsPerTable(), settings.loadsPerProject());
        this.discarded = settings.discarded();
        this.queryJobs = new QueryJobs(warehouse, queries, results);
        this.pages = new ResultPages(warehouse, results);
        this.faults = settings.faults();
    }

    void add(Routes routes) {
        routes.on("POST", JOBS, this::insert);
        routes.on("POST", "/upload" + JOBS, this::upload);
        routes.on("GET", JOBS, this::list);
        routes.on(
                "GET", JOBS + "/{jobId}", request -> Response.json(find(request).copy()));
        routes.on("POST", JOBS + "/{jobId}/cancel", this::cancel);
        routes.on("DELETE", JOBS + "/{jobId}/delete", this::delete);
        routes.on("POST", QUERIES, this::query);
        routes.on("GET", QUERIES + "/{jobId}", this::results);
    }

    private Response insert(Request request) {
        Job job = request.json(Job.class);
        if (job.getConfiguration() == null) {
            throw ApiException.invalid("Required parameter is missing: configuration");
        }
        return Response.json(run(request.pathParameter("projectId"), job, null));
    }

    /** A job with its file in one request (cloud.google.com/bigquery/docs/reference/api-uploads, 2026-08). */
    private Response upload(Request request) {
        String type = String.valueOf(request.query("uploadType"));
        if (!type.equals("multipart")) {
            throw type.equals("resumable")
                    ? ApiException.notImplemented("resumable uploads of load jobs (uploadType=multipart is)")
                    : ApiException.invalid("Invalid uploadType: multipart and resumable are accepted");
        }
        MultipartRelated parts = MultipartRelated.parse(request.header("content-type"), request.body());
        Job job = request.json(parts.metadata(), Job.class);
        if (job.getConfiguration() == null || job.getConfiguration().getLoad() == null) {
            throw ApiException.invalid("Only load jobs take an uploaded file");
        }
        return Response.json(run(request.pathParameter("projectId"), job, parts.content()));
    }

    private Job run(String project, Job job, byte @Nullable [] uploaded) {
        warehouse.permissions().require(project, "bigquery.jobs.create", "Project");
        JobConfiguration configuration = job.getConfiguration();
        String wanted =
                job.getJobReference() == null ? null : job.getJobReference().getLocation();
        boolean dryRun = Boolean.TRUE.equals(configuration.getDryRun());
        if (configuration.getCopy() != null || configuration.getExtract() != null) {
            String kind = configuration.getCopy() == null ? "extract" : "copy";
            throw ApiException.notImplemented(kind + " jobs");
        }
        if (configuration.getQuery() != null) {
            configuration.setJobType("QUERY");
            if (dryRun) {
                return dryRun(project, job, wanted);
            }
            return jobs.run(project, job, location(project, configuration), running -> query(project, running, wanted));
        }
        if (configuration.getLoad() == null) {
            throw ApiException.invalid("Job configuration must contain exactly one job-specific configuration");
        }
        configuration.setJobType("LOAD");
        if (dryRun) {
            throw ApiException.notImplemented("dry runs of load jobs, of which Google leaves the effect undefined");
        }
        return load(project, job, uploaded);
    }

    private void query(String project, Job running, @Nullable String wanted) {
        String resource = project + "." + running.getJobReference().getJobId();
        Optional<Fault.FailJob> fault = faults.onCall(Call.statement(resource)).find(Fault.FailJob.class);
        if (fault.isPresent()) {
            ErrorProto error = new ErrorProto()
                    .setReason(fault.get().reason())
                    .setMessage(fault.get().message());
            JobEntry.fail(running, List.of(error));
        } else {
            queryJobs.run(running, false, wanted);
        }
    }

    /** A load job is asynchronous: the answer is the job as it begins, PENDING. */
    private Job load(String project, Job job, byte @Nullable [] uploaded) {
        LoadJob load = new LoadJob(
                warehouse,
                new LoadJob.Files(objects, uploaded),
                project,
                job.getConfiguration().getLoad(),
                discarded);
        load.checkRights();
        JobEntry entry = jobs.add(project, job, location(project, job.getConfiguration()));
        Job answer = entry.copy();
        Optional<ErrorProto> exceeded = quota.take(project, load.target());
        exceeded.ifPresentOrElse(
                error -> entry.finish(failed -> JobEntry.fail(failed, List.of(error))), () -> loads.begin(entry, load));
        return answer;
    }

    /** Runs nothing and leaves no job behind; what is wrong is the answer itself. */
    private Job dryRun(String project, Job job, @Nullable String wanted) {
        JobReference reference =
                new JobReference().setProjectId(project).setLocation(wanted == null ? QueryJobs.ANYWHERE : wanted);
        job.setJobReference(reference).setKind("bigquery#job");
        job.setStatistics(new JobStatistics());
        job.setStatus(new JobStatus().setState("DONE"));
        queryJobs.run(job, true, wanted);
        return job;
    }

    /** Where a job runs that does not say it: where its dataset is. */
    private String location(String project, JobConfiguration configuration) {
        TableReference table = configuration.getLoad() != null
                ? configuration.getLoad().getDestinationTable()
                : configuration.getQuery().getDestinationTable();
        DatasetName dataset = null;
        if (table != null) {
            String owner = table.getProjectId() == null ? project : table.getProjectId();
            dataset = new DatasetName(owner, table.getDatasetId());
        } else if (configuration.getQuery() != null && configuration.getQuery().getDefaultDataset() != null) {
            dataset = new DatasetName(
                    project, configuration.getQuery().getDefaultDataset().getDatasetId());
        }
        return dataset == null
                ? QueryJobs.ANYWHERE
                : warehouse.dataset(dataset).map(found -> found.getLocation()).orElse(QueryJobs.ANYWHERE);
    }

    private JobEntry find(Request request) {
        return jobs.get(request.pathParameter("projectId"), request.pathParameter("jobId"), request.query("location"));
    }

    private Response list(Request request) {
        List<Job> all = new ArrayList<>(jobs.list(request.pathParameter("projectId")));
        List<String> states = request.queryAll("stateFilter");
        if (!states.isEmpty()) {
            all.removeIf(job -> !states.contains(job.getStatus().getState().toLowerCase(Locale.ROOT)));
        }
        Page page = Page.of(request, /* defaultLimit= */ 50);
        List<JobList.Jobs> items = new ArrayList<>();
        for (Job job : page.of(all)) {
            items.add(new JobList.Jobs()
                    .setKind("bigquery#job")
                    .setId(job.getId())
                    .setJobReference(job.getJobReference())
                    .setConfiguration(job.getConfiguration())
                    .setStatistics(job.getStatistics())
                    .setStatus(job.getStatus())
                    .setState(job.getStatus().getState())
                    .setErrorResult(job.getStatus().getErrorResult())
                    .setUserEmail(job.getUserEmail()));
        }
        return Response.json(new JobList()
                .setKind("bigquery#jobList")
                .setJobs(items)
                .setNextPageToken(page.next(all.size(), items.size())));
    }

    private Response cancel(Request request) {
        JobEntry entry = find(request);
        entry.cancel();
        return Response.json(
                new JobCancelResponse().setKind("bigquery#jobCancelResponse").setJob(entry.copy()));
    }

    private Response delete(Request request) {
        find(request);
        jobs.delete(request.pathParameter("projectId"), request.pathParameter("jobId"));
        return Response.empty(204);
    }

    private Response query(Request request) {
        QueryRequest wanted = request.json(QueryRequest.class);
        JobConfigurationQuery query = new JobConfigurationQuery()
                .setQuery(wanted.getQuery())
                .setUseLegacySql(wanted.getUseLegacySql())
                .setDefaultDataset(wanted.getDefaultDataset())
                .setParameterMode(wanted.getParameterMode())
                .setQueryParameters(wanted.getQueryParameters());
        Job job = new Job()
                .setConfiguration(new JobConfiguration()
                        .setQuery(query)
                        .setDryRun(wanted.getDryRun())
                        .setLabels(wanted.getLabels()));
        if (wanted.getLocation() != null) {
            job.setJobReference(new JobReference().setLocation(wanted.getLocation()));
        }
        Job done = run(request.pathParameter("projectId"), job, null);
        throwFailure(done);
        Page page = new Page(0, wanted.getMaxResults() == null ? 10_000 : wanted.getMaxResults());
        GetQueryResultsResponse rows = pages.page(done, page, ResultPages.integerTimestamps(wanted.getFormatOptions()));
        JobStatistics2 statistics = done.getStatistics().getQuery();
        return Response.json(new QueryResponse()
                .setKind("bigquery#queryResponse")
                .setJobReference(done.getJobReference())
                .setJobComplete(true)
                .setSchema(rows.getSchema())
                .setRows(rows.getRows())
                .setTotalRows(rows.getTotalRows())
                .setPageToken(rows.getPageToken())
                .setTotalBytesProcessed(0L)
                .setCacheHit(false)
                .setNumDmlAffectedRows(statistics.getNumDmlAffectedRows())
                .setDmlStats(statistics.getDmlStats()));
    }

    private Response results(Request request) {
        Job job = find(request).copy();
        if (job.getConfiguration().getQuery() == null) {
            throw ApiException.invalid("Cannot get query results of a job that is not a query: " + job.getId());
        }
        throwFailure(job);
        boolean integers = "true".equals(request.query("formatOptions.useInt64Timestamp"));
        return Response.json(pages.page(job, Page.of(request, /* defaultLimit= */ 10_000), integers)
                .setJobReference(job.getJobReference())
                .setNumDmlAffectedRows(job.getStatistics().getQuery().getNumDmlAffectedRows())
                .setTotalBytesProcessed(0L)
                .setCacheHit(false));
    }

    /** A query that failed is answered as the failure itself where its rows are asked for. */
    private static void throwFailure(Job job) {
        @Nullable ErrorProto error = job.getStatus().getErrorResult();
        if (error == null) {
            return;
        }
        for (WarehouseException.Reason reason : WarehouseException.Reason.values()) {
            if (reason.text().equals(error.getReason())) {
                throw new ApiException(reason.httpStatus(), reason.text(), error.getMessage());
            }
        }
        throw new ApiException(400, error.getReason(), error.getMessage());
    }
}
