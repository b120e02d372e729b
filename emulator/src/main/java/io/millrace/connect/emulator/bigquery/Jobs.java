// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.JobStatistics;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jobs by id. Thread-safe. */
final class Jobs {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,1024}");

    private final Map<String, JobEntry> jobs = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();
    private final Clock clock;

    /** What a job does; fills in statistics and configuration of the job it is given. */
    interface Work {
        void on(Job job);
    }

    Jobs(Clock clock) {
        this.clock = clock;
    }

    /** Registers a new job, which is PENDING; an id that is taken answers 409. */
    JobEntry add(String project, Job job, String defaultLocation) {
        JobReference reference = job.getJobReference() == null ? new JobReference() : job.getJobReference();
        if (reference.getJobId() == null) {
            reference.setJobId("job_" + UUID.randomUUID().toString().replace("-", ""));
        }
        if (!ID.matcher(reference.getJobId()).matches()) {
            throw ApiException.invalid("Invalid job ID: letters, numbers, underscores and dashes are accepted, at most"
                    + " 1,024 of them");
        }
        if (reference.getLocation() == null) {
            reference.setLocation(defaultLocation);
        }
        Labels.check(job.getConfiguration().getLabels());
        reference.setProjectId(project);
        job.setJobReference(reference).setKind("bigquery#job");
        job.setId(project + ":" + reference.getLocation() + "." + reference.getJobId());
        job.setEtag(Integer.toHexString(reference.getJobId().hashCode()));
        job.setUserEmail("emulator@millrace.invalid");
        job.setStatistics(new JobStatistics().setCreationTime(clock.millis()));
        JobEntry entry = new JobEntry(order.incrementAndGet(), clock, job);
        if (jobs.putIfAbsent(key(project, reference.getJobId()), entry) != null) {
            throw ApiException.duplicate("Already Exists: Job " + job.getId());
        }
        return entry;
    }

    /** Runs a new job on the caller's thread. */
    Job run(String project, Job job, String defaultLocation, Work work) {
        JobEntry entry = add(project, job, defaultLocation);
        entry.run();
        try {
            entry.finish(running -> {
                try {
                    work.on(running);
                } catch (WarehouseException refused) {
                    if (refused.reason() == WarehouseException.Reason.NOT_IMPLEMENTED
                            || refused.reason() == WarehouseException.Reason.ACCESS_DENIED) {
                        throw refused;
                    }
                    JobEntry.fail(running, List.of(error(refused)));
                }
            });
        } catch (RuntimeException notDone) {
            jobs.remove(key(project, job.getJobReference().getJobId()), entry);
            throw notDone;
        }
        return entry.copy();
    }

    static ErrorProto error(WarehouseException refused) {
        return new ErrorProto().setReason(refused.reason().text()).setMessage(refused.text());
    }

    /**
     * A job of this id. Outside US and EU {@code location} has to be given, and where it is given it has to be the job's
     * own (https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/get, 2026-08).
     */
    JobEntry get(String project, String jobId, @Nullable String location) {
        JobEntry entry = jobs.get(key(project, jobId));
        if (entry == null || !isFound(entry.copy().getJobReference().getLocation(), location)) {
            String place = location == null ? "" : location + ".";
            throw ApiException.notFound("Not found: Job " + project + ":" + place + jobId);
        }
        return entry;
    }

    private static boolean isFound(String own, @Nullable String wanted) {
        return wanted == null ? own.equalsIgnoreCase("US") || own.equalsIgnoreCase("EU") : own.equalsIgnoreCase(wanted);
    }

    void delete(String project, String jobId) {
        if (jobs.remove(key(project, jobId)) == null) {
            throw ApiException.notFound("Not found: Job " + project + ":" + jobId);
        }
    }

    /** The newest first. */
    List<Job> list(String project) {
        List<JobEntry> found = new ArrayList<>();
        jobs.forEach((key, entry) -> {
            if (key.startsWith(project + "/")) {
                found.add(entry);
            }
        });
        found.sort(Comparator.comparingLong(JobEntry::order).reversed());
        return found.stream().map(JobEntry::copy).toList();
    }

    private static String key(String project, String jobId) {
        return project + "/" + jobId;
    }
}
